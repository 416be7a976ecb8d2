"""Prices on a real database: what replaces what, and what other dialects see of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from msgspec.structs import replace

from serai.core import catalog, orders, pricing, stores
from serai.core.pricing import NewPrice, Price, VariantPrice
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound
from tests.conftest import NOW
from tests.factories import Make

DAY = timedelta(days=1)
PLAIN = NewPrice(country="MA", currency="MAD", price_minor=2380, tax_percent=Decimal(19))


async def _put(database: Database, product: catalog.Product, new: NewPrice) -> VariantPrice:
    async with database.begin() as tx:
        return await pricing.put(tx, product.store_id, product.default.id, new)


async def _spans(database: Database, product: catalog.Product) -> list[tuple[int, float, float | None]]:
    """(price, first day from now, last day from now) of what is stored."""
    sql = "select price_minor, valid_from, valid_to from variant_prices where store_id = $1 order by valid_from"
    rows = await database.all(sql, product.store_id)
    return [(price, (begin - NOW) / DAY, None if end is None else (end - NOW) / DAY) for price, begin, end in rows]


async def _price(database: Database, product: catalog.Product, **more: object) -> Price:
    home = await stores.home(database, product.store_id)
    at = database.clock.now()
    found = await pricing.prices(database, product.store_id, [product.default.id], home, at=at, **more)  # type: ignore[arg-type]
    return found[product.default.id]


async def test_without_stored_prices_it_is_the_own_one_and_the_store_s_tax(make: Make, database: Database) -> None:
    store = await make.store(tax_rate="0.2")
    product = await make.product(store, price=1000, compare_at_minor=1500)

    price = await _price(database, product)

    assert (price.with_tax, price.without_tax, price.original, price.currency) == (1200, 1000, 1800, "MAD")
    (own,) = await pricing.prices_of(database, store.id, product.default.id, at=NOW)
    assert (own.key, own.price_minor, own.old_minor, own.tax_percent) == (f"{product.default.id}-0", 1200, 1800, 20)


async def test_a_plain_price_at_home_is_the_own_price_in_every_dialect(make: Make, database: Database) -> None:
    store = await make.store(tax_rate="0.2")
    product = await make.product(store, price=1000)

    kept = await _put(database, product, replace(PLAIN, old_minor=2975))

    assert (kept.base_minor, kept.base_compare_minor) == (2000, 2500)
    now = await catalog.get(database, [store.id], product.id)
    assert (now.default.price_minor, now.default.compare_at_minor, now.version) == (2000, 2500, product.version + 1)
    assert (await _price(database, product)).with_tax == 2380
    assert [p.key for p in await pricing.prices_of(database, store.id, product.default.id, at=NOW)] == [kept.key]
    told = (
        "select array_agg(kind order by kind) from events where store_id = $1 and kind in ('price.changed', 'product.updated')"
    )
    assert await database.value(told, store.id) == ["price.changed", "product.updated"]


async def test_a_price_set_in_another_dialect_wins(make: Make, database: Database) -> None:
    store = await make.store(tax_rate="0.2")
    product = await make.product(store, price=1000)
    stored = await _put(database, product, PLAIN)

    async with database.begin() as tx:
        await catalog.edit(tx, store.id, product.id, catalog.ProductChange(price_minor=3000))

    assert (await _price(database, product)).with_tax == 3600
    (own,) = await pricing.prices_of(database, store.id, product.default.id, at=NOW)
    assert (own.id, own.price_minor) == (pricing.OWN, 3600)
    again = await _put(database, product, PLAIN)
    assert again.id != stored.id
    assert (await _price(database, product)).with_tax == 2380


@pytest.mark.parametrize(
    "change",
    [
        {"group_key": "vip"},
        {"promotion_key": "app"},
        {"merchant_key": "other"},
        {"country": "DE"},
        {"currency": "EUR"},
        {"valid_from": NOW + DAY},
        {"valid_to": NOW + DAY},
    ],
)
async def test_other_prices_leave_the_own_one(make: Make, database: Database, change: dict[str, object]) -> None:
    product = await make.product(await make.store(), price=1000)

    kept = await _put(database, product, replace(PLAIN, **change))

    assert kept.base_minor is None
    assert (await catalog.get(database, [product.store_id], product.id)).default.price_minor == 1000


async def test_a_new_price_wins_from_its_beginning_until_its_end(make: Make, database: Database) -> None:
    product = await make.product(await make.store())
    await _put(database, product, replace(PLAIN, valid_from=NOW - 10 * DAY))
    await _put(database, product, replace(PLAIN, price_minor=1900, valid_from=NOW + DAY, valid_to=NOW + 3 * DAY))

    assert await _spans(database, product) == [(2380, -10, 1), (1900, 1, 3), (2380, 3, None)]
    await _put(database, product, replace(PLAIN, price_minor=1500, valid_from=NOW + 2 * DAY))
    assert await _spans(database, product) == [(2380, -10, 1), (1900, 1, 2), (1500, 2, None)]
    await _put(database, product, replace(PLAIN, price_minor=1000, valid_from=NOW - 20 * DAY))
    assert await _spans(database, product) == [(1000, -20, None)]


async def test_kinds_of_prices_do_not_touch_each_other(make: Make, database: Database) -> None:
    store = await make.store()
    product, other = await make.product(store), await make.product(store)
    for new in (PLAIN, replace(PLAIN, group_key="vip"), replace(PLAIN, promotion_key="app"), replace(PLAIN, country="DE")):
        await _put(database, product, new)
    await _put(database, other, PLAIN)

    assert [span[1:] for span in await _spans(database, product)] == [(0, None)] * 5


async def test_the_same_price_again_changes_nothing(make: Make, database: Database, clock: FrozenClock) -> None:
    product = await make.product(await make.store())
    first = await _put(database, product, PLAIN)

    clock.advance(60)
    again = await _put(database, product, PLAIN)

    assert again == first
    assert (await catalog.get(database, [product.store_id], product.id)).version == product.version + 1


async def test_many_at_once_are_as_if_one_by_one(make: Make, database: Database) -> None:
    store = await make.store()
    one, two = await make.product(store), await make.product(store)
    later = replace(PLAIN, price_minor=1500, valid_from=NOW + DAY)

    async with database.begin() as tx:
        wanted = [(one.default.id, PLAIN), (two.default.id, PLAIN), (one.default.id, later)]
        kept = await pricing.put_all(tx, store.id, wanted)

    assert [price.variant for price in kept] == [one.default.id, two.default.id, one.default.id]
    for price in kept:
        stored = await pricing.price(database, store.id, price.variant, price.id)
        assert stored.price_minor == price.price_minor
    assert await _spans(database, one) == [(2380, 0, 1), (2380, 0, None), (1500, 1, None)]


async def test_removing_a_price(make: Make, database: Database) -> None:
    product = await make.product(await make.store())
    kept = await _put(database, product, replace(PLAIN, group_key="vip"))

    async with database.begin() as tx:
        await pricing.remove_price(tx, product.store_id, product.default.id, kept.id)
        with pytest.raises(NotFound):
            await pricing.remove_price(tx, product.store_id, product.default.id, kept.id)
        with pytest.raises(NotFound):
            await pricing.remove_price(tx, product.store_id, product.default.id, pricing.OWN)

    assert await _spans(database, product) == []


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"price_minor": -1}, "price_minor"),
        ({"price_minor": 10**15 + 1}, "price_minor"),
        ({"old_minor": -1}, "old_minor"),
        ({"tax_percent": Decimal("NaN")}, "tax_percent"),
        ({"tax_percent": Decimal("100.1")}, "tax_percent"),
        ({"tax_percent": Decimal("1.00001")}, "tax_percent"),
        ({"country": "XX"}, "country"),
        ({"currency": "XXY"}, "currency"),
        ({"group_key": "a\x00b"}, "group_key"),
        ({"valid_from": NOW, "valid_to": NOW}, "valid_to"),
        ({"valid_to": NOW}, "valid_to"),
        ({"unit": pricing.Unit("ml", 0, 1)}, "unit.amount"),
        ({"custom_data": {"a": "\x00"}}, "custom_data"),
    ],
)
async def test_impossible_prices_are_refused(make: Make, database: Database, change: dict[str, object], field: str) -> None:
    product = await make.product(await make.store())

    with pytest.raises(Invalid) as caught:
        await _put(database, product, replace(PLAIN, **change))

    assert list(caught.value.fields) == [field]
    assert await _spans(database, product) == []


async def test_foreign_variants_are_unknown(make: Make, database: Database) -> None:
    store, foreign = await make.store(), await make.product(await make.store())
    kept = await _put(database, foreign, PLAIN)

    async with database.begin() as tx:
        with pytest.raises(NotFound):
            await pricing.put(tx, store.id, foreign.default.id, PLAIN)
        with pytest.raises(NotFound):
            await pricing.remove_price(tx, store.id, foreign.default.id, kept.id)
        with pytest.raises(NotFound):
            await pricing.alter_price_data(tx, store.id, foreign.default.id, kept.id, lambda data: data)
    with pytest.raises(NotFound):
        await pricing.prices_of(database, store.id, foreign.default.id, at=NOW)
    home = await stores.home(database, store.id)
    assert await pricing.prices(database, store.id, [foreign.default.id], home, at=NOW) == {}


async def test_current_prices_say_until_when(make: Make, database: Database) -> None:
    store = await make.store()
    product = await make.product(store)
    await _put(database, product, PLAIN)
    await _put(database, product, replace(PLAIN, price_minor=1900, valid_from=NOW + DAY, valid_to=NOW + 3 * DAY))

    (found,) = await pricing.current(database, store.id, [product.default.id], at=NOW)

    assert (found.variant, found.price.with_tax, found.until) == (product.default.id, 2380, NOW + DAY)


async def test_an_order_keeps_the_tax_that_its_price_contains(make: Make, database: Database) -> None:
    """Whatever the store's own rate: 3 × 2380 of which 3 × 380 are tax, less a discount that takes its share off both."""
    store = await make.store(tax_rate="0.05")
    product = await make.product(store)
    customer = await make.customer(store)
    promo = await make.promo(store, percent="10")
    line = orders.Wanted(product.id, 3, unit_minor=2000, unit_tax_minor=380)
    draft = orders.Draft(customer=customer.id, lines=(line,), ship_to=orders.Address())

    async with database.begin() as tx:
        whole = await orders.place(tx, store.id, draft, actor="test")
        less = await orders.place(tx, store.id, replace(draft, promo_code=promo.code), actor="test")

    assert (whole.subtotal_minor, whole.tax_minor, whole.total_minor) == (6000, 1140, 7140)
    assert (less.discount_minor, less.tax_minor, less.total_minor) == (600, 1026, 6426)
    assert less == await orders.get(database, [store.id], less.id)


@pytest.mark.parametrize(("price", "tax"), [(-1, None), (None, 1), (1, -1), (10**15 + 1, 0)])
async def test_impossible_agreed_prices_are_refused(make: Make, database: Database, price: int | None, tax: int | None) -> None:
    store = await make.store()
    product = await make.product(store)
    customer = await make.customer(store)
    line = orders.Wanted(product.id, 1, unit_minor=price, unit_tax_minor=tax)

    draft = orders.Draft(customer=customer.id, lines=(line,), ship_to=orders.Address())
    async with database.begin() as tx:
        with pytest.raises(Invalid):
            await orders.place(tx, store.id, draft, actor="test")
