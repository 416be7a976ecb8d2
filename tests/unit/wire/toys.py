"""Small dialects without a database: each operation answers with what reached it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

import msgspec

from serai.kit.clock import FrozenClock
from serai.kit.crypto import Passwords, Vault
from serai.kit.errors import DomainError
from serai.kit.limits import Memory, Window
from serai.kit.pages import Boundaries
from serai.wire.app import DialectApp
from serai.wire.call import Call, Principal, Services
from serai.wire.dialect import Dialect, Problem, Spoken
from serai.wire.errors import UnknownRoute
from serai.wire.operation import Operation, Operations
from serai.wire.transport import Networks
from tests.conftest import NOW


class Echo(msgspec.Struct):
    """What an operation saw of its request."""

    dialect: str
    path: str
    mount: str
    ip: str
    origin: str


def operations(*paths: str) -> tuple[Operation, ...]:
    """`GET /products/{id}` and the like, each public."""
    made = Operations("Toys")
    for text in paths:
        method, _, path = text.partition(" ")
        names = [part.strip("{}").partition(":")[0] for part in path.split("/") if part.startswith("{")]
        getattr(made, method.lower())(path, public=True, writes=False)(_handler(text, names))
    return tuple(made.list)


def _handler(text: str, names: Sequence[str]) -> Any:  # any shape of handler
    async def echo(call: Call, **_: str) -> Echo:
        dialect = call.services.extras["dialect"]
        return Echo(dialect, call.path, call.mount, call.ip, call.origin)

    echo.__name__ = text
    return echo


async def _identify(_: Call) -> Principal:
    return Principal(owner="toy", actor="toy", quota=(Window(9, 60),))


def _envelope(spoken: Spoken) -> dict[str, object]:
    return {"status": spoken.status, "error": type(spoken.error).__name__}


def dialect(name: str, base: str, *paths: str) -> Dialect:
    """A dialect with nothing but operations."""
    return Dialect(
        name=name,
        title=name,
        version="1",
        base=base,
        about="",
        operations=operations(*paths),
        identify=_identify,
        allows=lambda _, __: None,
        problems={DomainError: Problem(400, "no"), UnknownRoute: Problem(404, "no")},
        envelope=_envelope,
        field=lambda path: path,
        standing=lambda _, __: [],
        strangers=(Window(9, 60),),
        converters={"text": str, "int": int, "number": Decimal},
        credential={},
    )


def app(one: Dialect, *, trusted: Networks = ()) -> DialectApp:
    """The dialect served, without limits."""
    return DialectApp(one, services(one.name), trusted=trusted)


def services(name: str = "") -> Services:
    """All but a database: nothing here may ask one."""
    clock = FrozenClock(NOW)
    return Services(
        database=None,  # type: ignore[arg-type]  # whoever asks it fails
        clock=clock,
        vault=Vault("a secret for tests"),
        passwords=Passwords(time_cost=1, memory_kib=8),
        limiter=Memory(clock),
        boundaries=Boundaries(),
        limits_on=False,
        extras={"dialect": name},
    )
