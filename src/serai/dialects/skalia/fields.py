"""`?fields=id,name`: only what a client asks for."""

from typing import Any


def select(value: Any, names: str) -> Any:  # any JSON document
    """The same document, its `item` or each of its `items` with these keys only; unknown names are left alone."""
    wanted = {name.strip() for name in names.split(",")}
    if not isinstance(value, dict):
        return value
    if isinstance(value.get("item"), dict):
        return {**value, "item": _only(value["item"], wanted)}
    if isinstance(value.get("items"), list):
        return {**value, "items": [_only(item, wanted) for item in value["items"]]}
    return value


def _only(item: Any, wanted: set[str]) -> Any:
    return {key: item[key] for key in item if key in wanted} if isinstance(item, dict) else item
