"""A store in dollars and in São Paulo's time, and a client with a key to it."""

from collections.abc import AsyncIterator
from datetime import datetime
from decimal import Decimal

import httpx
import pytest

from serai.core import catalog, customers, orders, stores
from serai.core.orders import State
from serai.front import Front
from serai.kit.clock import FrozenClock
from tests.conftest import client
from tests.factories import Make

BRAZIL = stores.ZoneDraft("Brazil", ("BR",), Decimal("10.00"))
HOME = orders.Address(
    name="John Doe", address="123 Main St", city="Sao Paulo", state="SP", postal_code="01310-100", country="BR"
)


@pytest.fixture
async def shop(make: Make) -> stores.Store:
    """No tax, shipping at 10.00 within Brazil."""
    return await make.store(currency="USD", zones=(BRAZIL,), time_zone="America/Sao_Paulo")


@pytest.fixture
async def api(front: Front, make: Make, shop: stores.Store) -> AsyncIterator[httpx.AsyncClient]:
    """Holds a key of the shop."""
    key = await make.key(shop, dialect="devskin")
    async with client(front, "/devskin/api/v1", **{"X-API-Key": key}) as made:
        yield made


@pytest.fixture
async def widget(make: Make, shop: stores.Store) -> catalog.Product:
    """The sample's: 94.95."""
    return await make.product(shop, name="Premium Widget", price=9495, stock=1000)


@pytest.fixture
async def john(make: Make, shop: stores.Store) -> customers.Customer:
    return await make.customer(shop, name="John Doe", email="john@example.com")


class Till:
    """Sells and moves orders at given times."""

    def __init__(self, make: Make, clock: FrozenClock, shop: stores.Store, buyer: customers.Customer) -> None:
        self.make, self.clock, self.shop, self.buyer = make, clock, shop, buyer

    async def sell(self, product: catalog.Product, at: str, state: State = State.PROCESSING, **more: object) -> orders.Order:
        """An order to Brazil that has come to the state, all at `at`; the clock then stands where it stood."""
        before, self.clock.at = self.clock.at, datetime.fromisoformat(at)
        made = await self.make.order(self.shop, product, customer=self.buyer, state=state, ship_to=HOME, **more)  # type: ignore[arg-type]
        self.clock.at = before
        return made

    async def move(self, order: orders.Order, to: State, at: str) -> orders.Order:
        before, self.clock.at = self.clock.at, datetime.fromisoformat(at)
        async with self.make.database.begin() as tx:
            moved = await orders.move(tx, self.shop.id, order.id, to=to, actor="test")
        self.clock.at = before
        return moved


@pytest.fixture
def till(make: Make, clock: FrozenClock, shop: stores.Store, john: customers.Customer) -> Till:
    return Till(make, clock, shop, john)
