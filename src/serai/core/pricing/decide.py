"""What a variant costs. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Final

from msgspec.structs import replace

from serai.core.pricing.model import Category, Facts, Price, Reduction, Reference, Running, VariantPrice
from serai.core.pricing.rounding import rounded
from serai.core.stores import PriceRounding, ShopCountry
from serai.kit.money import portion

ACTIVE: Final = "px"
"""What storefronts say for the campaign that is running, whatever its key."""
PRIOR: Final = timedelta(days=30)
_PLACES: Final = Decimal("0.0001")


def net(gross: int, rate: Decimal) -> int:
    """`gross` / (1 + rate), rounded half up to the minor unit."""
    tax, one = rate.as_integer_ratio()
    whole = one + tax
    return (2 * gross * one + whole) // (2 * whole)


def price_of(
    facts: Facts, country: ShopCountry, *, at: datetime, campaign_key: str | None = None, promotion_key: str | None = None
) -> Price | None:
    """The price in a shop country; None where there is none: the variant's own is in another currency.

    The stored price of the promotion key and of the shop's price group comes first, then what is less narrow, then the
    variant's own. A campaign counts only when its key is named (or `px`). Reductions: the sale, then the campaign,
    which takes what the country's rounding makes of the price.
    """
    row = _chosen(facts, country, at, promotion_key) if facts.rows else None
    if row is None:
        if country.currency != facts.own_currency:
            return None
        price = _own(facts, country)
    else:
        price = _stored(row, facts)
    campaign = facts.campaign
    if campaign is None or not campaign.percent or campaign_key not in (ACTIVE, campaign.key):
        return price
    return _in_campaign(price, campaign, country.price_roundings)


def counts(row: VariantPrice, facts: Facts) -> bool:
    """Whether the variant's own price is still what the row made it; true of rows that made none."""
    return row.base_minor is None or (row.base_minor, row.base_compare_minor) == (facts.own_minor, facts.own_compare_minor)


def relative(part: int, whole: int) -> Decimal:
    """`part` of `whole` as a fraction with four decimals, half up; 0 of nothing."""
    return (Decimal(part) / Decimal(whole)).quantize(_PLACES, rounding=ROUND_HALF_UP).normalize() if whole else Decimal(0)


def _chosen(facts: Facts, country: ShopCountry, at: datetime, promotion_key: str | None) -> VariantPrice | None:
    fit = [
        row
        for row in facts.rows
        if row.is_valid(at)
        and row.country == country.country
        and row.currency == country.currency
        and row.merchant_key is None
        and row.promotion_key in (None, promotion_key)
        and row.group_key in (None, country.price_group_key)
        and counts(row, facts)
    ]
    return max(fit, key=lambda row: (row.promotion_key is not None, row.group_key is not None, row.valid_from), default=None)


def _own(facts: Facts, country: ShopCountry) -> Price:
    rate = country.tax_rate
    before = facts.own_minor if facts.own_compare_minor is None else max(facts.own_compare_minor, facts.own_minor)
    gross = facts.own_minor + portion(facts.own_minor, rate)
    return _price(country.currency, rate, gross, gross if before == facts.own_minor else before + portion(before, rate))


def _stored(row: VariantPrice, facts: Facts) -> Price:
    rate = row.tax_percent / 100
    original = max(row.price_minor, row.old_minor or 0)
    price = _price(row.currency, rate, row.price_minor, original)
    unit = row.unit
    return replace(
        price,
        price=row.id,
        recommended=row.recommended_minor,
        promotion_key=row.promotion_key,
        custom_data=row.custom_data,
        lowest_prior=_lowest_prior(row, facts.rows) if price.reduced else None,
        reference=None if unit is None else Reference(unit.price_minor, net(unit.price_minor, rate), unit.amount, unit.unit),
    )


def _price(currency: str, rate: Decimal, gross: int, original: int) -> Price:
    step = original - gross
    return Price(
        currency=currency,
        with_tax=gross,
        without_tax=net(gross, rate),
        rate=rate,
        original=original,
        reductions=(Reduction(Category.SALE, "relative", relative(step, original), step),) if step else (),
        before_sale=original if step else None,
    )


def _in_campaign(price: Price, campaign: Running, rules: Sequence[PriceRounding]) -> Price:
    share = campaign.percent / 100
    exact = price.with_tax - portion(price.with_tax, share)
    gross = rounded(exact, price.currency, rules, most=price.with_tax)
    step = price.with_tax - gross
    if not step:
        return price
    is_exact = gross == exact
    fraction = share.normalize() if is_exact else relative(step, price.with_tax)
    return replace(
        price,
        with_tax=gross,
        without_tax=net(gross, price.rate),
        reductions=(*price.reductions, Reduction(Category.CAMPAIGN, "relative", fraction, step)),
        reference=_lowered(price.reference, share if is_exact else Decimal(step) / price.with_tax, price.rate),
        campaign=campaign.id,
    )


def _lowered(reference: Reference | None, share: Decimal, rate: Decimal) -> Reference | None:
    if reference is None:
        return None
    gross = reference.with_tax - portion(reference.with_tax, share)
    return Reference(gross, net(gross, rate), reference.size, reference.unit)


def _lowest_prior(row: VariantPrice, rows: Sequence[VariantPrice]) -> int | None:
    """The lowest price of the same kind in the days before this one began."""
    begin = row.valid_from - PRIOR
    return min(
        (r.price_minor for r in rows if _is_before(r, row) and r.valid_to is not None and r.valid_to > begin), default=None
    )


def _is_before(other: VariantPrice, row: VariantPrice) -> bool:
    kinds = [(r.country, r.currency, r.group_key, r.promotion_key, r.merchant_key) for r in (other, row)]
    return kinds[0] == kinds[1] and other.valid_from < row.valid_from
