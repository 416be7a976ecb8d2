"""What an order costs beside its items."""

from typing import Any

import msgspec

from serai.core.orders import Whole
from serai.dialects.scayle_admin.shapes.fields import Data


class FeeAmount(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    with_tax: int
    without_tax: int


class FeeOut(msgspec.Struct, frozen=True, kw_only=True):
    """As it was sent."""

    category: str
    key: str | None = None
    option: str | None = None
    amount: FeeAmount
    tax: Data | None = None


def fees_out(whole: Whole) -> list[FeeOut]:
    """The fees that the order came with; without any, its delivery."""
    return _sent(whole) or _delivery(whole.order.shipping_minor)


def fee_tax(whole: Whole) -> int:
    """Tax that is contained in shipping, as far as the order came with it."""
    return sum(fee.amount.with_tax - fee.amount.without_tax for fee in _sent(whole))


def _sent(whole: Whole) -> list[FeeOut]:
    fees = msgspec.convert((whole.details or {}).get("appliedFees") or [], list[FeeOut])
    return [msgspec.structs.replace(fee, tax=_sorted(fee.tax)) for fee in fees]


def _sorted(tax: Any) -> Any:
    """`amount` before `rate`: the database keeps the shorter name first."""
    return {name: _sorted(tax[name]) for name in sorted(tax)} if isinstance(tax, dict) else tax


def _delivery(minor: int) -> list[FeeOut]:
    if not minor:
        return []
    amount, tax = FeeAmount(with_tax=minor, without_tax=minor), {"vat": {"amount": 0, "rate": 0}}
    return [FeeOut(category="delivery", key="standard", option="deliveryCosts", amount=amount, tax=tax)]
