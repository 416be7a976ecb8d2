"""Promotions: the store's promo codes, as this wire shapes them. Source: scayle-storefront.md 4.

The code itself stands only where the client sent it: the list of promotions is public.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import UNSET, Struct, UnsetType, field
from msgspec.structs import replace

from serai.core import promotions
from serai.core.baskets import Applied
from serai.core.promotions import Promo, Reason
from serai.dialects.scayle_storefront.dates import Moment, stamp
from serai.dialects.scayle_storefront.shapes.prices import fraction
from serai.kit.money import to_decimal


class ScheduleOut(Struct, frozen=True, kw_only=True):
    """Clients count down to `to`, so both are always there: see `UNENDING`."""

    from_: Moment = field(name="from")
    to: Moment


class DiscountOut(Struct, frozen=True):
    """`value`: percent of a relative one, minor units of an absolute one."""

    type: str
    value: Decimal | int


class EffectOut(Struct, frozen=True, rename="camel"):
    type: str
    additional_data: DiscountOut


class ConditionOut(Struct, frozen=True):
    """`condition` in CEL, for reading: the server judges."""

    level: str
    key: str
    condition: str


class FailedOut(Struct, frozen=True):
    key: str
    level: str


class PromotionOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """The last two: of a line in a basket."""

    id: str
    name: str
    display_name: str | None
    is_active: bool
    schedule: ScheduleOut
    priority: int
    code: str | UnsetType = UNSET
    effect: EffectOut
    conditions: tuple[ConditionOut, ...]
    custom_data: dict[str, Any]
    is_valid: bool | UnsetType = UNSET
    failed_conditions: tuple[FailedOut, ...] | UnsetType = UNSET


UNENDING: Final = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)
"""When a promotion ends that has no end."""

_FAILED: Final[Mapping[Reason | None, str]] = {
    None: "combination",
    Reason.UNKNOWN: "code",
    Reason.NOT_YET: "schedule",
    Reason.EXPIRED: "schedule",
    Reason.MINIMUM: "minimum_order_value",
    Reason.EXHAUSTED: "usage_limit",
    Reason.CUSTOMER_LIMIT: "usage_limit_per_customer",
    Reason.INACTIVE: "status",
    Reason.MAXIMUM: "maximum_order_value",
    Reason.NOT_ELIGIBLE: "audience",
    Reason.WORTHLESS: "worth",
}
"""Why a promotion takes nothing off, as the key of the condition that failed."""


def promotion_out(promo: Promo, *, at: datetime, currency: str, code: str | None = None) -> PromotionOut:
    """`code`: the one that the client has already."""
    worth = promo.worth
    value = fraction(worth.percent) if worth.percent is not None else worth.amount_minor or 0
    name = f"{value}%" if worth.percent is not None else f"{to_decimal(int(value), currency)} {currency}"
    least, most = promo.minimum_subtotal_minor, promo.maximum_subtotal_minor
    return PromotionOut(
        id=str(promo.id),
        name=promo.name or name,
        display_name=None,
        is_active=promotions.is_usable(promo, at=at, subtotal=least or 0),
        schedule=ScheduleOut(from_=stamp(promo.starts_at or promo.created_at), to=stamp(promo.ends_at or UNENDING)),
        priority=1,
        code=code or UNSET,
        effect=EffectOut("automatic_discount", DiscountOut("absolute" if worth.percent is None else "relative", value)),
        conditions=tuple(
            ConditionOut("global", f"{end}_order_value", f"payload.totalWithoutTax {sign} {bound}")
            for end, sign, bound in (("minimum", ">=", least), ("maximum", "<=", most))
            if bound
        ),
        custom_data={},
    )


def applied_out(applied: Applied, *, at: datetime, currency: str) -> PromotionOut | None:
    """A line's promotion and whether it counts; None when there is none of this id and code."""
    if applied.promo is None:
        return None
    made = promotion_out(applied.promo, at=at, currency=currency, code=applied.wish.code)
    failed = () if applied.counts else (FailedOut(_FAILED[applied.refusal], "global"),)
    return replace(made, is_valid=applied.counts, failed_conditions=failed)
