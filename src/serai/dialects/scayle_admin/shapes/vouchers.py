"""Vouchers: promo codes with criteria. A relative value is a fraction, an absolute one minor units."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.promotions import Criterion, Key, Kind, NewCriterion, NewPromo, Promo, PromoChange, Status, Worth
from serai.dialects.scayle_admin.dates import stamp_or_none
from serai.dialects.scayle_admin.shapes.fields import Id, Minor, Moment, Text
from serai.kit.errors import Invalid
from serai.wire.parse import Number

KEYS: Final = {
    "customerId": Key.CUSTOMER,
    "customerGroup": Key.CUSTOMER_GROUP,
    "shopCountryId": Key.SHOP_COUNTRY,
    "merchantId": Key.MERCHANT,
}
WORDS: Final = {key: word for word, key in KEYS.items()}
CriterionKey = Literal[
    "shopCategoryId",
    "masterCategoryId",
    "customerId",
    "emailHash",
    "brandId",
    "productId",
    "customerGroup",
    "shopCountryId",
    "merchantId",
    "paymentType",
]
Count = Annotated[int, msgspec.Meta(ge=1, le=2**31 - 1)]


class CriterionIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    key: CriterionKey
    type: Literal["include", "exclude"]
    value: Annotated[list[Id | Text], msgspec.Meta(min_length=1, max_length=1000)]
    id: Id | None = None

    def to_core(self) -> NewCriterion:
        """Raises Invalid for criteria on single products and payments: a code counts for a whole order here."""
        if self.key not in KEYS:
            raise Invalid.one("key", f"Must be one of {', '.join(KEYS)}: a voucher counts for a whole order.")
        return NewCriterion(KEYS[self.key], self.type == "exclude", tuple(str(each) for each in self.value))


class DatesBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    min: Moment | None = None
    max: Moment | None = None


class ApplicationsBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    count: Count
    restriction: Literal["customer", "order"] = "order"


class OrderValueBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    min: Minor | None = None
    max: Minor | None = None


class ConstraintsIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    date: DatesBody | None = None
    is_valid_on_campaigns: bool = True
    max_applications: ApplicationsBody | None = None
    order_value: OrderValueBody | None = None

    def to_core(self) -> PromoChange:
        """All of them: what is left out has no bound."""
        date, value, most = self.date or DatesBody(), self.order_value or OrderValueBody(), self.max_applications
        return PromoChange(
            starts_at=date.min,
            ends_at=date.max,
            minimum_subtotal_minor=value.min,
            maximum_subtotal_minor=value.max,
            usage_limit=most.count if most and most.restriction == "order" else None,
            usage_limit_per_customer=most.count if most and most.restriction == "customer" else None,
            is_valid_on_campaigns=self.is_valid_on_campaigns,
        )


StatusWord = Literal["active", "inactive", "pending-review", "archived"]
TypeWord = Literal["absolute", "relative"]


class VoucherIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    code: Text
    type: TypeWord
    value: Number
    name: Text | None = None
    summary: Text | None = None
    status: StatusWord = "active"
    is_applicable_to_promotions: bool = True
    constraints: ConstraintsIn = ConstraintsIn()
    criteria: Annotated[list[CriterionIn], msgspec.Meta(max_length=50)] = []
    id: Id | None = None

    def to_core(self) -> NewPromo:
        """Raises Invalid (value)."""
        bounds = self.constraints.to_core()
        return NewPromo(
            code=self.code,
            worth=_worth(self.type, self.value),
            name=self.name,
            summary=self.summary,
            status=Status(self.status),
            is_for_promotions=self.is_applicable_to_promotions,
            **{name: value for name in NewPromo.__struct_fields__ if not isinstance(value := getattr(bounds, name), UnsetType)},
        )


class VoucherChangeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    type: TypeWord | UnsetType = UNSET
    value: Number | UnsetType = UNSET
    name: Text | None | UnsetType = UNSET
    summary: Text | None | UnsetType = UNSET
    status: StatusWord | UnsetType = UNSET
    is_applicable_to_promotions: bool | UnsetType = UNSET
    constraints: ConstraintsIn | UnsetType = UNSET
    id: Id | None = None

    def to_core(self, before: Promo) -> PromoChange:
        """`before` has the half of type and value that was not sent. Raises Invalid (value)."""
        bounds = PromoChange() if isinstance(self.constraints, UnsetType) else self.constraints.to_core()
        status = self.status
        return msgspec.structs.replace(
            bounds,
            worth=self._worth(before),
            name=self.name,
            summary=self.summary,
            status=status if isinstance(status, UnsetType) else Status(status),
            is_for_promotions=self.is_applicable_to_promotions,
        )

    def _worth(self, before: Promo) -> Worth | UnsetType:
        if isinstance(self.type, UnsetType) and isinstance(self.value, UnsetType):
            return UNSET
        kind, value = _type(before), _value(before)
        return _worth(
            kind if isinstance(self.type, UnsetType) else self.type,
            Decimal(value) if isinstance(self.value, UnsetType) else self.value,
        )


class CriterionOut(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    key: str
    type: str
    value: list[int | str]


class ConstraintsOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    date: dict[str, str | None]
    is_valid_on_campaigns: bool
    max_applications: ApplicationsBody | None
    order_value: dict[str, int | None]


class VoucherOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`criteria` where they were asked for or sent."""

    id: int
    code: str
    name: str | None
    summary: str | None
    status: str
    type: str
    value: Decimal | int
    is_applicable_to_promotions: bool
    constraints: ConstraintsOut
    criteria: list[CriterionOut] | UnsetType = UNSET


