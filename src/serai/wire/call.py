"""What a handler gets: who calls, what they sent, and the transaction or connection to work with."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import msgspec

from serai.kit.clock import Clock
from serai.kit.crypto import Passwords, Vault
from serai.kit.db import Database, Db, Tx
from serai.kit.errors import Unauthenticated
from serai.kit.limits import Limiter, Window
from serai.kit.pages import Boundaries
from serai.wire.operation import Operation


class Principal(msgspec.Struct, frozen=True, kw_only=True):
    """Who a credential stands for. `owner` names the account or key (idempotency), `actor` goes into histories.

    `quota` is for all operations that name none of `quotas`; with none at all there is no limit. `counted` says whose
    requests are counted together, where that is not the owner's.
    """

    owner: str
    actor: str
    scopes: frozenset[str] = frozenset()
    quota: tuple[Window, ...]
    quotas: Mapping[str, tuple[Window, ...]] = {}
    counted: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Services:
    """What every dialect works with. `extras` holds adapters to the outside by name."""

    database: Database
    clock: Clock
    vault: Vault
    passwords: Passwords
    limiter: Limiter
    boundaries: Boundaries
    limits_on: bool = True
    base_url: str = ""
    extras: Mapping[str, Any] = field(default_factory=dict)


class Call(msgspec.Struct, kw_only=True):
    """One request on its way down. `path` is relative to the dialect's base; `mount` is what came before it.

    `query_string` is as it was sent.

    `database` is the request's: one connection from its credential to its answer, where nothing slow lies between.
    `raw` is its body, once it was read.
    """

    services: Services
    database: Database
    operation: Operation
    request_id: str
    method: str
    path: str
    mount: str
    headers: Mapping[str, str]
    query: dict[str, str]
    query_string: str
    ip: str
    origin: str
    who: Principal | None = None
    raw: bytes | None = None
    transaction: Tx | None = None

    @property
    def db(self) -> Db:
        """What to read with: the open transaction of a write, else any connection."""
        return self.transaction or self.database

    @property
    def tx(self) -> Tx:
        """The transaction of an operation that writes, committed before the answer begins. Raises RuntimeError in others."""
        if self.transaction is None:
            raise RuntimeError(f"{self.operation.name} does not write")
        return self.transaction

    @property
    def principal(self) -> Principal:
        """Who asks. Raises Unauthenticated, which only public operations can meet."""
        if self.who is None:
            raise Unauthenticated
        return self.who


class Reply(msgspec.Struct):
    """An answer that is more than its operation's usual one: another status, headers, or a body that is not JSON.

    With a `media` the body is bytes, or an asynchronous iterator of them that is sent piece by piece.
    """

    body: Any = None
    status: int | None = None
    headers: tuple[tuple[str, str], ...] = ()
    media: str | None = None
