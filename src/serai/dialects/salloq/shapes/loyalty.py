"""Points: the program's settings, and what a customer has."""

from decimal import Decimal

from msgspec import UNSET, Struct, UnsetType

from serai.core import loyalty
from serai.dialects.salloq.shapes.fields import plain
from serai.kit.money import to_decimal
from serai.wire.parse import Number


class SettingsOut(Struct, frozen=True):
    """`points_per_dollar` and `point_value` by units of the store's currency, whatever that is (SQ-G09)."""

    points_per_dollar: int
    point_value: Decimal
    min_redeem_points: int
    enabled: bool


class AccountOut(Struct, frozen=True):
    """`dollar_value` is what the balance is worth; `currency` says in what."""

    customer_id: int
    current_balance: int
    lifetime_points: int
    dollar_value: Decimal
    currency: str


def settings_out(settings: loyalty.Settings) -> SettingsOut:
    return SettingsOut(
        points_per_dollar=settings.points_per_unit,
        point_value=plain(settings.point_value),
        min_redeem_points=settings.min_redeem_points,
        enabled=settings.is_enabled,
    )


def account_out(account: loyalty.Account) -> AccountOut:
    return AccountOut(
        customer_id=account.customer,
        current_balance=account.balance,
        lifetime_points=account.lifetime,
        dollar_value=to_decimal(account.value_minor, account.currency),
        currency=account.currency,
    )


class SettingsIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is not sent stays."""

    points_per_dollar: int | UnsetType = UNSET
    point_value: Number | UnsetType = UNSET
    min_redeem_points: int | UnsetType = UNSET
    enabled: bool | UnsetType = UNSET

    def to_core(self) -> loyalty.SettingsChange:
        return loyalty.SettingsChange(
            points_per_unit=self.points_per_dollar,
            point_value=self.point_value,
            min_redeem_points=self.min_redeem_points,
            is_enabled=self.enabled,
        )
