"""Changing orders that are under way."""

import asyncio
from contextlib import suppress
from decimal import Decimal

import pytest

from serai.core import loyalty, orders
from serai.core.audit import audit
from serai.core.orders import Address, Draft, Order, OrderChange, Settled, State, Wanted
from serai.core.promotions import Kind, PromoRefused, Reason, Worth
from serai.kit.db import Database
from tests.conftest import make_services
from tests.factories import Make

PAID = "select sum(amount_minor) from payments where store_id = $1 and order_id = $2"


async def edit(database: Database, order: Order, **wanted: object) -> Order:
    return await database.write(
        lambda tx: orders.edit(tx, order.store_id, order.id, OrderChange(**wanted), actor="test")  # type: ignore[arg-type]
    )


async def test_an_order_that_was_priced_elsewhere_keeps_what_it_costs(make: Make, database: Database) -> None:
    store = await make.store(tax_rate="0.15")
    product, buyer = await make.product(store), await make.customer(store)
    await make.promo(store, code="TENTH")
    agreed = Wanted(product.id, 1, unit_minor=1000, unit_tax_minor=70)
    draft = Draft(customer=buyer.id, lines=(agreed,), ship_to=Address())
    order = await database.write(lambda tx: orders.place(tx, store.id, draft, actor="test"))

    with pytest.raises(Settled) as caught:
        await edit(database, order, promo_code="TENTH")

    assert caught.value.field == "promo_code"
    assert await orders.get(database, [store.id], order.id) == order
    elsewhere = await edit(database, order, ship_to=Address(city="Fez"))
    assert (elsewhere.ship_to.city, elsewhere.total_minor, elsewhere.version) == ("Fez", 1070, order.version + 1)


async def test_a_code_takes_off_no_more_than_the_points_have_left(make: Make, database: Database) -> None:
    store = await make.store()
    product, buyer = await make.product(store, price=1000), await make.customer(store)
    await make.promo(store, code="MUCH", worth=Worth(Kind.FIXED, amount_minor=900))
    async with database.begin() as tx:
        await loyalty.change_settings(tx, store.id, loyalty.SettingsChange(point_value=Decimal("0.008")))
        await loyalty.adjust(tx, store.id, customer=buyer.id, points=1000)
    draft = Draft(customer=buyer.id, lines=(Wanted(product.id, 1),), ship_to=Address(), redeem_points=1000)
    order = await database.write(lambda tx: orders.place(tx, store.id, draft, actor="test"))
    assert order.discount_minor == 800

    after = await edit(database, order, promo_code="much")

    assert [(each.label, each.amount_minor) for each in after.discounts] == [("MUCH", 200), ("1000 points", 800)]
    assert (after.discount_minor, after.total_minor) == (1000, after.shipping_minor)
    bare = await edit(database, after, promo_code=None)
    assert (bare.discounts, bare.total_minor, bare.lines) == (order.discounts, order.total_minor, order.lines)


async def test_a_code_that_would_take_nothing_off_is_refused(make: Make, database: Database) -> None:
    store = await make.store()
    product, buyer = await make.product(store, price=1000), await make.customer(store)
    await make.promo(store, code="MUCH")
    async with database.begin() as tx:
        await loyalty.change_settings(tx, store.id, loyalty.SettingsChange(point_value=Decimal("0.01")))
        await loyalty.adjust(tx, store.id, customer=buyer.id, points=1000)
    draft = Draft(customer=buyer.id, lines=(Wanted(product.id, 1),), ship_to=Address(), redeem_points=1000)
    order = await database.write(lambda tx: orders.place(tx, store.id, draft, actor="test"))

    with pytest.raises(PromoRefused) as caught:
        await edit(database, order, promo_code="MUCH")

    assert caught.value.reason is Reason.WORTHLESS
    assert await orders.get(database, [store.id], order.id) == order


async def test_paying_and_changing_the_code_at_once(committed: Database) -> None:
    """Whoever comes first: what was paid is what it costs."""
    make = Make(make_services(committed))
    store = await make.store()
    await make.promo(store, code="HALF", percent="50")
    placed = [await make.order(store) for _ in range(8)]

    async def pay(order: Order) -> None:
        await committed.write(lambda tx: orders.move(tx, store.id, order.id, to=State.PROCESSING, actor="test"))

    async def code(order: Order) -> None:
        with suppress(Settled):
            await edit(committed, order, promo_code="HALF")

    await asyncio.gather(*(work(order) for order in placed for work in (pay, code)))

    for order in placed:
        assert (
            await committed.value(PAID, store.id, order.id) == (await orders.get(committed, [store.id], order.id)).total_minor
        )
    assert [finding async for finding in audit(committed)] == []
