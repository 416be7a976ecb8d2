"""Coupons: promo codes (§6.7). What the store cannot keep to is refused, never dropped."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import UNSET, Struct, UnsetType

from serai.core.promotions import Kind, NewPromo, Promo, PromoChange, Worth
from serai.dialects.salla.dates import DateOut, date_out, stamp
from serai.dialects.salla.money import Amount, Money, money_out, to_minor
from serai.dialects.salla.paging import PageQuery
from serai.dialects.salla.view import View
from serai.kit import days
from serai.kit.checks import Faults
from serai.kit.errors import Invalid

_TYPES: Final = {"percentage": Kind.PERCENT, "p": Kind.PERCENT, "fixed": Kind.FIXED, "f": Kind.FIXED}
# Conditions that a promo code here does not have. Nothing, or a list of nothing, asks for none of them.
_UNKEPT: Final = (
    *("free_shipping", "exclude_sale_products", "is_apply_with_offer", "is_group", "marketing_active", "maximum_amount"),
    *("products_include", "products_exclude", "include_product_ids", "exclude_product_ids"),
    *("include_category_ids", "exclude_category_ids", "include_customer_group_ids", "exclude_customer_group_ids"),
    *("exclude_brands_ids", "exclude_shipping_ids", "include_customer_ids", "payment_methods", "include_payment_methods"),
)
Asked = Any
"""Looked at only for whether it asks for anything."""
_NOTHING: Final[tuple[object, ...]] = (UNSET, False, 0, "", "0", "false", [], {})


class CodeOut(Struct, frozen=True):
    id: int
    code: str


class StatisticsOut(Struct, frozen=True):
    num_of_usage: int


class CouponOut(Struct, frozen=True, kw_only=True):
    """`expiry_date` is the last moment at which it counts."""

    id: int
    code: str
    type: str
    status: str
    amount: Money
    minimum_amount: Money | None
    maximum_amount: Money | None
    show_maximum_amount: bool
    expiry_date: str | None
    start_date: str | None
    free_shipping: bool
    usage_limit: int | None
    usage_limit_per_user: int | None
    is_apply_with_offer: bool
    is_sale_products_exclude: bool
    include_product_ids: tuple[int, ...]
    exclude_product_ids: tuple[int, ...]
    include_category_ids: tuple[int, ...]
    exclude_category_ids: tuple[int, ...]
    include_customer_group_ids: tuple[int, ...]
    exclude_customer_group_ids: tuple[int, ...]
    exclude_brands_ids: tuple[int, ...]
    exclude_shipping_ids: tuple[int, ...]
    include_customer_ids: tuple[int, ...]
    include_payment_methods: tuple[str, ...]
    applied_in: str
    is_group: bool
    group_coupons: tuple[CodeOut, ...]
    statistics: StatisticsOut
    created_at: DateOut
    updated_at: DateOut


class CouponQuery(PageQuery, frozen=True, kw_only=True):
    keyword: str | None = None


class CouponChangeIn(Struct, frozen=True, kw_only=True):
    """Days are the store's; a coupon counts until the end of its last one."""

    code: str | UnsetType = UNSET
    type: str | UnsetType = UNSET
    amount: Amount | UnsetType = UNSET
    expiry_date: str | UnsetType = UNSET
    start_date: str | UnsetType = UNSET
    usage_limit: int | UnsetType = UNSET
    usage_limit_per_user: int | UnsetType = UNSET
    minimum_amount: Amount | UnsetType = UNSET
    status: str | UnsetType = UNSET
    applied_in: str | UnsetType = UNSET
    free_shipping: Asked = UNSET
    exclude_sale_products: Asked = UNSET
    is_apply_with_offer: Asked = UNSET
    is_group: Asked = UNSET
    marketing_active: Asked = UNSET
    maximum_amount: Asked = UNSET
    products_include: Asked = UNSET
    products_exclude: Asked = UNSET
    include_product_ids: Asked = UNSET
    exclude_product_ids: Asked = UNSET
    include_category_ids: Asked = UNSET
    exclude_category_ids: Asked = UNSET
    include_customer_group_ids: Asked = UNSET
    exclude_customer_group_ids: Asked = UNSET
    exclude_brands_ids: Asked = UNSET
    exclude_shipping_ids: Asked = UNSET
    include_customer_ids: Asked = UNSET
    payment_methods: Asked = UNSET
    include_payment_methods: Asked = UNSET

    def to_change(self, view: View, before: Promo) -> PromoChange:
        """Raises Invalid."""
        faults = Faults()
        faults.of(self.check_kept)
        worth = faults.of(lambda: self.worth(view, before.worth))
        ends = faults.of(lambda: moment(self.expiry_date, view.time_zone, "expiry_date", last=True))
        starts = faults.of(lambda: moment(self.start_date, view.time_zone, "start_date", last=False))
        minimum = faults.of(lambda: self.minimum(view))
        faults.settle()
        return PromoChange(
            code=self.code,
            worth=worth or UNSET,
            starts_at=starts or UNSET,
            ends_at=ends or UNSET,
            minimum_subtotal_minor=UNSET if minimum is None else minimum or None,
            usage_limit=_limit(self.usage_limit),
            usage_limit_per_customer=_limit(self.usage_limit_per_user),
        )

    def check_kept(self) -> None:
        """Raises Invalid naming every condition that would not be kept to."""
        wrong = {name: ["Is not supported."] for name in _UNKEPT if not _is_nothing(getattr(self, name))}
        if self.applied_in not in (UNSET, "", "all"):
            wrong["applied_in"] = ["Can be all."]
        if self.status not in (UNSET, "", "active"):
            wrong["status"] = ["Can be active; remove what shall not count."]
        if wrong:
            raise Invalid(wrong)

    def worth(self, view: View, before: Worth | None) -> Worth | None:
        """None when nothing is said of it."""
        if isinstance(self.type, UnsetType) and isinstance(self.amount, UnsetType):
            return None
        kind = _kind(self.type) if not isinstance(self.type, UnsetType) else before.kind if before else Kind.FIXED
        if isinstance(self.amount, UnsetType):
            if before is not None and before.kind is kind:
                return before
            raise Invalid.one("amount", "This field is required.")
        if kind is Kind.FIXED:
            return Worth(kind, amount_minor=to_minor(self.amount, view.currency, field="amount"))
        return Worth(kind, percent=self.amount if isinstance(self.amount, Decimal) else self.amount.amount)

    def minimum(self, view: View) -> int | None:
        """0: none any more."""
        if isinstance(self.minimum_amount, UnsetType):
            return None
        return to_minor(self.minimum_amount, view.currency, field="minimum_amount")


