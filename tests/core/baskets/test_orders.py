"""From a basket to an order."""

from datetime import timedelta

import pytest

from serai.core import baskets, orders, promotions
from serai.core.baskets import Checkout, NothingToOrder, Wish
from serai.core.orders import Address, OutOfStock
from serai.kit.clock import FrozenClock
from tests.core.baskets.conftest import Shop
from tests.factories import Make

STOCK = "select sum(on_hand) as on_hand, sum(reserved) as reserved from stock where store_id = $1"
HELD = "select coalesce(sum(quantity), 0)::int from reservations where store_id = $1"
MOVED = "select sum(reserved_change)::int from stock_movements where store_id = $1"


async def _order(make: Make, shop: Shop, key: str = "b-1") -> orders.Order:
    customer = await make.customer(shop.store)
    checkout = Checkout(customer=customer.id, ship_to=Address(country="DE"))
    async with shop.database.begin() as tx:
        return await baskets.order(tx, shop.place(key), checkout, actor="test")


async def _reserve(shop: Shop, key: str = "b-1", **more: object) -> None:
    async with shop.database.begin() as tx:
        await baskets.reserve(tx, shop.place(key), **more)  # type: ignore[arg-type]


async def test_an_order_comes_to_what_the_basket_said(make: Make, shop: Shop) -> None:
    for price, compare in ((2000, 2500), (333, None), (1, None)):
        product = await make.product(shop.store, price=price, compare_at_minor=compare)
        await shop.add(product.default.id, 3)
    basket = await shop.get()

    order = await _order(make, shop)

    assert order.total_minor == basket.cost.with_tax
    assert (order.subtotal_minor, order.tax_minor) == (basket.cost.without_tax, basket.cost.vat)
    assert [line.quantity for line in order.lines] == [3, 3, 3]
    assert (await shop.get()).items == ()


@pytest.mark.parametrize("worth", [{"percent": "12.5"}, {"amount": 777}])
async def test_a_promotion_goes_into_the_order(make: Make, shop: Shop, worth: dict[str, object]) -> None:
    amount = worth.get("amount")
    fixed = {"worth": promotions.Worth(promotions.Kind.FIXED, amount_minor=amount)} if amount else worth  # type: ignore[arg-type]
    promo = await make.promo(shop.store, code="SPRING", **fixed)  # type: ignore[arg-type]
    first = (await shop.add((await make.product(shop.store, price=999)).default.id, 3)).basket.items[0]
    await shop.add((await make.product(shop.store, price=4567)).default.id, 2)
    async with shop.database.begin() as tx:
        basket = await baskets.set_promotions(tx, shop.place(), {first.key: (Wish(str(promo.id), "spring"),)})

    order = await _order(make, shop)

    assert order.total_minor == basket.cost.with_tax < basket.cost.original
    assert order.total_minor == order.subtotal_minor - order.discount_minor + order.shipping_minor + order.tax_minor
    assert order.promo_code == "SPRING"
    assert [line.discount_minor > 0 for line in order.lines] == [True, False]
    async with shop.database.begin() as tx:
        assert (await promotions.get(tx, shop.store.id, promo.id)).times_used == 1


async def test_its_own_reservation_never_stands_in_its_way(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=3)
    await shop.add(product.default.id, 3)
    await _reserve(shop)

    assert (await shop.get()).items[0].available == 3
    order = await _order(make, shop)

    assert order.lines[0].quantity == 3
    row = await shop.database.one(STOCK, shop.store.id)
    assert row is not None
    assert (row["on_hand"], row["reserved"]) == (3, 3)
    assert await shop.database.value(HELD, shop.store.id) == 0
    assert await shop.database.value(MOVED, shop.store.id) == 3


async def test_what_another_basket_holds_cannot_be_had(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, stock=3)
    await shop.add(product.default.id, 2, key="mine")
    await shop.add(product.default.id, 2, key="theirs")
    await _reserve(shop, "theirs")

    assert (await shop.get("mine")).items[0].available == 1
    with pytest.raises(OutOfStock):
        await _reserve(shop, "mine")
    with pytest.raises(OutOfStock):
        await _order(make, shop, "mine")
    assert (await _order(make, shop, "theirs")).lines[0].quantity == 2


async def test_a_reservation_that_ran_out_is_free_without_anybody_asking(make: Make, shop: Shop, clock: FrozenClock) -> None:
    product = await make.product(shop.store, stock=2)
    await shop.add(product.default.id, 2, key="mine")
    await shop.add(product.default.id, 2, key="theirs")
    await _reserve(shop, "theirs", lasting=timedelta(seconds=30))

    clock.advance(31)

    assert (await shop.get("mine")).items[0].available == 2
    assert (await _order(make, shop, "mine")).lines[0].quantity == 2


async def test_reserving_again_holds_what_the_basket_now_has(make: Make, shop: Shop) -> None:
    one, two = await make.product(shop.store, stock=5), await make.product(shop.store, stock=5)
    basket = (await shop.add(one.default.id, 4)).basket
    await _reserve(shop)
    async with shop.database.begin() as tx:
        await baskets.remove(tx, shop.place(), basket.items[0].key)
    await shop.add(two.default.id, 1)

    await _reserve(shop)

    assert await shop.database.value(HELD, shop.store.id) == 1
    async with shop.database.begin() as tx:
        assert await baskets.release(tx, shop.place()) == 1
    assert await shop.database.value(HELD, shop.store.id) == 0


async def test_an_empty_basket_is_not_ordered(make: Make, shop: Shop) -> None:
    with pytest.raises(NothingToOrder):
        await _order(make, shop)
