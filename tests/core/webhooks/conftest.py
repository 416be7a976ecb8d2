"""A store, the way from an event to its receiver, and a receiver that answers what it is told."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import asyncpg
import pytest

from serai.core import webhooks
from serai.core.stores import Store
from serai.core.webhooks import Courier, Delivery, DeliveryFilter, Format, WithSecret
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.outgoing import Answer, Outgoing, Unreachable
from serai.kit.pages import Slice
from serai.wire.call import Services
from serai.worker import WIRES
from tests.factories import Make


@pytest.fixture
async def database(connection: asyncpg.Connection, clock: FrozenClock) -> AsyncIterator[Database]:
    """As everywhere, but tasks wait for each other: a courier works in several."""
    turn = asyncio.Lock()

    @asynccontextmanager
    async def acquire() -> AsyncIterator[asyncpg.Connection]:
        async with turn:
            yield connection

    transaction = connection.transaction()
    await transaction.start()
    yield Database(acquire, clock)
    await transaction.rollback()


@dataclass(frozen=True)
class Sent:
    url: str
    body: bytes
    headers: dict[str, str]


@dataclass
class Receiver(Outgoing):
    """Stands for the world outside. `says` is what it answers: a status, with headers, or None for no answer."""

    says: Callable[[Sent], int | tuple[int, dict[str, str]] | None] = lambda _: 200
    sent: list[Sent] = field(default_factory=list)

    async def post(
        self, url: str, body: bytes, headers: Mapping[str, str], *, seconds: float = 15, connect: float = 2
    ) -> Answer:
        self.sent.append(Sent(url, body, dict(headers)))
        said = self.says(self.sent[-1])
        if said is None:
            raise Unreachable("The connection was refused")
        status, more = (said, {}) if isinstance(said, int) else said
        return Answer(status, more, b"an answer")

    @property
    def ids(self) -> list[str]:
        return [sent.headers["webhook-id"] for sent in self.sent]


class Post:
    """Endpoints of one store, and the work that brings events to them."""

    def __init__(self, services: Services, store: Store, receiver: Receiver) -> None:
        self.services = services
        self.database = services.database
        self.store = store
        self.receiver = receiver
        self.courier = Courier(self.database, services.vault, receiver, WIRES)

    async def endpoint(
        self, *events: str, url: str = "https://shop.example/hook", format_: Format = Format.SKALIA, secret: str | None = None
    ) -> WithSecret:
        async with self.database.begin() as tx:
            return await webhooks.create(
                tx,
                self.services.vault,
                self.store.id,
                url=url,
                events=events or ("order.created",),
                format_=format_,
                secret=secret,
            )

    async def fan_out(self) -> None:
        while await webhooks.fan_out(self.database, WIRES):
            pass

    async def work(self) -> None:
        """Everything that is due now."""
        await self.fan_out()
        await self.courier.settle()

    async def deliveries(self, endpoint: WithSecret, **filter_: object) -> tuple[Delivery, ...]:
        page = await webhooks.deliveries(
            self.database,
            self.store.id,
            endpoint.endpoint.id,
            DeliveryFilter(**filter_),
            Slice(1, 100),  # type: ignore[arg-type]
        )
        return page.items

    async def endpoint_now(self, endpoint: WithSecret) -> webhooks.Endpoint:
        return await webhooks.get(self.database, [self.store.id], endpoint.endpoint.id)


@pytest.fixture
async def store(make: Make) -> Store:
    return await make.store(currency="MAD")


@pytest.fixture
def receiver() -> Receiver:
    return Receiver()


@pytest.fixture
def post(services: Services, store: Store, receiver: Receiver) -> Post:
    return Post(services, store, receiver)