class CouponIn(CouponChangeIn, frozen=True, kw_only=True):
    code: str
    type: str
    amount: Amount
    expiry_date: str

    def to_new(self, view: View, *, now: datetime) -> NewPromo:
        """Raises Invalid."""
        faults = Faults()
        faults.of(self.check_kept)
        worth = faults.of(lambda: self.worth(view, None))
        ends = faults.of(lambda: moment(self.expiry_date, view.time_zone, "expiry_date", last=True))
        starts = faults.of(lambda: moment(self.start_date, view.time_zone, "start_date", last=False))
        minimum = faults.of(lambda: self.minimum(view))
        if ends is not None and ends <= now:
            faults.add("expiry_date", "Must be after today.")
        faults.settle()
        return NewPromo(
            code=self.code,
            worth=worth or Worth(Kind.FIXED),
            starts_at=starts,
            ends_at=ends,
            minimum_subtotal_minor=minimum or None,
            usage_limit=_limit(self.usage_limit) or None,
            usage_limit_per_customer=_limit(self.usage_limit_per_user) or None,
        )


def coupon_out(promo: Promo, view: View, *, now: datetime) -> CouponOut:
    worth, nothing = promo.worth, ()
    is_percent = worth.percent is not None
    over = promo.ends_at is not None and promo.ends_at <= now
    minimum = promo.minimum_subtotal_minor
    return CouponOut(
        id=promo.id,
        code=promo.code,
        type="percentage" if is_percent else "fixed",
        status="expired" if over else "active",
        amount=Money(worth.percent, view.currency)
        if worth.percent is not None
        else money_out(worth.amount_minor or 0, view.currency),
        minimum_amount=None if minimum is None else money_out(minimum, view.currency),
        maximum_amount=None,
        show_maximum_amount=False,
        expiry_date=None if promo.ends_at is None else stamp(promo.ends_at, view),
        start_date=None if promo.starts_at is None else stamp(promo.starts_at, view),
        free_shipping=False,
        usage_limit=promo.usage_limit,
        usage_limit_per_user=promo.usage_limit_per_customer,
        is_apply_with_offer=False,
        is_sale_products_exclude=False,
        include_product_ids=nothing,
        exclude_product_ids=nothing,
        include_category_ids=nothing,
        exclude_category_ids=nothing,
        include_customer_group_ids=nothing,
        exclude_customer_group_ids=nothing,
        exclude_brands_ids=nothing,
        exclude_shipping_ids=nothing,
        include_customer_ids=nothing,
        include_payment_methods=nothing,
        applied_in="all",
        is_group=False,
        group_coupons=nothing,
        statistics=StatisticsOut(promo.times_used),
        created_at=date_out(promo.created_at, view),
        updated_at=date_out(promo.updated_at, view),
    )


def moment(text: str | UnsetType, time_zone: str, field: str, *, last: bool) -> datetime | None:
    """`2026-01-31` or `2026-01-31 …`: that day's begin, or its end when it is the last. Raises Invalid."""
    if isinstance(text, UnsetType) or not text.strip():
        return None
    try:
        day = date.fromisoformat(text.strip()[:10])
    except ValueError:
        raise Invalid.one(field, "Is not a date such as 2026-01-31.") from None
    return days.end(day, time_zone) if last else days.begin(day, time_zone)


def _kind(text: str) -> Kind:
    kind = _TYPES.get(text.strip().lower())
    if kind is None:
        raise Invalid.one("type", "Can be percentage or fixed.")
    return kind


def _limit(said: int | UnsetType) -> int | None | UnsetType:
    """0 is no limit."""
    return UNSET if isinstance(said, UnsetType) else said or None


def _is_nothing(value: object) -> bool:
    return any(value is nothing or (type(value) is type(nothing) and value == nothing) for nothing in _NOTHING)
