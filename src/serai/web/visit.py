"""One request of a person's browser, and what a view answers to it."""

import hmac
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final, TypeVar

from msgspec import Struct
from starlette.requests import Request
from starlette.responses import Response

from serai.core.accounts import Language
from serai.kit.crypto import Vault
from serai.kit.db import Database, Db, Tx
from serai.kit.errors import NotFound
from serai.wire.call import Services

T = TypeVar("T")
LARGEST_ID: Final = 2**53


class Look(Struct, frozen=True):
    """The language that a person reads, and where the same page is in the others."""

    language: Language
    links: Sequence[tuple[Language, str]] = ()


class Problem(Struct, frozen=True):
    """Why a form is shown again. `fields` by their names in the form."""

    status: int
    text: str
    fields: Mapping[str, Sequence[str]] = {}


class Page(Struct, frozen=True):
    """A template of the section, with what is put into it."""

    template: str
    values: Mapping[str, Any] = {}
    status: int = 200


class Done(Struct, frozen=True):
    """Something was done: the browser goes on to `path`, where `notice` names the words of the section that say so."""

    path: str
    notice: str = ""


Answer = Page | Done | Response


@dataclass(kw_only=True)
class Visit:
    """`base` is where the pages are mounted below `origin` (`https://host`), `seal` what their forms are bound to.

    When a form is shown again, `typed` is what was sent and `problem` what is wrong with it.
    """

    request: Request
    services: Services
    ip: str
    origin: str
    look: Look
    base: str
    seal: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    problem: Problem | None = None
    cookies: dict[str, str | None] = field(default_factory=dict)
    """To be set with the answer; None: to be forgotten."""

    @property
    def is_secure(self) -> bool:
        return self.origin.startswith("https://")

    @property
    def database(self) -> Database:
        return self.services.database

    @property
    def db(self) -> Db:
        return self.services.database

    async def write(self, work: Callable[[Tx], Awaitable[T]]) -> T:
        """In one transaction, which is committed when this returns."""
        return await self.services.database.write(work)

    def number(self, name: str) -> int:
        """An id of the path. Raises NotFound when it can be none."""
        value: int = self.request.path_params[name]
        if not 0 < value < LARGEST_ID:
            raise NotFound(name)
        return value

    def text(self, name: str) -> str:
        return str(self.request.path_params[name])

    def asked(self, name: str, otherwise: str = "") -> str:
        """A parameter of the query, as it may be stored and compared."""
        return self.request.query_params.get(name, otherwise).replace("\x00", "").strip()[:500]


def token(vault: Vault, seal: str) -> str:
    """What a form must bring: another site does not know the visitor's seal."""
    return vault.sign(seal.encode(), purpose="forms").hex()


def is_ours(vault: Vault, seal: str, sent: str) -> bool:
    return bool(seal) and hmac.compare_digest(sent.encode(), token(vault, seal).encode())
