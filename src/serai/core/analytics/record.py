"""What the hosted storefront notes: visits and carts. Tokens are its own, at most 200 characters, and tell nothing else."""

from serai.core.orders import OrderId
from serai.core.stores import StoreId
from serai.kit.db import Tx

VISIT = """
insert into storefront_visits (store_id, token, created_at) values ($1, $2, $3)
on conflict (store_id, token) do nothing
"""

CART = """
insert into storefront_carts (store_id, token, order_id, created_at, ordered_at)
values ($1, $2, $3, $4, case when $3::bigint is not null then $4::timestamptz end)
on conflict (store_id, token) do update
   set order_id = excluded.order_id, ordered_at = excluded.ordered_at
 where storefront_carts.order_id is null and excluded.order_id is not null
"""


async def record_visit(tx: Tx, store: StoreId, *, token: str) -> None:
    """Somebody looks at the storefront. One token is one visit, however many pages they see."""
    await tx.run(VISIT, store, token, tx.now)


async def record_cart(tx: Tx, store: StoreId, *, token: str, order: OrderId | None = None) -> None:
    """The first line was put into a cart; with `order`, it became that order. Repeating either changes nothing."""
    await tx.run(CART, store, token, order, tx.now)
