"""Points and what they are worth."""

from decimal import Decimal

from msgspec import UNSET, Struct, UnsetType

from serai.core.customers import CustomerId
from serai.core.stores import StoreId


class Settings(Struct, frozen=True, kw_only=True):
    """`points_per_unit` for each whole unit of the store's currency; `point_value` of one point, in such units."""

    points_per_unit: int
    point_value: Decimal
    min_redeem_points: int
    is_enabled: bool


class SettingsChange(Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is."""

    points_per_unit: int | UnsetType = UNSET
    point_value: Decimal | UnsetType = UNSET
    min_redeem_points: int | UnsetType = UNSET
    is_enabled: bool | UnsetType = UNSET


class Account(Struct, frozen=True):
    """A customer's points: what they have, and all they ever earned. `value_minor` is what the balance is worth."""

    store_id: StoreId
    customer: CustomerId
    balance: int
    lifetime: int
    currency: str
    value_minor: int
