"""A store's orders many times over, by plain SQL: the ledgers and kept sums too, so that an audit finds nothing."""

from typing import Final

from serai.core.stores import StoreId
from serai.kit.db import Database

# Columns that are the order's, or the row's own, number: a copy's are ten thousand further on than the last one's.
SHIFTED: Final = {
    "orders": ("id",),
    "order_lines": ("id", "order_id"),
    "order_allocations": ("order_id",),
    "order_history": ("id", "order_id"),
    "payments": ("id", "order_id"),
    "stock_movements": ("id", "order_id"),
    "events": ("id", "object_id"),
}
OF_ORDERS: Final = {"stock_movements": "t.order_id is not null", "events": "t.kind like 'order.%'"}
SUMS: Final = {
    "order_sums": ("orders", "paid", "paid_minor", "refunded_minor"),
    "product_sums": ("quantity", "sold_minor"),
    "order_numbers": ("taken", "placed"),
}
STOCK: Final = """
update stock k
   set on_hand = m.on_hand, reserved = m.reserved
  from (select variant_id, warehouse_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved
          from stock_movements where store_id = $1 group by 1, 2) m
 where k.store_id = $1 and k.variant_id = m.variant_id and k.warehouse_id = m.warehouse_id
"""


async def multiply(database: Database, store: StoreId, times: int) -> None:
    """Every order of the store, so many times. They must not have codes or points."""
    async with database.begin() as tx:
        for table, columns in SHIFTED.items():
            await tx.run(_copies(table, columns), store, times - 1)
            if "id" in columns:
                await tx.value(f"select setval(pg_get_serial_sequence('{table}', 'id'), (select max(id) from {table}))")
        for table, columns in SUMS.items():
            changes = ", ".join(f"{column} = {column} * $2" for column in columns)
            await tx.run(f"update {table} set {changes} where store_id = $1", store, times)
        await tx.run(STOCK, store)
    await database.script("analyze")


def _copies(table: str, columns: tuple[str, ...]) -> str:
    changed = [f"'{column}', t.{column} + n * 10000" for column in columns]
    if table == "orders":
        changed.append("'number', t.number || '-' || n")
    return (
        f"insert into {table} select r.* from {table} t cross join generate_series(1, $2::int) n"
        f" cross join lateral jsonb_populate_record(t, jsonb_build_object({', '.join(changed)})) r"
        f" where t.store_id = $1 and {OF_ORDERS.get(table, 'true')}"
    )
