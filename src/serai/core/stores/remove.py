"""Deleting a store that never sold anything."""

from serai.core import billing
from serai.core.accounts import StoreId
from serai.core.stores import read
from serai.core.stores.errors import HasOrders
from serai.kit.db import Clash, Tx

HAS_ORDERS = "select exists (select 1 from orders where store_id = $1)"

PRODUCTS = "select products from store_totals where store_id = $1"

# Rows that refer to siblings go first; the rest follows the store by its foreign keys.
UNCATEGORISE = "delete from product_categories where store_id = $1"
UNSTOCK = "delete from stock where store_id = $1"
DELETE = "delete from stores where id = $1"


async def remove(tx: Tx, store: StoreId) -> None:
    """The store and all that belongs to it. Raises NotFound, HasOrders."""
    before = await read.get(tx, store)
    await billing.use_store(tx, before.owner, -1)  # from here on no product is added: that needs the same row
    products = await tx.value(PRODUCTS, store) or 0
    await billing.use_products(tx, store, -products)
    if await tx.value(HAS_ORDERS, store):
        raise HasOrders
    await tx.run(UNCATEGORISE, store)
    await tx.run(UNSTOCK, store)
    try:
        await tx.run(DELETE, store)
    except Clash as clash:
        raise (HasOrders() if clash.constraint.startswith("orders_") else clash) from None