def voucher_out(promo: Promo, criteria: Sequence[Criterion] | UnsetType = UNSET) -> VoucherOut:
    """A code has two limits in the core and one here: the one per customer is shown first."""
    limit = promo.usage_limit_per_customer or promo.usage_limit
    restriction: Literal["customer", "order"] = "customer" if promo.usage_limit_per_customer else "order"
    return VoucherOut(
        id=promo.id,
        code=promo.code,
        name=promo.name,
        summary=promo.summary,
        status=promo.status.value,
        type=_type(promo),
        value=_value(promo),
        is_applicable_to_promotions=promo.is_for_promotions,
        constraints=ConstraintsOut(
            date={"min": stamp_or_none(promo.starts_at), "max": stamp_or_none(promo.ends_at)},
            is_valid_on_campaigns=promo.is_valid_on_campaigns,
            max_applications=ApplicationsBody(count=limit, restriction=restriction) if limit else None,
            order_value={"min": promo.minimum_subtotal_minor, "max": promo.maximum_subtotal_minor},
        ),
        criteria=UNSET if isinstance(criteria, UnsetType) else [criterion_out(c) for c in criteria if c.promo == promo.id],
    )


def criterion_out(criterion: Criterion) -> CriterionOut:
    """Ids are numbers again."""
    named = criterion.key is Key.CUSTOMER_GROUP
    value: list[int | str] = [int(each) if each.isdecimal() and not named else each for each in criterion.wanted]
    kind = "exclude" if criterion.is_excluding else "include"
    return CriterionOut(id=criterion.id, key=WORDS[criterion.key], type=kind, value=value)


def _worth(kind: str, value: Decimal) -> Worth:
    if kind == "relative":
        return Worth(Kind.PERCENT, percent=value * 100)
    if value != value.to_integral_value() or abs(value) > 2**53:
        raise Invalid.one("value", "Must be a whole number of minor units.")
    return Worth(Kind.FIXED, amount_minor=int(value))


def _type(promo: Promo) -> TypeWord:
    return "relative" if promo.worth.kind is Kind.PERCENT else "absolute"


def _value(promo: Promo) -> Decimal | int:
    if promo.worth.percent is None:
        return promo.worth.amount_minor or 0
    return (promo.worth.percent / 100).normalize() + 0
