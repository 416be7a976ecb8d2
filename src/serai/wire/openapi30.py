"""An OpenAPI 3.1 document as 3.0, for clients that read nothing newer."""

from typing import Any, Final

_NULL: Final = {"nullable": True}
"""What a null alone becomes, from the inside out."""
_NOTHING: Final = {"type": "object", "nullable": True, "enum": [None]}
"""A choice that only null fits: beside others, the format needs one."""


def lowered(document: dict[str, Any]) -> dict[str, Any]:
    """The same API in the older format's words. The given document stays as it is."""
    made: dict[str, Any] = _rewritten(document)
    return {**made, "openapi": "3.0.3"}


def _rewritten(value: Any) -> Any:
    if isinstance(value, list):
        return [_rewritten(item) for item in value]
    if not isinstance(value, dict):
        return value
    return _schema({name: _rewritten(item) for name, item in value.items()})


def _schema(value: dict[str, Any]) -> dict[str, Any]:
    """One object, its parts rewritten already. What is no schema has none of these words with these meanings."""
    _nullable(value)
    _kinds(value)
    if isinstance(value.get("examples"), list):
        value["example"] = next(iter(value.pop("examples")), None)
    if "const" in value and not isinstance(value["const"], dict):
        value["enum"] = [value.pop("const")]
    for exclusive, plain in (("exclusiveMinimum", "minimum"), ("exclusiveMaximum", "maximum")):
        if isinstance(value.get(exclusive), (int, float)) and not isinstance(value[exclusive], bool):
            value[plain], value[exclusive] = value[exclusive], True
    if isinstance(value.get("prefixItems"), list):
        value["items"] = {"oneOf": value.pop("prefixItems")}
    if isinstance(value.get("propertyNames"), dict):  # a word that 3.0 has not, and does without
        del value["propertyNames"]
    if "default" in value and value["default"] is None:  # says no more than that it may be left out
        del value["default"]
    if value.get("required") == []:
        del value["required"]
    if "$ref" in value and len(value) > 1 and isinstance(value["$ref"], str):
        value["allOf"] = [{"$ref": value.pop("$ref")}]
    return value


def _nullable(value: dict[str, Any]) -> None:
    for word in ("anyOf", "oneOf"):
        choices = value.get(word)
        if not isinstance(choices, list) or _NULL not in choices:
            continue
        rest = [choice for choice in choices if choice != _NULL]
        del value[word]
        value["nullable"] = True
        if len(rest) == 1 and "$ref" not in rest[0]:
            value.update({name: item for name, item in rest[0].items() if name not in value})
        else:
            value[word] = [*rest, dict(_NOTHING)]
    if value.get("type") == "null":
        del value["type"]
        value["nullable"] = True


def _kinds(value: dict[str, Any]) -> None:
    kinds = value.get("type")
    if not isinstance(kinds, list):
        return
    rest = [kind for kind in kinds if kind != "null"]
    if len(rest) < len(kinds):
        value["nullable"] = True
    if len(rest) == 1:
        value["type"] = rest[0]
    else:
        del value["type"]
        value["anyOf"] = [{"type": kind} for kind in rest]
