"""Placing orders on a real database."""

from decimal import Decimal

import pytest

from serai.core import catalog, inventory, orders, stores
from serai.core.catalog import NewVariant
from serai.core.orders import Draft, OutOfStock, Short, Wanted
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound
from tests.factories import Make

STOCK = "select sum(on_hand) as on_hand, sum(reserved) as reserved from stock where store_id = $1"
COUNTS = """
select (select count(*) from orders where store_id = $1), (select count(*) from order_lines where store_id = $1),
       (select count(*) from stock_movements where store_id = $1 and order_id is not null),
       (select count(*) from events where store_id = $1 and kind like 'order.%')
"""


async def _place(database: Database, store: stores.Store, draft: Draft) -> orders.Order:
    async with database.begin() as tx:
        return await orders.place(tx, store.id, draft, actor="test")


async def test_the_salloq_sample_adds_up(make: Make, database: Database) -> None:
    """145.00 + 12.18 + 8.00 = 165.18: tax is 8.4 % of the goods, shipping is not taxed."""
    zone = stores.ZoneDraft("United States", ("US",), Decimal(8))
    store = await make.store(tax_rate="0.084", currency="USD", zones=(zone,))
    iris = await make.product(store, price=14_500)

    order = await make.order(store, iris, ship_to=orders.Address(country="US"))

    assert (order.subtotal_minor, order.tax_minor, order.shipping_minor, order.total_minor) == (14_500, 1_218, 800, 16_518)
    assert order.state is orders.State.PENDING
    assert order.payment_status == "pending"
    assert order == await orders.get(database, [store.id], order.id)


async def test_tax_is_rounded_half_up_on_each_line(make: Make) -> None:
    store = await make.store(tax_rate="0.05")
    one, two = await make.product(store, price=10), await make.product(store, price=30)

    order = await make.order(store, one, two)

    assert [line.tax_minor for line in order.lines] == [1, 2]  # 0.5 → 1, 1.5 → 2
    assert order.total_minor == 43


async def test_numbers_have_no_gaps_and_begin_anew_in_each_store(make: Make, database: Database) -> None:
    store, other = await make.store(), await make.store()
    product = await make.product(store, stock=2)

    first = await make.order(store, product)
    with pytest.raises(OutOfStock):
        await make.order(store, product, quantity=5)
    second = await make.order(store, product)

    assert (first.number, second.number) == ("ORD-2026-000001", "ORD-2026-000002")
    assert (await make.order(other)).number == "ORD-2026-000001"


async def test_pieces_are_reserved_and_stay_in_the_house(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=10)

    await make.order(store, product, quantity=3)

    now = await catalog.get(database, [store.id], product.id)
    assert (now.default.on_hand, now.default.reserved, now.sellable) == (10, 3, 7)


async def test_a_short_line_leaves_nothing_behind(make: Make, database: Database) -> None:
    store = await make.store()
    plenty, few = await make.product(store, stock=10), await make.product(store, stock=2)
    customer = await make.customer(store)
    before = await database.one(COUNTS, store.id)
    lines = (Wanted(plenty.id, 1), Wanted(few.id, 3), Wanted(catalog.ProductId(999_999), 1))

    with pytest.raises(OutOfStock) as caught:
        await _place(database, store, Draft(customer=customer.id, lines=lines, ship_to=orders.Address()))

    assert caught.value.shorts == (Short(1, few.id, 3, 2), Short(2, 999_999, 1, 0))
    assert await database.one(COUNTS, store.id) == before
    assert tuple(await database.one(STOCK, store.id)) == (12, 0)


async def test_the_same_product_twice_is_summed_for_the_check(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=5)
    customer = await make.customer(store)
    lines = (Wanted(product.id, 3), Wanted(product.id, 3))

    with pytest.raises(OutOfStock) as caught:
        await _place(database, store, Draft(customer=customer.id, lines=lines, ship_to=orders.Address()))

    assert [short.index for short in caught.value.shorts] == [0, 1]


