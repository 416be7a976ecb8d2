"""The operations of one noun on this wire: their names, scopes, limits, and what a 404 tells."""

import functools
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from http import HTTPMethod
from typing import Any, Final, TypeVar

from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier
from serai.wire.operation import Operations

H = TypeVar("H", bound=Callable[..., Awaitable[Any]])

LONGEST: Final = 380.0
"""Seconds that a request may take: clients are told to wait so long."""


def camel(name: str) -> str:
    """`get_shop_country` → `getShopCountry`"""
    first, *rest = name.split("_")
    return first + "".join(word.capitalize() for word in rest)


@dataclass(eq=False)
class Missing(NotFound):
    """Nothing there, and what the path said: `asked` maps its parameters in this wire's words to what was sent."""

    asked: Mapping[str, str]


class Noun(Operations):
    """Reading needs the scope `admin:read` and counts as `<limits>Read`; the rest needs `admin:write`, counts as `…Write`.

    A handler `get_shop` becomes the operation `getShop`. `limits` may be said again for one operation.
    """

    def __init__(self, tag: str, *, limits: str) -> None:
        super().__init__(tag, named=camel)
        self._limits = limits

    def _add(self, method: HTTPMethod, path: str, **more: Any) -> Callable[[H], H]:
        reads = method is HTTPMethod.GET
        limits = more.pop("limits", self._limits)
        given = {
            "scope": "admin:read" if reads else "admin:write",
            "quota": f"{limits}{'Read' if reads else 'Write'}",
            "deadline": LONGEST,
            **more,
        }
        register = super()._add(method, path, **given)

        def add(handler: H) -> H:
            register(_telling(handler))
            return handler

        return add


def _telling(handler: H) -> H:
    """The same, whose NotFound says what the path asked for."""

    @functools.wraps(handler)
    async def told(call: Any, **arguments: Any) -> Any:
        try:
            return await handler(call, **arguments)
        except NotFound as error:
            if isinstance(error, Missing):
                raise
            names = [name for name, _ in call.operation.parameters]
            raise Missing(error.what, {camel(name): _sent(arguments[name]) for name in names}) from error

    return told  # type: ignore[return-value]  # the handler's signature, which wraps keeps


def _sent(value: object) -> str:
    return value.text if isinstance(value, Identifier) else str(value)
