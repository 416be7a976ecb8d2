"""Lines that come, change and go while an order is unpaid."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from decimal import Decimal

import pytest

from serai.core import loyalty, orders
from serai.core.audit import audit
from serai.core.catalog import NewVariant
from serai.core.orders import Address, Draft, LineChange, LineId, Order, OutOfStock, Settled, State, Wanted
from serai.core.orders.pieces import piece_id
from serai.core.promotions import PromoRefused, Reason
from serai.kit.db import Database, Tx
from serai.kit.errors import Invalid, NotFound
from tests.conftest import make_services
from tests.factories import Make

RESERVED = "select coalesce(sum(reserved), 0)::int from stock where store_id = $1 and variant_id = $2"
TOLD = "select kind from events where store_id = $1 and object_id = $2 and object_version = $3 order by id"


async def add(database: Database, order: Order, wanted: Wanted) -> Order:
    return await database.write(lambda tx: orders.add_line(tx, order.store_id, order.id, wanted, actor="test"))


async def edit(database: Database, order: Order, place: int, **change: object) -> Order:
    line, wanted = LineId(order.lines[place].id), LineChange(**change)  # type: ignore[arg-type]
    return await database.write(lambda tx: orders.edit_line(tx, order.store_id, line, wanted, actor="test"))


async def remove(database: Database, order: Order, place: int) -> Order:
    line = LineId(order.lines[place].id)
    return await database.write(lambda tx: orders.remove_line(tx, order.store_id, line, actor="test"))


async def reserved(database: Database, order: Order, *variants: int) -> list[int]:
    return [await database.value(RESERVED, order.store_id, variant) for variant in variants]


async def is_sound(database: Database, order: Order) -> None:
    """What was given back is what is kept, and the books agree."""
    assert await orders.get(database, [order.store_id], order.id) == order
    assert [finding async for finding in audit(database)] == []


async def test_lines_come_change_and_go(committed: Database) -> None:
    make, database = Make(make_services(committed)), committed
    store = await make.store(tax_rate="0.15")
    tea, cup = await make.product(store, price=1000, stock=10), await make.product(store, price=333, stock=10)
    order = await make.order(store, tea, quantity=2)
    shelves = tea.default.id, cup.default.id

    more = await add(database, order, Wanted(cup.id, 3))

    assert [(line.product_id, line.quantity, line.unit_minor) for line in more.lines] == [(tea.id, 2, 1000), (cup.id, 3, 333)]
    assert (more.subtotal_minor, more.tax_minor) == (2999, 300 + 150)
    assert more.total_minor == more.subtotal_minor + more.tax_minor + order.shipping_minor
    assert await reserved(database, order, *shelves) == [2, 3]
    assert [row["kind"] for row in await database.all(TOLD, store.id, order.id, more.version)] == [
        "order.items_changed",
        "order.total_changed",
        "order.updated",
    ]
    await is_sound(database, more)

    fewer = await edit(database, more, 1, quantity=1, unit_minor=400)
    assert (fewer.subtotal_minor, await reserved(database, order, *shelves)) == (2400, [2, 1])
    await is_sound(database, fewer)
    again = await edit(database, fewer, 1, quantity=1, unit_minor=400)
    assert again.version == fewer.version == order.version + 2
    many = await edit(database, again, 0, quantity=10)
    assert (many.subtotal_minor, await reserved(database, order, *shelves)) == (10_400, [10, 1])

    left = await remove(database, many, 0)
    assert [line.id for line in left.lines] == [more.lines[1].id]
    assert (left.subtotal_minor, await reserved(database, order, *shelves)) == (400, [0, 1])
    await is_sound(database, left)
    with pytest.raises(Invalid) as caught:
        await remove(database, left, 0)
    assert list(caught.value.fields) == ["items"]
    with pytest.raises(NotFound):
        await remove(database, many, 0)
    notes = [change.note for change in await orders.history(database, [store.id], order.id)]
    assert notes == [None, *["Changed: items, total"] * 4]
    await is_sound(database, left)

    async with database.begin() as tx:
        paid = await orders.move(tx, store.id, order.id, to=State.PROCESSING, actor="test")
    assert paid.total_minor == left.total_minor
    await is_sound(database, paid)


async def test_another_variant_takes_the_place_of_the_first(committed: Database) -> None:
    make, database = Make(make_services(committed)), committed
    store = await make.store()
    sizes = (NewVariant(name="S", price_minor=900, sellable=4), NewVariant(name="L", price_minor=1100, sellable=3))
    shirt = await make.product(store, variants=sizes)
    small, large = (variant.id for variant in shirt.named)
    buyer = await make.customer(store)
    draft = Draft(customer=buyer.id, lines=(Wanted(shirt.id, 2, small),), ship_to=Address())
    order = await database.write(lambda tx: orders.place(tx, store.id, draft, actor="test"))

    after = await edit(database, order, 0, variant=large)

    (line,) = after.lines
    assert (line.id, line.variant_name, line.quantity, line.unit_minor) == (order.lines[0].id, "L", 2, 1100)
    assert await reserved(database, order, small, large) == [0, 2]
    await is_sound(database, after)
    with pytest.raises(OutOfStock):
        await edit(database, after, 0, quantity=4)
    assert await reserved(database, order, small, large) == [0, 2]
    dear = await edit(database, after, 0, variant=small, quantity=4, unit_minor=5000)
    assert (dear.subtotal_minor, await reserved(database, order, small, large)) == (20_000, [4, 0])
    await is_sound(database, dear)


async def test_the_code_takes_off_what_it_is_worth_then(committed: Database) -> None:
    make, database = Make(make_services(committed)), committed
    store = await make.store(tax_rate="0.10")
    product, buyer = await make.product(store, price=1000, stock=20), await make.customer(store)
    await make.promo(store, code="TENTH", percent="10", minimum_subtotal_minor=2000, usage_limit=1)
    draft = Draft(customer=buyer.id, lines=(Wanted(product.id, 2),), ship_to=Address(), promo_code="TENTH")
    order = await database.write(lambda tx: orders.place(tx, store.id, draft, actor="test"))
    assert order.discount_minor == 200

    after = await edit(database, order, 0, quantity=5)

    assert (after.discount_minor, after.tax_minor, after.promo_code) == (500, 450, "TENTH")
    await is_sound(database, after)
    with pytest.raises(PromoRefused) as caught:
        await edit(database, after, 0, quantity=1)
    assert caught.value.reason is Reason.MINIMUM
    await is_sound(database, after)


async def test_points_stay_what_was_paid_with_them(committed: Database) -> None:
    make, database = Make(make_services(committed)), committed
    store = await make.store()
    product, buyer = await make.product(store, price=1000, stock=20), await make.customer(store)
    async with database.begin() as tx:
        await loyalty.change_settings(tx, store.id, loyalty.SettingsChange(point_value=Decimal("0.01")))
        await loyalty.adjust(tx, store.id, customer=buyer.id, points=1500)
    draft = Draft(customer=buyer.id, lines=(Wanted(product.id, 2),), ship_to=Address(), redeem_points=1500)
    order = await database.write(lambda tx: orders.place(tx, store.id, draft, actor="test"))
    assert order.discount_minor == 1500

    with pytest.raises(loyalty.PointsRefused):
        await edit(database, order, 0, quantity=1)

    await is_sound(database, order)
    after = await edit(database, order, 0, quantity=3)
    assert (after.discount_minor, after.redeemed_points) == (1500, 1500)
    await is_sound(database, after)


async def test_what_is_settled_stays(committed: Database) -> None:
    make, database = Make(make_services(committed)), committed
    store = await make.store(tax_rate="0.15")
    product, buyer = await make.product(store, price=1000, stock=20), await make.customer(store)
    agreed = Wanted(product.id, 2, unit_minor=1000, unit_tax_minor=70)
    draft = Draft(customer=buyer.id, lines=(agreed,), ship_to=Address())
    elsewhere = await database.write(lambda tx: orders.place(tx, store.id, draft, actor="test"))
    paid, parted = await make.order(store, product, quantity=2), await make.order(store, product, quantity=3)
    async with database.begin() as tx:
        paid = await orders.move(tx, store.id, paid.id, to=State.PROCESSING, actor="test")
        piece = piece_id(parted.lines[0].id, 1)
        parted = (await orders.cancel_pieces(tx, store.id, parted.id, [piece], actor="test")).order

    for order in (elsewhere, paid, parted):
        for tried in (
            edit(database, order, 0, quantity=1),
            remove(database, order, 0),
            add(database, order, Wanted(product.id, 1)),
        ):
            with pytest.raises(Settled) as caught:
                await tried
            assert caught.value.field == "items"
        await is_sound(database, order)


async def test_everybody_at_once(committed: Database) -> None:
    """Lines are changed, added and removed while others order, pay and cancel: nobody has what another one has."""
    make = Make(make_services(committed))
    store = await make.store(tax_rate="0.15")
    tea, cup = await make.product(store, price=1000, stock=25), await make.product(store, price=333, stock=12)
    buyer = await make.customer(store)
    placed = [await make.order(store, tea, quantity=2, customer=buyer) for _ in range(8)]

    async def tried(work: Callable[[Tx], Awaitable[object]]) -> None:
        with suppress(Settled, OutOfStock, NotFound, Invalid, orders.IllegalMove):
            await committed.write(work)

    def works(order: Order) -> list[Callable[[Tx], Awaitable[object]]]:
        line, lines = LineId(order.lines[0].id), (Wanted(cup.id, 1), Wanted(tea.id, 1))
        draft = Draft(customer=buyer.id, lines=lines, ship_to=Address())
        return [
            lambda tx: orders.edit_line(tx, store.id, line, LineChange(quantity=4), actor="test"),
            lambda tx: orders.add_line(tx, store.id, order.id, Wanted(cup.id, 2), actor="test"),
            lambda tx: orders.place(tx, store.id, draft, actor="test"),
            lambda tx: orders.remove_line(tx, store.id, line, actor="test"),
            lambda tx: orders.move(
                tx, store.id, order.id, to=State.PROCESSING if order.id % 2 else State.CANCELLED, actor="test"
            ),
        ]

    await asyncio.gather(*(tried(work) for order in placed for work in works(order)))

    assert [finding async for finding in audit(committed)] == []
    for product in (tea, cup):
        shelf = await committed.one("select on_hand, reserved from stock where variant_id = $1", product.default.id)
        assert shelf is not None
        assert 0 <= shelf["reserved"] <= shelf["on_hand"]
