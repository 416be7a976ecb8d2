"""The shape of an advanced attribute: an object of fields, each a number, a text, a list, or another group's value."""

from collections.abc import Mapping
from typing import Final

from serai.kit.errors import Invalid

DEEPEST: Final = 8


def check_structure(structure: Mapping[str, object], content: object, *, path: str = "value", depth: int = 0) -> None:
    """Raises Invalid on the first field that the structure does not have or that is of another type."""
    if depth > DEEPEST:
        raise Invalid.one(path, "Is nested too deeply.")
    if not isinstance(content, dict):
        raise Invalid.one(path, "Must be an object.")
    for name, value in content.items():
        if name not in structure:
            raise Invalid.one(f"{path}.{name}", "Is not a field of the group's structure.")
        _check_field(structure[name], value, f"{path}.{name}", depth)


def _check_field(kind: object, value: object, path: str, depth: int) -> None:
    if value is None or not isinstance(kind, dict):
        return
    wanted = kind.get("type")
    if not isinstance(wanted, str):  # fields of its own, one of them perhaps called `type`
        check_structure(kind, value, path=path, depth=depth + 1)
    if wanted == "integer" and (isinstance(value, bool) or not isinstance(value, int)):
        raise Invalid.one(path, "Must be a whole number.")
    if wanted == "string" and not isinstance(value, str):
        raise Invalid.one(path, "Must be a text.")
    if wanted == "array":
        if not isinstance(value, list):
            raise Invalid.one(path, "Must be a list.")
        for i, item in enumerate(value):
            _check_field(kind.get("items"), item, f"{path}.{i}", depth + 1)