async def test_without_a_variant_the_pool_comes_first_then_the_first_that_has_enough(make: Make) -> None:
    store = await make.store()
    variants = (NewVariant(name="S", price_minor=100, sellable=1), NewVariant(name="M", price_minor=200, sellable=4))
    product = await make.product(store, price=150, stock=7, variants=variants)  # pool of 2

    from_pool = await make.order(store, product, quantity=2)
    from_m = await make.order(store, product, quantity=2)

    assert (from_pool.lines[0].variant_name, from_pool.lines[0].unit_minor) == (None, 150)
    assert (from_m.lines[0].variant_name, from_m.lines[0].unit_minor) == ("M", 200)


async def test_a_named_variant_is_taken_and_no_other(make: Make, database: Database) -> None:
    store = await make.store()
    variants = (NewVariant(name="S", price_minor=100, sellable=1), NewVariant(name="M", price_minor=200, sellable=4))
    product = await make.product(store, stock=5, variants=variants)
    customer = await make.customer(store)
    line = Wanted(product.id, 2, product.named[0].id)

    with pytest.raises(OutOfStock) as caught:
        await _place(database, store, Draft(customer=customer.id, lines=(line,), ship_to=orders.Address()))

    assert caught.value.shorts == (Short(0, product.id, 2, 1),)


async def test_untracked_stock_never_runs_out(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=0, track_inventory=False)

    order = await make.order(store, product, quantity=100, state=orders.State.SHIPPED)

    assert order.lines[0].quantity == 100
    assert tuple(await database.one(STOCK, store.id)) == (0, 0)


@pytest.mark.parametrize("why", ["draft", "removed"])
async def test_what_is_not_for_sale_is_not_sold(make: Make, database: Database, why: str) -> None:
    store = await make.store()
    product = await make.product(store, status=catalog.Status.DRAFT if why == "draft" else catalog.Status.ACTIVE)
    if why == "removed":
        async with database.begin() as tx:
            await catalog.remove(tx, store.id, product.id)

    with pytest.raises(OutOfStock) as caught:
        await make.order(store, product)

    assert caught.value.shorts[0].available == 0


async def test_foreign_customers_and_products_are_unknown(make: Make) -> None:
    store, other = await make.store(), await make.store()
    product, stranger = await make.product(store), await make.customer(other)
    foreign = await make.product(other)

    with pytest.raises(NotFound):
        await make.order(store, product, customer=stranger)
    with pytest.raises(OutOfStock):
        await make.order(store, foreign)


@pytest.mark.parametrize("quantity", [0, -1, 1_000_001])
async def test_impossible_quantities_are_named(make: Make, quantity: int) -> None:
    store = await make.store()
    product = await make.product(store)

    with pytest.raises(Invalid) as caught:
        await make.order(store, product, quantity=quantity)

    assert list(caught.value.fields) == ["items.0.quantity"]


async def test_an_order_is_spread_over_warehouses(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store, stock=3)
    second = "insert into warehouses (store_id, name) values ($1, 'Second') returning id"
    warehouse = await database.value(second, store.id)
    shelf = "insert into stock (store_id, variant_id, warehouse_id, on_hand) values ($1, $2, $3, 4)"
    await database.run(shelf, store.id, product.default.id, warehouse)

    order = await make.order(store, product, quantity=5)

    rows = await database.all("select quantity from order_allocations where order_id = $1 order by warehouse_id", order.id)
    assert [row["quantity"] for row in rows] == [3, 2]


async def test_setting_a_level_keeps_what_is_reserved(make: Make, database: Database) -> None:
    """Sellable := n sets on_hand to n + reserved, and the ledger's sum stays the figure."""
    store = await make.store()
    product = await make.product(store, stock=10)
    await make.order(store, product, quantity=4)

    async with database.begin() as tx:
        await inventory.set_levels(tx, store.id, [inventory.Level(product.default.id, 2)], reason="counted")

    ledger = "select sum(on_hand_change), sum(reserved_change) from stock_movements where store_id = $1"
    assert tuple(await database.one(STOCK, store.id)) == (6, 4)
    assert tuple(await database.one(ledger, store.id)) == (6, 4)
