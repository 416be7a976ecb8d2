"""Promo codes. `value` is a percentage, or an amount in the store's currency."""

from datetime import UTC, datetime
from decimal import Decimal
from functools import partial
from typing import Annotated, Literal

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core import promotions
from serai.core.promotions import Kind, Worth
from serai.dialects.salloq.shapes.fields import plain, sent, whole_seconds
from serai.kit.checks import Faults
from serai.kit.errors import Invalid
from serai.kit.money import to_decimal, to_minor
from serai.wire.parse import Number

Type = Literal["percent", "fixed"]
Moment = Annotated[datetime, Meta(tz=True)]

_EARLIEST, _LATEST = datetime(1970, 1, 2, tzinfo=UTC), datetime(9998, 12, 30, tzinfo=UTC)


class PromoOut(Struct, frozen=True):
    """`times_used` counts uses that were not given back by cancelling."""

    id: int
    code: str
    type: Type
    value: Decimal
    starts_at: datetime | None
    ends_at: datetime | None
    minimum_subtotal: Decimal | None
    usage_limit: int | None
    usage_limit_per_customer: int | None
    times_used: int
    created_at: datetime


def promo_out(promo: promotions.Promo, currency: str) -> PromoOut:
    worth, least = promo.worth, promo.minimum_subtotal_minor
    return PromoOut(
        id=promo.id,
        code=promo.code,
        type=worth.kind.value,
        value=to_decimal(worth.amount_minor or 0, currency) if worth.percent is None else plain(worth.percent),
        starts_at=_seconds(promo.starts_at),
        ends_at=_seconds(promo.ends_at),
        minimum_subtotal=None if least is None else to_decimal(least, currency),
        usage_limit=promo.usage_limit,
        usage_limit_per_customer=promo.usage_limit_per_customer,
        times_used=promo.times_used,
        created_at=whole_seconds(promo.created_at),
    )


class PromoIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """From `starts_at` on, before `ends_at`; times with their zone. Without a limit there is none."""

    code: str
    type: Type
    value: Number
    starts_at: Moment | None = None
    ends_at: Moment | None = None
    minimum_subtotal: Number | None = None
    usage_limit: int | None = None
    usage_limit_per_customer: int | None = None

    def to_core(self, currency: str) -> promotions.NewPromo:
        """Raises Invalid naming every field that is wrong."""
        faults = Faults()
        new = promotions.NewPromo(
            code=self.code,
            worth=faults.of(partial(_worth, self.type, self.value, currency)) or Worth(Kind.PERCENT, Decimal(1)),
            starts_at=faults.of(partial(_moment, self.starts_at, "starts_at")),
            ends_at=faults.of(partial(_moment, self.ends_at, "ends_at")),
            minimum_subtotal_minor=faults.of(partial(_minimum, self.minimum_subtotal, currency)),
            usage_limit=self.usage_limit,
            usage_limit_per_customer=self.usage_limit_per_customer,
        )
        faults.settle()
        return new


class PromoChangeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is not sent stays; null takes a limit away. `type` and `value` come together."""

    code: str | UnsetType = UNSET
    type: Type | UnsetType = UNSET
    value: Number | UnsetType = UNSET
    starts_at: Moment | None | UnsetType = UNSET
    ends_at: Moment | None | UnsetType = UNSET
    minimum_subtotal: Number | None | UnsetType = UNSET
    usage_limit: int | None | UnsetType = UNSET
    usage_limit_per_customer: int | None | UnsetType = UNSET

    def to_core(self, currency: str) -> promotions.PromoChange:
        """Raises Invalid naming every field that is wrong."""
        faults = Faults()
        change = promotions.PromoChange(
            code=self.code,
            worth=self._worth(faults, currency),
            starts_at=sent(faults, self.starts_at, lambda at: _moment(at, "starts_at")),
            ends_at=sent(faults, self.ends_at, lambda at: _moment(at, "ends_at")),
            minimum_subtotal_minor=sent(faults, self.minimum_subtotal, lambda least: _minimum(least, currency)),
            usage_limit=self.usage_limit,
            usage_limit_per_customer=self.usage_limit_per_customer,
        )
        faults.settle()
        return change

    def _worth(self, faults: Faults, currency: str) -> Worth | UnsetType:
        if isinstance(self.type, UnsetType) and isinstance(self.value, UnsetType):
            return UNSET
        if isinstance(self.type, UnsetType) or isinstance(self.value, UnsetType):
            missing = "type" if isinstance(self.type, UnsetType) else "value"
            faults.add(missing, "This field is required: a type and its value are changed together.")
            return UNSET
        return faults.of(partial(_worth, self.type, self.value, currency)) or UNSET


def _worth(kind: Type, value: Decimal, currency: str) -> Worth:
    if kind == "percent":
        return Worth(Kind.PERCENT, percent=Decimal(value))
    return Worth(Kind.FIXED, amount_minor=to_minor(value, currency, field="value"))


def _moment(at: datetime | None, field: str) -> datetime | None:
    if at is not None and not _EARLIEST <= at <= _LATEST:
        raise Invalid.one(field, "Must be within the years 1970 to 9998.")
    return at


def _minimum(least: Decimal | None, currency: str) -> int | None:
    return None if least is None else to_minor(least, currency, field="minimum_subtotal")


def _seconds(at: datetime | None) -> datetime | None:
    return None if at is None else whole_seconds(at)
