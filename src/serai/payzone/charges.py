"""A charge as the paywall's notifications and its API describe it, in our words."""

from collections.abc import Mapping
from typing import Any, Final

from serai.core.billing.gateway import Outcome
from serai.core.billing.model import PaymentStatus
from serai.payzone import bodies

_PAID: Final = frozenset({"CHARGED", "CAPTURED", "PAID", "SETTLED", "COMPLETED"})
_FAILED: Final = frozenset({"DECLINED", "REFUSED", "FAILED", "ERROR"})
_CANCELLED: Final = frozenset({"CANCELLED", "CANCELED", "AUTH_REVERSED", "VOIDED"})
_REFUNDED: Final = "REFUNDED"


def outcome(data: Mapping[str, Any], *, order_number: str | None = None) -> Outcome:
    """What a charge means. `order_number` when it is known otherwise. Raises ValueError when it does not make sense.

    Paid is only what has an approved transaction too, and then its amount is the one that counts.
    """
    order = order_number or bodies.text(data, "orderId")
    if order is None:
        raise ValueError("orderId")
    word = (bodies.text(data, "status") or "").upper()
    item = data.get("lineItem")
    item = item if isinstance(item, dict) else {}
    approved = _approved(data)
    paid = word in _PAID
    stated = approved if paid and approved and approved.get("amount") is not None else item
    return Outcome(
        order_number=order,
        status=_status(word, is_approved=approved is not None),
        amount=bodies.amount(stated, "amount"),
        currency=bodies.text(stated, "currency") or bodies.text(item, "currency"),
        account=bodies.text(data, "merchantAccount"),
        is_doubtful=paid and approved is None,
        refunded=word == _REFUNDED,
    )


def _status(word: str, *, is_approved: bool) -> PaymentStatus:
    if word in _PAID:
        return PaymentStatus.SUCCESS if is_approved else PaymentStatus.PENDING
    if word in _FAILED:
        return PaymentStatus.FAILED
    return PaymentStatus.CANCELLED if word in _CANCELLED else PaymentStatus.PENDING


def _approved(data: Mapping[str, Any]) -> Mapping[str, Any] | None:
    listed = data.get("transactions")
    found = [each for each in listed if isinstance(each, dict)] if isinstance(listed, list) else []
    approved = [each for each in found if each.get("state") == "APPROVED" and str(each.get("resultCode")) == "0"]
    charges = [each for each in approved if each.get("type") not in ("REFUND", "AUTH_REVERSAL")]
    return charges[0] if charges else None
