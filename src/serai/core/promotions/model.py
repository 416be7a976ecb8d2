"""Promo codes. Money in minor units of the store's currency."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from msgspec import UNSET, Struct, UnsetType

from serai.core.stores import StoreId

PromoId = NewType("PromoId", int)


class Kind(StrEnum):
    """A share of the subtotal, or an amount."""

    PERCENT = "percent"
    FIXED = "fixed"


class Worth(Struct, frozen=True):
    """What a code takes off: `percent` of the subtotal (10 for 10 %), or `amount_minor`; the other one is None."""

    kind: Kind
    percent: Decimal | None = None
    amount_minor: int | None = None


class Status(StrEnum):
    """Only active codes can be used."""

    ACTIVE = "active"
    INACTIVE = "inactive"
    PENDING_REVIEW = "pending-review"
    ARCHIVED = "archived"


class Promo(Struct, frozen=True, kw_only=True):
    """A code as it is. `times_used` counts the uses that were not given back; None is no limit."""

    store_id: StoreId
    id: PromoId
    version: int
    code: str
    worth: Worth
    starts_at: datetime | None
    ends_at: datetime | None
    minimum_subtotal_minor: int | None
    usage_limit: int | None
    usage_limit_per_customer: int | None
    times_used: int
    created_at: datetime
    updated_at: datetime
    name: str | None = None
    summary: str | None = None
    status: Status = Status.ACTIVE
    maximum_subtotal_minor: int | None = None
    is_valid_on_campaigns: bool = True
    is_for_promotions: bool = True


class NewPromo(Struct, frozen=True, kw_only=True):
    """`ends_at` is the first moment at which it no longer counts."""

    code: str
    worth: Worth
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    minimum_subtotal_minor: int | None = None
    usage_limit: int | None = None
    usage_limit_per_customer: int | None = None
    name: str | None = None
    summary: str | None = None
    status: Status = Status.ACTIVE
    maximum_subtotal_minor: int | None = None
    is_valid_on_campaigns: bool = True
    is_for_promotions: bool = True


class PromoChange(Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is, None takes a limit away."""

    code: str | UnsetType = UNSET
    worth: Worth | UnsetType = UNSET
    starts_at: datetime | None | UnsetType = UNSET
    ends_at: datetime | None | UnsetType = UNSET
    minimum_subtotal_minor: int | None | UnsetType = UNSET
    usage_limit: int | None | UnsetType = UNSET
    usage_limit_per_customer: int | None | UnsetType = UNSET
    name: str | None | UnsetType = UNSET
    summary: str | None | UnsetType = UNSET
    status: Status | UnsetType = UNSET
    maximum_subtotal_minor: int | None | UnsetType = UNSET
    is_valid_on_campaigns: bool | UnsetType = UNSET
    is_for_promotions: bool | UnsetType = UNSET
