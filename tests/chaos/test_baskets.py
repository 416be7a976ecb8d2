"""200 baskets race for 50 pieces through add → reserve → order, on real connections: 50 are sold, and nobody waits forever.

On the naive version, which looks at the stock before it writes, more than 50 find that there is one left.
"""

import asyncio
from collections import Counter
from datetime import timedelta

import pytest

from serai.core import baskets, stores
from serai.core.baskets import Checkout, ItemUnavailable, NewItem, NothingToOrder, Place
from serai.core.customers import CustomerId
from serai.core.inventory import VariantId
from serai.core.orders import Address, OutOfStock
from serai.kit.db import Database, Tx
from tests.chaos.figures import figure
from tests.conftest import make_services
from tests.factories import Make

pytestmark = pytest.mark.chaos

BASKETS, UNITS = figure(200, 200), 50

SUMS = """
select (select sum(on_hand) from stock where store_id = $1)::int as on_hand,
       (select sum(reserved) from stock where store_id = $1)::int as reserved,
       (select sum(on_hand_change) from stock_movements where store_id = $1)::int as moved_on_hand,
       (select sum(reserved_change) from stock_movements where store_id = $1)::int as moved_reserved,
       (select count(*) from orders where store_id = $1)::int as orders,
       (select coalesce(sum(quantity), 0) from order_lines where store_id = $1)::int as sold,
       (select coalesce(sum(quantity), 0) from reservations where store_id = $1)::int as held
"""


class Shopper:
    """One basket on its way to an order."""

    def __init__(self, database: Database, place: Place, variants: list[VariantId], customer: CustomerId) -> None:
        self._database = database
        self._place = place
        self._variants = variants
        self._checkout = Checkout(customer=customer, ship_to=Address(country="MA"))

    async def shop(self, *, reserving: bool) -> str:
        """What became of it."""
        try:
            for variant in self._variants:
                await self._database.write(lambda tx, v=variant: self._add(tx, v))
            if reserving:
                await self._database.write(self._reserve)
            await self._database.write(self._order)
        except (ItemUnavailable, OutOfStock, NothingToOrder) as refused:
            return type(refused).__name__
        return "ordered"

    async def _add(self, tx: Tx, variant: VariantId) -> None:
        await baskets.add(tx, self._place, NewItem(variant=variant))

    async def _reserve(self, tx: Tx) -> None:
        await baskets.reserve(tx, self._place, lasting=timedelta(minutes=5))

    async def _order(self, tx: Tx) -> None:
        basket = await baskets.get(tx, self._place, at=tx.now)
        if len(basket.available) < len(self._variants):
            raise NothingToOrder
        await baskets.order(tx, self._place, self._checkout, actor="test")


async def _shoppers(database: Database, *stocks: int, count: int) -> tuple[stores.Store, list[Shopper]]:
    """Every other one names the products in the opposite order."""
    make = Make(make_services(database))
    store = await make.store()
    customer = await make.customer(store)
    country = await stores.home(database, store.id)
    variants = [(await make.product(store, stock=stock)).default.id for stock in stocks]
    return store, [
        Shopper(database, Place(country=country, key=f"b-{i}"), variants[:: -1 if i % 2 else 1], customer.id)
        for i in range(count)
    ]


async def _sums(database: Database, store: stores.Store) -> dict[str, int]:
    row = await database.one(SUMS, store.id)
    assert row is not None
    assert (row["on_hand"], row["reserved"]) == (row["moved_on_hand"], row["moved_reserved"])
    return dict(row)


async def test_200_baskets_and_50_units_make_50_orders(database: Database) -> None:
    store, shoppers = await _shoppers(database, UNITS, count=BASKETS)

    ends = Counter(await asyncio.gather(*(shopper.shop(reserving=True) for shopper in shoppers)))

    assert ends["ordered"] == UNITS
    assert ends.total() == BASKETS
    sums = await _sums(database, store)
    assert (sums["orders"], sums["sold"], sums["reserved"], sums["held"], sums["on_hand"]) == (UNITS, UNITS, UNITS, 0, UNITS)


async def test_those_who_do_not_reserve_sell_no_more(database: Database) -> None:
    store, shoppers = await _shoppers(database, UNITS, count=BASKETS)

    runs = (shopper.shop(reserving=bool(i % 2)) for i, shopper in enumerate(shoppers))
    ends = Counter(await asyncio.gather(*runs))

    assert ends["ordered"] == UNITS
    sums = await _sums(database, store)
    assert (sums["orders"], sums["sold"], sums["reserved"], sums["held"]) == (UNITS, UNITS, UNITS, 0)


async def test_two_products_in_opposite_order_never_deadlock(database: Database) -> None:
    store, shoppers = await _shoppers(database, UNITS, UNITS, count=BASKETS)

    ends = Counter(await asyncio.gather(*(shopper.shop(reserving=True) for shopper in shoppers)))

    sums = await _sums(database, store)
    assert ends["ordered"] == sums["orders"] == UNITS
    assert (sums["sold"], sums["reserved"], sums["held"]) == (2 * UNITS, 2 * UNITS, 0)
