"""Writing into an order's history without moving it."""

from typing import Final

from serai.core.orders import read
from serai.core.orders.model import Change, Order, OrderId
from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.db import Tx

LONGEST: Final = 5_000

INSERT: Final = """
insert into order_history (store_id, order_id, state, note, actor, created_at)
values ($1, $2, $3, $4, $5, $6)
returning id
"""


async def annotate(tx: Tx, store: StoreId, order: OrderId, *, note: str, actor: str) -> Change:
    """A row of the order's history with the state it is in. Raises NotFound, Invalid (note)."""
    kept = checks.words(note, field="note", least=1, most=LONGEST)
    return await note_on(tx, await read.lock(tx, store, order), kept, actor=actor)


async def note_on(tx: Tx, order: Order, text: str, *, actor: str) -> Change:
    """The same for an order that is locked."""
    made = await tx.value(INSERT, order.store_id, order.id, order.state, text, actor, tx.now)
    return Change(order.state, text, actor, tx.now, made)
