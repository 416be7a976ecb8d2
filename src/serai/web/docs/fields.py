"""A JSON schema as the rows of a table."""

from typing import Any, Final

import msgspec

from serai.wire.schemas import Schema, Schemas

_DEEPEST: Final = 5


class Row(msgspec.Struct, frozen=True):
    """One field; `name` is its path, such as `variants[].price`. `rules` are short phrases."""

    name: str
    type: str
    required: bool
    rules: tuple[str, ...]
    description: str


def rows(schema: Schema, known: Schemas, prefix: str = "", depth: int = 0) -> list[Row]:
    """Every field of an object, each followed by the fields inside it."""
    whole = known.resolved(_one(schema))
    found: list[Row] = []
    for name, part in whole.get("properties", {}).items():
        found.append(row(prefix + name, part, known, required=name in whole.get("required", [])))
        inner, path = _inside(known.resolved(_one(part)), prefix + name)
        if depth < _DEEPEST:
            found += rows(inner, known, f"{path}.", depth + 1)
    return found


def row(name: str, schema: Schema, known: Schemas, *, required: bool) -> Row:
    """One field by itself."""
    bare = known.resolved(_one(schema))
    whole = {**bare, **{key: value for key, value in schema.items() if key not in ("anyOf", "$ref")}}
    described = str(schema.get("description", bare.get("description", "") if "enum" not in bare else ""))
    return Row(name, _type(schema, known), required, tuple(_rules(whole)), described)


def _one(schema: Schema) -> Schema:
    """The one thing it can be besides null; the schema itself when there are several."""
    choices = [choice for choice in schema.get("anyOf", []) if choice != {"type": "null"}]
    return choices[0] if len(choices) == 1 else schema


def _inside(schema: Schema, path: str) -> tuple[Schema, str]:
    if schema.get("type") == "array":
        return schema.get("items") or {}, f"{path}[]"
    return schema, path


def _type(schema: Schema, known: Schemas) -> str:
    whole = known.resolved(schema)
    if "anyOf" in whole:
        return " or ".join(dict.fromkeys(_type(choice, known) for choice in whole["anyOf"]))
    if whole.get("type") == "array":
        return f"array of {_type(whole.get('items') or {}, known)}"
    if "enum" in whole:
        return "string" if all(isinstance(value, str) for value in whole["enum"] if value is not None) else "value"
    return str(whole.get("type", "any value"))


def _rules(schema: Schema) -> list[str]:
    said = [
        _range(schema.get("minLength"), schema.get("maxLength"), " characters"),
        _range(schema.get("minItems"), schema.get("maxItems"), " items"),
        _range(schema.get("minimum"), schema.get("maximum"), ""),
        f"above {schema['exclusiveMinimum']}" if "exclusiveMinimum" in schema else "",
        str(schema.get("format", "")),
        f"like {schema['pattern']}" if "pattern" in schema else "",
        "one of " + ", ".join(map(_written, schema["enum"])) if "enum" in schema else "",
        f"default {_written(schema['default'])}" if _tells(schema.get("default")) else "",
    ]
    return [rule for rule in said if rule]


def _range(least: Any, most: Any, unit: str) -> str:
    if least is None:
        return "" if most is None else f"at most {most}{unit}"
    if least == 1 and most is None and unit:
        return "not empty"
    return f"at least {least}{unit}" if most is None else f"{least} to {most}{unit}"


def _tells(default: Any) -> bool:
    return default not in (None, "", [], {})


def _written(value: Any) -> str:
    return msgspec.json.encode(value).decode().strip('"')
