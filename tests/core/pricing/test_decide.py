"""What a price is, whatever the figures: nothing of it is lost or found on the way."""

from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from serai.core.inventory import VariantId
from serai.core.pricing import CampaignId, Category, Facts, Price, PriceId, Running, Unit, VariantPrice, net, price_of
from serai.core.stores import PriceRounding, ShopCountry, ShopCountryId, StoreId
from serai.kit.money import MOST, decimals, to_decimal
from tests.conftest import NOW

CURRENCIES = ("JPY", "EUR", "KWD")
DAY = timedelta(days=1)

amounts = st.integers(0, 10**12) | st.integers(0, 2000)
percents = st.decimals(0, 100, places=4)


def country(currency: str = "EUR", rate: str = "0.19", group: str | None = None) -> ShopCountry:
    return ShopCountry(
        store_id=StoreId(1),
        id=ShopCountryId(1001),
        shop_id=1,
        shop_key="oa",
        shop_name="Oakleaf",
        country="DE",
        language="de",
        locales=(),
        currency=currency,
        tax_rate=Decimal(rate),
        url=None,
        is_active=True,
        price_group_key=group,
        smart_sorting_key=None,
        custom_data=None,
        shop_custom_data=None,
        is_home=True,
    )


def row(price: int = 2380, **more: object) -> VariantPrice:
    plain = VariantPrice(
        id=PriceId(1),
        variant=VariantId(7),
        country="DE",
        currency="EUR",
        price_minor=price,
        old_minor=None,
        recommended_minor=None,
        buying_minor=None,
        tax_percent=Decimal(19),
        group_key=None,
        promotion_key=None,
        merchant_key=None,
        unit=None,
        valid_from=NOW - DAY,
        valid_to=None,
    )
    return replace(plain, **more)


def facts(*rows: VariantPrice, own: int = 1000, compare: int | None = None, currency: str = "EUR") -> Facts:
    return Facts(
        variant=VariantId(7), own_minor=own, own_compare_minor=compare, own_currency=currency, rows=rows, campaign=None
    )


def _adds_up(price: Price) -> None:
    steps = [reduction.absolute_minor for reduction in price.reductions]
    assert price.with_tax + sum(steps) == price.original
    assert price.with_tax - price.without_tax == price.vat
    assert 0 <= price.without_tax <= price.with_tax <= price.original
    assert all(step > 0 for step in steps)
    before = [Category.SALE, Category.CAMPAIGN]
    assert [r.category for r in price.reductions] == [c for c in before if c in {r.category for r in price.reductions}]


