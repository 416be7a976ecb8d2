"""Orders with a past: placed at one time and moved along at others."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from msgspec import UNSET, Struct, UnsetType

from serai.core import orders
from serai.core.orders import Draft, Order, State
from serai.core.stores import StoreId
from serai.kit.db import Tx

ACTOR: Final = "demo"


class Step(Struct, frozen=True):
    """Where an order goes, and when."""

    at: datetime
    to: State
    tracking_number: str | UnsetType = UNSET


async def sell(tx: Tx, store: StoreId, draft: Draft, *, at: datetime, steps: Sequence[Step]) -> Order:
    """Place an order at that time, take it along the steps and return it as it then is."""
    async with tx.at(at).begin() as then:
        order = await orders.place(then, store, draft, actor=ACTOR)
    for step in steps:
        async with tx.at(step.at).begin() as then:
            order = await orders.move(then, store, order.id, to=step.to, tracking_number=step.tracking_number, actor=ACTOR)
    return order


def delivered(placed: datetime) -> tuple[Step, ...]:
    """Paid within the hour, shipped the next day, delivered two days later."""
    return (
        Step(placed + timedelta(minutes=40), State.PROCESSING),
        Step(placed + timedelta(days=1), State.SHIPPED),
        Step(placed + timedelta(days=3), State.DELIVERED),
    )


PREPARE_NUMBER = """
insert into order_numbers (store_id, year, taken) values ($1, $2, $3)
    on conflict (store_id, year) do update set taken = excluded.taken
"""


async def continue_after(tx: Tx, store: StoreId, *, year: int, number: int) -> None:
    """The next order of that year gets the number after this one."""
    await tx.run(PREPARE_NUMBER, store, year, number)
