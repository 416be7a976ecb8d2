"""A store whose orders have a past."""

from collections.abc import Awaitable, Callable
from datetime import datetime

import pytest

from serai.core import orders, stores
from serai.core.accounts import OwnStore
from serai.core.orders import State
from serai.kit.clock import FrozenClock
from tests.factories import Make

Move = Callable[[orders.Order, State, datetime], Awaitable[orders.Order]]


def own(store: stores.Store) -> OwnStore:
    return OwnStore(store.id, store.currency, store.time_zone)


@pytest.fixture
def move(make: Make, clock: FrozenClock) -> Move:
    """Moves an order along at a time; the clock then stands there."""

    async def moved(order: orders.Order, to: State, at: datetime) -> orders.Order:
        clock.at = at
        async with make.database.begin() as tx:
            return await orders.move(tx, order.store_id, order.id, to=to, actor="test")

    return moved
