"""The callback of SKALIA's documentation: six fields, the last of them a signature over the others.

`signature = hex(HMAC-SHA256(key, orderId|transactionId|status|amount with 2 decimals|currency))`
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec

from serai.core.billing.errors import BadSignature
from serai.core.billing.gateway import Notice, Outcome
from serai.core.billing.model import Payment, PaymentStatus
from serai.kit.money import to_decimal
from serai.kit.text import is_storable
from serai.payzone import bodies, signatures

_STATUSES: Final = {status.value: status for status in PaymentStatus}
_ENCODER: Final = msgspec.json.Encoder(decimal_format="number")
_SIGNED: Final = ("orderId", "transactionId", "status", "currency")


def message(order: str, transaction: str, status: str, amount: Decimal, currency: str) -> bytes:
    """What is signed."""
    return f"{order}|{transaction}|{status}|{amount:.2f}|{currency}".encode("utf-8", "replace")


def written(key: str, payment: Payment, status: PaymentStatus) -> bytes:
    """A callback that says so of the payment. The amount is written as the documentation's example has it: 299."""
    amount = to_decimal(payment.amount_minor, payment.currency)
    signed = message(payment.order_number, payment.transaction_number, status, amount, payment.currency)
    return _ENCODER.encode(
        {
            "orderId": payment.order_number,
            "transactionId": payment.transaction_number,
            "status": status.value,
            "amount": int(amount) if amount == int(amount) else amount,
            "currency": payment.currency,
            "signature": signatures.of_body(key, signed),
        }
    )


def is_one(data: Mapping[str, Any]) -> bool:
    """Whether the body is meant to be of this form."""
    return "signature" in data


def read(keys: Sequence[str], data: Mapping[str, Any]) -> Notice:
    """What the body says. Raises BadSignature, also for one with a field missing or of another kind."""
    order, transaction, status, currency = (data.get(name) for name in _SIGNED)
    given = data.get("signature")
    try:
        amount = bodies.amount(data, "amount")
    except ValueError:
        raise BadSignature from None
    words = (order, transaction, status, currency, given)
    if amount is None or not all(isinstance(word, str) and is_storable(word) for word in words):
        raise BadSignature
    if not signatures.matches(keys, message(str(order), str(transaction), str(status), amount, str(currency)), str(given)):
        raise BadSignature
    outcome = Outcome(
        order_number=str(order),
        status=_STATUSES.get(str(status), PaymentStatus.PENDING),
        amount=amount,
        currency=str(currency),
        transaction_number=str(transaction),
    )
    return Notice(order_number=outcome.order_number, outcome=outcome)
