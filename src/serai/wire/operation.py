"""An operation: one method on one path, with everything the kernel and the documents need to know about it."""

import re
import typing
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from http import HTTPMethod
from typing import Any, TypeVar

from serai.kit.limits import Window

H = TypeVar("H", bound=Callable[..., Awaitable[Any]])

_PARAMETER = re.compile(r"\{(\w+)(?::(\w+))?\}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation:
    """`path` is relative to the dialect's base; `{id:int}` names a parameter and its converter (text when none is named).

    `scope` is what the credential must carry, `public` needs none. With `writes` the handler gets `call.tx`, else
    `call.db`. `before` runs ahead of the transaction with (call, body) and returns the body to use: slow work goes there.
    `media` is what it takes, `gives` what it answers, `extra["also"]` other statuses with the same body,
    `extra["refusals"]` what it refuses in a shape of its own, by status. `quota` names the
    limit that it counts against where a dialect has several (Principal.quotas).
    """

    method: str
    path: str
    name: str
    summary: str
    tag: str
    handler: Callable[..., Awaitable[Any]]
    parameters: tuple[tuple[str, str], ...]
    query: type | None
    body: Any
    answers: Any
    status: int = 200
    scope: str | None = None
    public: bool = False
    writes: bool = False
    before: Callable[..., Awaitable[Any]] | None = None
    media: str = "application/json"
    gives: str = "application/json"
    limit: str = ""
    quota: str = ""
    largest: int = 0
    windows: tuple[Window, ...] = ()
    idempotent: bool = True
    deadline: float = 30.0
    extra: Mapping[str, Any] = field(default_factory=dict)
    has_body: bool = field(init=False)
    stays_in_the_database: bool = field(init=False)
    """Whether nothing slow (hashing, other people's servers, a long answer) happens while a connection would be held."""

    def __post_init__(self) -> None:
        quick = self.method == "GET" or (self.writes and self.before is None)
        stays = quick and self.gives == "application/json" and not self.public
        object.__setattr__(self, "has_body", self.body is not None or self.method in ("POST", "PUT", "PATCH"))
        object.__setattr__(self, "stays_in_the_database", stays)


class Operations:
    """The operations of one noun, in the order of the published documentation. Its methods are the decorators.

    `under` begins every path; `named` makes an operation's name of its handler's, which it is otherwise.
    """

    def __init__(self, tag: str, *, under: str = "", named: Callable[[str], str] = str) -> None:
        self.tag = tag
        self._under = under
        self._named = named
        self.list: list[Operation] = []

    def get(self, path: str, **more: Any) -> Callable[[H], H]:
        """Reads. Here and below, `more` are fields of Operation."""
        return self._add(HTTPMethod.GET, path, **more)

    def post(self, path: str, **more: Any) -> Callable[[H], H]:
        """Writes, unless `writes=False`; so do the next three."""
        return self._add(HTTPMethod.POST, path, **{"writes": True, **more})

    def put(self, path: str, **more: Any) -> Callable[[H], H]:
        return self._add(HTTPMethod.PUT, path, **{"writes": True, **more})

    def patch(self, path: str, **more: Any) -> Callable[[H], H]:
        return self._add(HTTPMethod.PATCH, path, **{"writes": True, **more})

    def delete(self, path: str, **more: Any) -> Callable[[H], H]:
        """Writes, and answers 204 unless another `status` is given."""
        return self._add(HTTPMethod.DELETE, path, **{"writes": True, "status": 204, **more})

    def options(self, path: str, **more: Any) -> Callable[[H], H]:
        """Public: browsers ask before they have a credential."""
        return self._add(HTTPMethod.OPTIONS, path, **{"public": True, **more})

    def _add(self, method: HTTPMethod, path: str, **more: Any) -> Callable[[H], H]:
        def register(handler: H) -> H:
            hints = typing.get_type_hints(handler, include_extras=True)
            self.list.append(
                Operation(
                    method=method.value,
                    path=self._under + path,
                    name=self._named(handler.__name__),
                    summary=(handler.__doc__ or handler.__name__.replace("_", " ")).strip().splitlines()[0],
                    handler=handler,
                    parameters=tuple((m[1], m[2] or "text") for m in _PARAMETER.finditer(self._under + path)),
                    query=hints.get("query"),
                    body=hints.get("body"),
                    **{"tag": self.tag, "answers": hints.get("return"), **more},
                )
            )
            return handler

        return register
