"""Custom data: the same six operations below every resource that has some."""

import inspect
from collections.abc import Awaitable, Callable
from typing import Any, Final, TypeAlias

from serai.dialects.scayle_admin.nouns import Noun
from serai.kit.errors import Invalid, NotFound
from serai.wire.call import Call

Data: TypeAlias = dict[str, Any]
Sent: TypeAlias = dict[str, Any] | list[Any]
"""An object; clients that write an empty one as `[]` mean `{}`."""
Change: TypeAlias = Callable[[Data], Data]
"""What is stored now → what is to be stored."""
Read: TypeAlias = Callable[..., Awaitable[Data]]
"""(call, path parameters by name) → what is stored, `{}` when there is none."""
Alter: TypeAlias = Callable[..., Awaitable[Data]]
"""(call, a Change, path parameters by name) → what is stored then. The row is locked from before the change on."""

LIMITS: Final = "customData"


def add(noun: Noun, path: str, *, of: str, read: Read, alter: Alter) -> None:
    """The six operations below `path`. `of` goes into their names: `shop_country` → `updateOrCreateShopCountryCustomData`."""
    at = f"{path}/custom-data"
    names = [parameter.split(":")[0] for parameter in _parameters(path)]
    _of_all(noun, at, of, names, read, alter)
    _of_one(noun, f"{at}/{{key:data_key}}", of, names, read, alter)


def sent(body: Sent) -> Data:
    """Raises Invalid for a list with something in it."""
    if isinstance(body, list):
        if body:
            raise Invalid.one("body", "Expected an object.")
        return {}
    return body


def _of_all(noun: Noun, at: str, of: str, names: list[str], read: Read, alter: Alter) -> None:
    async def put(call: Call, body: Sent, **where: Any) -> Data:
        """Replace all of it."""
        given = sent(body)
        return await alter(call, lambda _: given, **where)

    async def delete(call: Call, **where: Any) -> None:
        """Take all of it away."""
        await alter(call, lambda _: {}, **where)

    async def get(call: Call, **where: Any) -> Data:
        """All of it."""
        return await read(call, **where)

    noun.put(at, limits=LIMITS)(_as(put, f"update_or_create_{of}_custom_data", ["body", *names]))
    noun.delete(at, limits=LIMITS)(_as(delete, f"delete_{of}_custom_data", names))
    noun.get(at, limits=LIMITS)(_as(get, f"get_{of}_custom_data", names))


def _of_one(noun: Noun, at: str, of: str, names: list[str], read: Read, alter: Alter) -> None:
    async def put(call: Call, body: Sent, key: str, **where: Any) -> Data:
        """Set one key, as `{"<key>": value}`; the answer has them all."""
        given = sent(body)
        if list(given) != [key]:
            raise Invalid.one(key, "Expected an object with this key and no other.")
        return await alter(call, lambda before: {**before, **given}, **where)

    async def delete(call: Call, key: str, **where: Any) -> None:
        """Take one key away."""
        await alter(call, lambda before: _without(before, key), **where)

    async def get(call: Call, key: str, **where: Any) -> Data:
        """One key with its value."""
        data = await read(call, **where)
        if key not in data:
            raise NotFound("custom data")
        return {key: data[key]}

    names = [*names, "key"]
    noun.put(at, limits=LIMITS)(_as(put, f"update_or_create_{of}_custom_data_for_key", ["body", *names]))
    noun.delete(at, limits=LIMITS)(_as(delete, f"delete_{of}_custom_data_for_key", names))
    noun.get(at, limits=LIMITS)(_as(get, f"get_{of}_custom_data_for_key", names))


def _without(data: Data, key: str) -> Data:
    if key not in data:
        raise NotFound("custom data")
    return {name: value for name, value in data.items() if name != key}


def _parameters(path: str) -> list[str]:
    return [part.strip("{}") for part in path.split("/") if part.startswith("{")]


def _as(handler: Callable[..., Awaitable[Any]], name: str, names: list[str]) -> Callable[..., Awaitable[Any]]:
    """The handler under a name of its own, saying which parameters its path has."""
    handler.__name__ = name
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD
    handler.__signature__ = inspect.Signature([inspect.Parameter(each, kind) for each in ("call", *names)])  # type: ignore[attr-defined]
    return handler
