"""What a basket would come to is what it comes to."""

from decimal import Decimal

import pytest

from serai.core import baskets, loyalty, orders, stores
from serai.core.baskets import BasketChanged, Checkout, Seen
from serai.core.loyalty import PointsReason, PointsRefused
from tests.core.baskets.conftest import Shop, open_shop
from tests.factories import Make

ZONE = stores.ZoneDraft("Here", ("MA",), Decimal("7.35"))
HOME = orders.Address(country="MA")


async def _filled(make: Make, *, tax: str, prices: tuple[int, ...], percent: str) -> Shop:
    shop = await open_shop(make, tax_rate=tax, zones=(ZONE,))
    async with make.database.begin() as tx:
        change = loyalty.SettingsChange(is_enabled=True, point_value=Decimal("0.013"), min_redeem_points=1)
        await loyalty.change_settings(tx, shop.store.id, change)
    for quantity, price in enumerate(prices, 1):
        product = await make.product(shop.store, price=price, stock=10)
        async with make.database.begin() as tx:
            await baskets.collect(tx, shop.place(), product.default.id, quantity)
    if percent:
        await make.promo(shop.store, code="CODE", percent=percent)
        async with make.database.begin() as tx:
            await baskets.use_code(tx, shop.place(), "code")
    return shop


@pytest.mark.parametrize("tax", ["0", "0.20", "0.055"])
@pytest.mark.parametrize(("prices", "percent", "points"), [((999,), "", 0), ((333, 1_001, 57), "12.5", 77), ((1,), "", 5_000)])
async def test_the_order_comes_to_what_was_said(
    make: Make, tax: str, prices: tuple[int, ...], percent: str, points: int
) -> None:
    shop = await _filled(make, tax=tax, prices=prices, percent=percent)
    customer = await make.customer(shop.store)
    await make.points(shop.store, customer, 5_000)
    checkout = Checkout(customer=customer.id, ship_to=HOME, redeem_points=points)

    said = await baskets.quote(make.database, shop.place(), checkout, at=make.database.clock.now())
    agreed = Checkout(
        customer=customer.id,
        ship_to=HOME,
        redeem_points=points,
        seen=baskets.seen(said.basket),
        total_minor=said.order.sums.total,
    )
    async with make.database.begin() as tx:
        order = await baskets.order(tx, shop.place(), agreed, actor="test")

    assert said.order.sums.total == order.total_minor
    assert said.order.discounts == order.discounts
    assert said.order.lines_minor == tuple(line.total_minor for line in order.lines)
    assert sum(said.order.lines_minor) + order.shipping_minor == order.total_minor


@pytest.mark.parametrize("wrong", ["line", "total"])
async def test_what_was_not_seen_is_not_ordered(make: Make, wrong: str) -> None:
    shop = await _filled(make, tax="0", prices=(1_000,), percent="")
    customer = await make.customer(shop.store)
    item = (await shop.get()).items[0]
    seen = (Seen(item.variant, 1, 999 if wrong == "line" else 1_000),)
    checkout = Checkout(customer=customer.id, ship_to=HOME, seen=seen, total_minor=1 if wrong == "total" else None)

    with pytest.raises(BasketChanged):
        async with make.database.begin() as tx:
            await baskets.order(tx, shop.place(), checkout, actor="test")

    assert len((await shop.get()).items) == 1


async def test_points_that_are_not_there_are_not_promised(make: Make) -> None:
    shop = await _filled(make, tax="0", prices=(1_000,), percent="")
    customer = await make.customer(shop.store)
    await make.points(shop.store, customer, 10)
    checkout = Checkout(customer=customer.id, ship_to=HOME, redeem_points=11)

    with pytest.raises(PointsRefused) as refused:
        await baskets.quote(make.database, shop.place(), checkout, at=make.database.clock.now())

    assert (refused.value.reason, refused.value.limit) == (PointsReason.BALANCE, 10)
