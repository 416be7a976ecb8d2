"""The types on a dialect's wire as JSON schemas."""

from collections.abc import Iterable, Mapping
from typing import Any, TypeVar, cast

import msgspec

from serai.wire.call import Reply
from serai.wire.dialect import Dialect
from serai.wire.parse import Number

Schema = dict[str, Any]
T = TypeVar("T")

_REF = "#/components/schemas/"


class Schemas:
    """Schemas of the given types; `components` are the named ones, by name."""

    def __init__(self, kinds: Iterable[Any]) -> None:
        self._kinds = list(dict.fromkeys(kind for kind in kinds if is_written(kind)))
        found, named = msgspec.json.schema_components(self._kinds, schema_hook=_hook, ref_template=_REF + "{name}")
        self._schemas = [_exact(schema) for schema in _plain(found)]
        self.components: dict[str, Schema] = {name: _exact(schema) for name, schema in sorted(_plain(named).items())}

    def of(self, kind: Any) -> Schema:
        """The schema of a type given at the start; mostly a reference."""
        return dict(self._schemas[self._kinds.index(kind)])

    def resolved(self, schema: Mapping[str, Any]) -> Schema:
        """The schema itself where it is a reference."""
        while "$ref" in schema:
            schema = self.components[schema["$ref"].removeprefix(_REF)]
        return dict(schema)

    def fields(self, kind: Any) -> list[tuple[str, Schema, bool]]:
        """(name on the wire, schema, whether it must be there) of a struct, in its order."""
        whole = self.resolved(self.of(kind))
        required = whole.get("required", [])
        return [(name, schema, name in required) for name, schema in whole.get("properties", {}).items()]


def any_of(*kinds: type[msgspec.Struct]) -> msgspec.Meta:
    """Annotates a field of type Any that holds one of several flat structs, which no tag on the wire tells apart."""
    named = msgspec.json.schema_components(kinds, schema_hook=_hook)[1]
    return msgspec.Meta(extra_json_schema={"anyOf": [named[kind.__name__] for kind in kinds]})


def is_written(kind: Any) -> bool:
    """Whether a body or answer of this type is JSON that a schema can describe."""
    return kind not in (None, type(None), bytes, Reply)


def error_of(dialect: Dialect) -> Any:
    """The type of the dialect's error envelope."""
    return dialect.envelope.__annotations__["return"]


def of_dialect(dialect: Dialect) -> Schemas:
    """Schemas of everything the dialect takes and answers."""
    kinds = [kind for o in dialect.operations for kind in (o.query, o.body, o.answers, *o.extra.get("refusals", {}).values())]
    return Schemas([*kinds, error_of(dialect)])


def without_null(schema: Schema) -> Schema:
    """What can be sent where null cannot, as in a query; a null default goes too."""
    bare = {key: value for key, value in schema.items() if key != "default" or value is not None}
    choices = [choice for choice in bare.pop("anyOf", []) if choice != {"type": "null"}]
    if len(choices) == 1:
        return {**choices[0], **bare}
    if "enum" in bare:
        bare["enum"] = [value for value in bare["enum"] if value is not None]
    return {**bare, "anyOf": choices} if choices else bare


def _hook(kind: type) -> Schema:
    if kind is Number:
        return {"type": "number"}
    raise NotImplementedError(kind)


def _plain(schemas: T) -> T:
    """Defaults as JSON has them: no tuples, no structs."""
    return cast("T", msgspec.json.decode(msgspec.json.encode(schemas)))  # the same containers, of plain values


def _exact(schema: Any) -> Any:
    """Decimals are written as JSON numbers here, whatever a library would do."""
    if isinstance(schema, list):
        return [_exact(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    if schema.get("format") == "decimal":
        schema = {key: value for key, value in schema.items() if key != "format"} | {"type": "number"}
    return {key: _exact(value) for key, value in schema.items()}
