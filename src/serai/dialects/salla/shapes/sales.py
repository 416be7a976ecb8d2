"""What something costs normally, and on a sale from when until when (§6.1)."""

from datetime import UTC, datetime
from typing import Any, Final, Protocol
from zoneinfo import ZoneInfo

from msgspec import Struct

from serai.core import catalog
from serai.core.catalog import Sale
from serai.dialects.salla.money import Amount, to_minor
from serai.dialects.salla.shapes.coupons import moment
from serai.kit.errors import Invalid

_DAY: Final = 10
"""Characters of a date without a time."""


class Dated(Protocol):
    """None is what was not said; an empty date takes one back."""

    @property
    def price(self) -> Amount | None: ...
    @property
    def sale_price(self) -> Amount | None: ...
    @property
    def sale_start(self) -> str | None: ...
    @property
    def sale_end(self) -> str | None: ...


class Today(Struct, frozen=True):
    """What a date without a time is one of the store's days by, and what is past."""

    now: datetime
    time_zone: str


class Costs(Struct, frozen=True):
    """In core words: `price` are fields of a product or variant, `facts` of VariantFacts. Empty: nothing was said."""

    price: dict[str, Any] = {}
    facts: dict[str, Any] = {}


def costs(body: Dated, currency: str, today: Today, before: catalog.FullVariant | None) -> Costs:
    """What the variant shall cost now, and the sale that is to come or to end. A sale price of 0 is none.

    Raises Invalid on the field that is wrong.
    """
    said = (body.price, body.sale_price, body.sale_start, body.sale_end)
    if all(value is None for value in said):
        return Costs()
    regular, sale = normal_and_sale(before)
    if body.price is not None:
        regular = to_minor(body.price, currency, field="price")
    minor = sale.minor if body.sale_price is None else to_minor(body.sale_price, currency, field="sale_price")
    if minor and minor >= regular:
        raise Invalid.one("sale_price", "Must be less than the price.")
    starts, ends = (_said(text, today, field, kept) for field, text, kept in _dates(body, sale))
    if not minor and (body.sale_start or body.sale_end):
        raise Invalid.one("sale_price", "This field is required: there is no sale that could begin or end.")
    if body.sale_end and ends is not None and ends <= max(starts or today.now, today.now):
        raise Invalid.one("sale_end", "Must lie in the future, after the beginning.")
    terms = catalog.on_sale(regular, Sale(minor, starts, ends) if minor else None, at=today.now)
    planned = terms.planned or Sale(0)
    return Costs(
        {"price_minor": terms.price_minor, "compare_at_minor": terms.compare_at_minor},
        {"sale_minor": planned.minor or None, "sale_from": planned.starts_at, "sale_until": planned.ends_at},
    )


def normal_and_sale(variant: catalog.FullVariant | None) -> tuple[int, Sale]:
    """(the normal price, its sale: of 0 when there is none)"""
    if variant is None:
        return 0, Sale(0)
    if variant.compare_at_minor is not None and variant.compare_at_minor > variant.price_minor:
        return variant.compare_at_minor, Sale(variant.price_minor, None, variant.sale_until)
    if variant.sale_from is not None:
        return variant.price_minor, Sale(variant.sale_minor or 0, variant.sale_from, variant.sale_until)
    return variant.price_minor, Sale(0)


def _dates(body: Dated, sale: Sale) -> tuple[tuple[str, str | None, datetime | None], ...]:
    return ("sale_start", body.sale_start, sale.starts_at), ("sale_end", body.sale_end, sale.ends_at)


def _said(text: str | None, today: Today, field: str, kept: datetime | None) -> datetime | None:
    """A day begins, or with `sale_end` is over, on the store's clocks; a time without a zone is one of theirs."""
    if text is None:
        return kept
    if len(text.strip()) <= _DAY:
        return moment(text, today.time_zone, field, last=field == "sale_end")
    try:
        read = datetime.fromisoformat(text.strip())
        return (read if read.tzinfo else read.replace(tzinfo=ZoneInfo(today.time_zone))).astimezone(UTC)
    except (ValueError, OverflowError):
        raise Invalid.one(field, "Is not a date such as 2026-01-31 or 2026-01-31 18:00:00.") from None
