"""What a basket comes to: lines add up, reductions explain themselves, promotions take off what they say."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core import baskets, promotions
from serai.core.baskets import Basket, Status, Wish
from serai.core.baskets.model import Item
from serai.core.baskets.rules import Row, Terms, cost_of, items_of
from serai.core.inventory import VariantId
from serai.core.pricing import Category, Facts, Price
from serai.core.stores import ShopCountry, ShopCountryId, StoreId
from serai.kit.errors import Invalid
from tests.conftest import NOW
from tests.core.baskets.conftest import Shop, open_shop
from tests.factories import Make


def adds_up(price: Price) -> bool:
    return (
        price.with_tax + sum(r.absolute_minor for r in price.reductions) == price.original
        and price.with_tax - price.without_tax == price.vat
        and 0 <= price.without_tax <= price.with_tax
    )


def basket_adds_up(items: tuple[Item, ...], cost: Price) -> bool:
    totals = [item.total for item in items if item.total is not None and item.status is Status.AVAILABLE]
    sums = (cost.with_tax, cost.without_tax, cost.original)
    return (
        all(adds_up(total) for total in totals)
        and adds_up(cost)
        and sums == tuple(sum(getattr(t, name) for t in totals) for name in ("with_tax", "without_tax", "original"))
    )


async def _promote(shop: Shop, *wishes: Wish) -> Basket:
    async with shop.database.begin() as tx:
        keys = [item.key for item in (await shop.get()).items]
        return await baskets.set_promotions(tx, shop.place(), dict.fromkeys(keys, wishes))


async def test_a_sale_is_explained(make: Make, shop: Shop) -> None:
    product = await make.product(shop.store, price=2000, compare_at_minor=2500, stock=14)

    basket = (await shop.add(product.default.id, 14)).basket

    total, cost = basket.items[0].total, basket.cost
    assert total is not None
    assert (total.with_tax, total.without_tax, total.original, total.before_sale) == (33320, 28000, 41650, 41650)
    assert [(r.category, r.relative, r.absolute_minor) for r in total.reductions] == [(Category.SALE, Decimal("0.2"), 8330)]
    assert (cost.with_tax, cost.without_tax, cost.vat, cost.rate) == (33320, 28000, 5320, Decimal("0.19"))
    assert cost.reductions == total.reductions


async def test_a_promotion_takes_its_share_off_each_line(make: Make, shop: Shop) -> None:
    promo = await make.promo(shop.store, code="TEN", percent="10")
    for price in (2000, 333):
        await shop.add((await make.product(shop.store, price=price)).default.id, 3)

    basket = await _promote(shop, Wish(str(promo.id), "ten"))

    assert basket_adds_up(basket.items, basket.cost)
    # 7140 and 3 × 396, a tenth of each
    assert [i.total.reductions[-1].absolute_minor for i in basket.items if i.total] == [714, 119]
    assert {i.total.reductions[-1].promotion for i in basket.items if i.total} == {str(promo.id)}
    assert all(each.counts for item in basket.items for each in item.promotions)
    assert [(r.category, r.absolute_minor) for r in basket.cost.reductions] == [(Category.PROMOTION, 833)]
    assert await shop.get() == basket


async def test_a_fixed_amount_is_shared_and_never_more_than_there_is(make: Make, shop: Shop) -> None:
    worth = promotions.Worth(promotions.Kind.FIXED, amount_minor=1000)
    promo = await make.promo(shop.store, code="TENNER", worth=worth)
    cheap, dear = await make.product(shop.store, price=100), await make.product(shop.store, price=2000)
    await shop.add(cheap.default.id)

    alone = await _promote(shop, Wish(str(promo.id), "TENNER"))
    await shop.add(dear.default.id)
    both = await _promote(shop, Wish(str(promo.id), "TENNER"))

    assert (alone.cost.with_tax, alone.cost.without_tax) == (0, 0)
    assert both.cost.original - both.cost.with_tax == 1000
    assert basket_adds_up(alone.items, alone.cost)
    assert basket_adds_up(both.items, both.cost)


async def test_a_promotion_needs_its_code_its_time_and_its_minimum(make: Make, shop: Shop) -> None:
    await shop.add((await make.product(shop.store, price=2000)).default.id)
    good = await make.promo(shop.store, code="GOOD")
    high = await make.promo(shop.store, code="HIGH", minimum_subtotal_minor=10_000)
    other = await make.promo((await open_shop(make)).store, code="THEIRS")
    wishes = {
        Wish(str(good.id), None): promotions.Reason.UNKNOWN,
        Wish(str(good.id), "WRONG"): promotions.Reason.UNKNOWN,
        Wish(str(high.id), "HIGH"): promotions.Reason.MINIMUM,
        Wish(str(other.id), "THEIRS"): promotions.Reason.UNKNOWN,
        Wish("no number", "GOOD"): promotions.Reason.UNKNOWN,
        Wish("9" * 30, "GOOD"): promotions.Reason.UNKNOWN,
    }
    for wish, reason in wishes.items():
        basket = await _promote(shop, wish)
        assert [each.refusal for each in basket.items[0].promotions] == [reason]
        assert basket.cost.with_tax == basket.cost.original == 2380


async def test_a_promotion_that_is_off_or_not_meant_for_so_much_takes_nothing_off(make: Make, shop: Shop) -> None:
    await shop.add((await make.product(shop.store, price=2000)).default.id)
    off = await make.promo(shop.store, code="OFF", status=promotions.Status.INACTIVE)
    small = await make.promo(shop.store, code="SMALL", maximum_subtotal_minor=1000)
    tiny = await make.promo(shop.store, code="TINY", percent="0.01")
    wanted = ((off, promotions.Reason.INACTIVE), (small, promotions.Reason.MAXIMUM), (tiny, promotions.Reason.WORTHLESS))
    for promo, reason in wanted:
        basket = await _promote(shop, Wish(str(promo.id), promo.code))
        assert [(each.counts, each.refusal) for each in basket.items[0].promotions] == [(False, reason)]
        assert basket.cost.with_tax == basket.cost.original


async def test_a_basket_has_one_promotion_that_counts(make: Make, shop: Shop) -> None:
    await shop.add((await make.product(shop.store, price=2000)).default.id)
    one, two = await make.promo(shop.store, code="ONE", percent="10"), await make.promo(shop.store, code="TWO", percent="50")

    basket = await _promote(shop, Wish(str(one.id), "ONE"), Wish(str(two.id), "TWO"))

    assert [each.counts for each in basket.items[0].promotions] == [True, False]
    assert basket.cost.with_tax == 2380 - 238


async def test_a_code_says_what_it_would_be_for(make: Make, shop: Shop) -> None:
    await shop.add((await make.product(shop.store)).default.id)
    promo = await make.promo(shop.store, code="TEN")

    basket, offers = await baskets.offers(shop.database, shop.place(), " ten ", at=NOW)
    _, none = await baskets.offers(shop.database, shop.place(), "NO-SUCH-CODE", at=NOW)

    assert [(offer.item, offer.promo.id) for offer in offers] == [(basket.items[0].key, promo.id)]
    assert none == ()
    with pytest.raises(Invalid):
        await baskets.offers(shop.database, shop.place(), "  ", at=NOW)


COUNTRY = ShopCountry(
    store_id=StoreId(1),
    id=ShopCountryId(1001),
    shop_id=1,
    shop_key="sh",
    shop_name="Shop",
    country="DE",
    language="de",
    locales=(),
    currency="EUR",
    tax_rate=Decimal("0.19"),
    url=None,
    is_active=True,
    price_group_key=None,
    smart_sorting_key=None,
    custom_data=None,
    shop_custom_data=None,
    is_home=True,
)


@given(
    lines=st.lists(st.tuples(st.integers(0, 10**7), st.integers(0, 10**7), st.integers(1, 50)), max_size=6),
    percent=st.decimals(min_value="0.01", max_value=100, places=2) | st.none(),
    amount=st.integers(1, 10**7),
    rate=st.sampled_from(["0", "0.055", "0.19", "0.2", "1"]),
)
def test_every_basket_adds_up(lines: list[tuple[int, int, int]], percent: Decimal | None, amount: int, rate: str) -> None:
    kind = promotions.Kind.PERCENT if percent is not None else promotions.Kind.FIXED
    worth = promotions.Worth(kind, percent, None if percent is not None else amount)
    promo = _promo(worth)
    country = _country(rate)
    terms = Terms(country=country, at=NOW, campaign=None, unchecked=False, promos={promo.id: promo})

    items = items_of([_row(i, *line) for i, line in enumerate(lines)], terms)

    assert basket_adds_up(items, cost_of(items, "EUR"))


def _promo(worth: promotions.Worth) -> promotions.Promo:
    return promotions.Promo(
        store_id=StoreId(1),
        id=promotions.PromoId(5),
        version=1,
        code="TEN",
        worth=worth,
        starts_at=None,
        ends_at=None,
        minimum_subtotal_minor=None,
        usage_limit=None,
        usage_limit_per_customer=None,
        times_used=0,
        created_at=NOW,
        updated_at=NOW,
    )


def _country(rate: str) -> ShopCountry:
    return ShopCountry(**{n: getattr(COUNTRY, n) for n in COUNTRY.__struct_fields__} | {"tax_rate": Decimal(rate)})


def _row(i: int, price: int, compare: int, quantity: int) -> Row:
    return Row(
        key=str(i),
        variant=VariantId(i),
        product=i,
        quantity=quantity,
        group=None,
        custom_data={},
        display_data={},
        price_key=None,
        promotions=(Wish("5", "TEN"),),
        is_there=True,
        is_sold=True,
        is_endless=False,
        pieces=100,
        most=None,
        facts=Facts(
            variant=VariantId(i), own_minor=price, own_compare_minor=compare, own_currency="EUR", rows=(), campaign=None
        ),
    )