@given(amounts, amounts | st.none(), percents, percents, st.sampled_from(CURRENCIES), st.booleans())
def test_every_price_adds_up(minor: int, old: int | None, tax: Decimal, off: Decimal, currency: str, stored: bool) -> None:
    own = facts(own=minor, compare=old, currency=currency)
    if stored:
        unit = Unit("ml", 100, minor // 3)
        own = replace(own, rows=(row(minor, old_minor=old, tax_percent=tax, currency=currency, unit=unit),))
    own = replace(own, campaign=Running(CampaignId(1), "spring", off))
    place = country(currency, str(tax / 100))

    for key in (None, "spring", "px", "autumn"):
        price = price_of(own, place, at=NOW, campaign_key=key)
        assert price is not None
        _adds_up(price)
        assert to_decimal(price.with_tax, currency).as_tuple().exponent == -decimals(currency)
        assert (price.campaign is None) == (Category.CAMPAIGN not in {r.category for r in price.reductions})


@given(st.integers(0, MOST), percents)
def test_the_own_net_price_comes_back_to_the_minor_unit(minor: int, percent: Decimal) -> None:
    price = price_of(facts(own=minor), country(rate=str(percent / 100)), at=NOW)

    assert price is not None
    assert price.without_tax == minor


@given(st.integers(0, MOST), percents)
def test_net_is_rounded_half_up(gross: int, percent: Decimal) -> None:
    exact = Decimal(gross) / (1 + percent / 100)

    assert abs(net(gross, percent / 100) - exact) <= Decimal("0.5000000001")
    assert net(3, Decimal(1)) == 2  # 1.5
    assert net(2380, Decimal("0.19")) == int((Decimal(2380) / Decimal("1.19")).quantize(Decimal(1), ROUND_HALF_UP)) == 2000


def test_the_contract_s_example_adds_up() -> None:
    price = price_of(facts(row(2380, old_minor=2975, recommended_minor=3100)), country(), at=NOW)

    assert price is not None
    assert (price.with_tax, price.without_tax, price.vat, price.rate) == (2380, 2000, 380, Decimal("0.19"))
    (sale,) = price.reductions
    assert (sale.category, sale.relative, sale.absolute_minor) == (Category.SALE, Decimal("0.2"), 595)
    assert (price.before_sale, price.recommended, price.original) == (2975, 3100, 2975)


def test_a_campaign_comes_after_the_sale() -> None:
    own = replace(facts(row(2380, old_minor=2975)), campaign=Running(CampaignId(4), "spring", Decimal("14.75")))

    price = price_of(own, country(), at=NOW, campaign_key="spring")

    assert price is not None
    assert [(r.category, r.relative, r.absolute_minor) for r in price.reductions] == [
        (Category.SALE, Decimal("0.2"), 595),
        (Category.CAMPAIGN, Decimal("0.1475"), 351),
    ]
    assert (price.with_tax, price.campaign) == (2029, CampaignId(4))


@pytest.mark.parametrize(
    ("group", "promotion", "expected"),
    [(None, None, 100), ("vip", None, 200), (None, "app", 300), ("vip", "app", 400), ("none", "none", 100)],
)
def test_the_narrowest_price_counts(group: str | None, promotion: str | None, expected: int) -> None:
    rows = (
        row(100),
        row(200, group_key="vip"),
        row(300, promotion_key="app"),
        row(400, promotion_key="app", group_key="vip"),
        row(500, merchant_key="other"),
        row(600, country="AT"),
        row(700, currency="CHF"),
        row(800, valid_to=NOW),
        row(900, valid_from=NOW + DAY),
    )

    price = price_of(facts(*rows), country(group=group), at=NOW, promotion_key=promotion)

    assert price is not None
    assert price.with_tax == expected
    assert price.promotion_key == (promotion if expected >= 300 else None)


def test_a_price_set_elsewhere_wins_over_the_stored_one() -> None:
    stored = row(2380, base_minor=2000)

    for own, expected in ((2000, 2380), (2100, 2499)):
        price = price_of(facts(stored, own=own), country(), at=NOW)
        assert price is not None
        assert price.with_tax == expected
    compared = price_of(facts(stored, own=2000, compare=2500), country(), at=NOW)
    assert compared is not None
    assert (compared.before_sale, compared.with_tax) == (2975, 2380)


def test_there_is_no_price_in_another_currency() -> None:
    assert price_of(facts(currency="MAD"), country("EUR"), at=NOW) is None


def test_the_lowest_price_of_the_thirty_days_before_a_sale() -> None:
    rows = (
        row(1500, id=PriceId(2), valid_from=NOW - 90 * DAY, valid_to=NOW - 40 * DAY),
        row(1900, id=PriceId(3), valid_from=NOW - 40 * DAY, valid_to=NOW - 20 * DAY),
        row(2100, id=PriceId(4), valid_from=NOW - 20 * DAY, valid_to=NOW - DAY),
        row(1000, id=PriceId(5), group_key="vip", valid_from=NOW - 20 * DAY, valid_to=NOW - DAY),
        row(1800, old_minor=2500),
    )

    price = price_of(facts(*rows), country(), at=NOW)

    assert price is not None
    assert price.lowest_prior == 1900


PRECISIONS = ("1.00", "5.00", "0.50", "0.05", "0.01", "0.99", "0.95", "0.90")
DIRECTIONS = ("nearest", "up", "down")


def _rounding(precision: str, direction: str, currency: str = "EUR") -> ShopCountry:
    rule = PriceRounding(1, currency, precision, direction)  # type: ignore[arg-type]
    return replace(country(currency), price_roundings=(PriceRounding(2, "USD", "5.00", "up"), rule))


@given(
    amounts,
    amounts | st.none(),
    percents,
    st.sampled_from(PRECISIONS),
    st.sampled_from(DIRECTIONS),
    st.sampled_from(CURRENCIES),
)
def test_a_rounded_price_adds_up(minor: int, old: int | None, off: Decimal, step: str, direction: str, currency: str) -> None:
    own = replace(facts(own=minor, compare=old, currency=currency), campaign=Running(CampaignId(1), "spring", off))

    plain = price_of(own, country(currency), at=NOW, campaign_key="px")
    price = price_of(own, _rounding(step, direction, currency), at=NOW, campaign_key="px")

    assert plain is not None
    assert price is not None
    _adds_up(price)
    assert (price.with_tax == 0) == (plain.with_tax == 0)
    if direction == "up":
        assert price.with_tax >= plain.with_tax
    if direction == "down":
        assert price.with_tax <= plain.with_tax


@pytest.mark.parametrize(
    ("precision", "direction", "after"),
    [
        ("1.00", "nearest", 2000),
        ("1.00", "up", 2100),
        ("5.00", "nearest", 2000),
        ("5.00", "up", 2380),  # never above what it was before
        ("0.50", "nearest", 2050),
        ("0.50", "down", 2000),
        ("0.05", "nearest", 2030),
        ("0.05", "down", 2025),
        ("0.01", "down", 2029),
        ("0.99", "nearest", 1999),
        ("0.99", "up", 2099),
        ("0.95", "down", 1995),
        ("0.90", "nearest", 1990),
    ],
)
def test_a_campaign_price_is_rounded(precision: str, direction: str, after: int) -> None:
    own = replace(facts(row(2380, old_minor=2975)), campaign=Running(CampaignId(4), "spring", Decimal("14.75")))  # 20.29

    price = price_of(own, _rounding(precision, direction), at=NOW, campaign_key="spring")

    assert price is not None
    assert price.with_tax == after
    _adds_up(price)


def test_only_what_a_percentage_made_is_rounded() -> None:
    price = price_of(facts(row(2380, old_minor=2975)), _rounding("5.00", "down"), at=NOW)

    assert price is not None
    assert price.with_tax == 2380


def test_a_currency_without_such_amounts_is_not_rounded() -> None:
    own = replace(facts(own=1234, currency="JPY"), campaign=Running(CampaignId(4), "spring", Decimal(10)))

    assert price_of(own, _rounding("0.99", "up", "JPY"), at=NOW, campaign_key="px") == price_of(
        own, country("JPY"), at=NOW, campaign_key="px"
    )
