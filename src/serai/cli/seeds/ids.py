"""Printed ids. An identity sequence is turned to the number just before a use case, and back afterwards.

`alter sequence` belongs to the transaction: other sessions wait for it, and when it fails nothing has happened.
"""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Final

from serai.kit.db import Tx

PRINTED: Final = 10_000
"""Small numbers are left to the examples: what is made beside them begins above."""
_TABLES: Final = (
    "users",
    "stores",
    "pages",
    "products",
    "variants",
    "product_images",
    "categories",
    "brands",
    "attribute_groups",
    "attribute_values",
    "customers",
    "orders",
    "order_lines",
    "order_history",
    "subscriptions",
    "warehouses",
    "shop_countries",
    "campaigns",
    "navigation_trees",
    "navigation_items",
)


async def reserve(tx: Tx) -> None:
    """Keep the numbers up to PRINTED for the examples. On a database that is beyond them nothing happens."""
    for table in _TABLES:
        if await _next(tx, table) <= PRINTED:
            await _turn(tx, table, PRINTED + 1)


@asynccontextmanager
async def numbered(tx: Tx, **numbers: int) -> AsyncIterator[None]:
    """Inside, the next row of each named table gets this id, and those that follow it the next ones.

    A number that a database from before has already given is left with whom it has: then whatever comes.
    """
    kept = {table: await _next(tx, table) for table, number in numbers.items() if not await _is_taken(tx, table, number)}
    for table in kept:
        await _turn(tx, table, numbers[table])
    yield
    for table, number in kept.items():
        await _turn(tx, table, number)


async def _next(tx: Tx, table: str) -> int:
    return int(await tx.value(f"select last_value + is_called::integer from {table}_id_seq"))


async def _is_taken(tx: Tx, table: str, number: int) -> bool:
    return bool(await tx.value(f"select exists (select 1 from {table} where id = $1)", number))


async def _turn(tx: Tx, table: str, number: int) -> None:
    await tx.script(f"alter sequence {table}_id_seq restart with {number}")
