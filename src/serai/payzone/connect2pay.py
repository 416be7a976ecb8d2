"""PayZone's older payment page, Connect2Pay. Its callbacks are unsigned: a hint, after which the status is asked for."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final
from urllib.parse import quote

import httpx
import msgspec

from serai.core.billing.errors import BadSignature
from serai.core.billing.gateway import Attempt, Launch, Notice, Opened, Outcome, Redirect
from serai.core.billing.model import Payment, PaymentStatus
from serai.kit.clock import Clock
from serai.payzone import bodies, remote, seed_form
from serai.payzone.config import Config

VERSION: Final = "002.50"
_GOOD: Final = "200"
_UNKNOWN: Final = "NA"
_ABANDONED: Final = "-1"
_STATUSES: Final = {
    "Authorized": PaymentStatus.SUCCESS,
    "Not authorized": PaymentStatus.FAILED,
    "Call failed": PaymentStatus.FAILED,
    "Expired": PaymentStatus.CANCELLED,
}


class Connect2Pay:
    """A page is prepared by a call from us; the token that it returns is a secret between PayZone and us."""

    name = "connect2pay"

    def __init__(self, config: Config, clock: Clock, *, transport: httpx.AsyncBaseTransport | None = None) -> None:  # noqa: ARG002
        self.account = config.originator
        self._config = config
        self._transport = transport

    def page(self, token: str) -> str:
        return f"/pay/{token}"

    async def open(self, launch: Launch) -> Opened:
        body = msgspec.json.encode(_order(launch))
        found = await self._call("POST", "/payment/prepare", body)
        if found is None or bodies.text(found, "code") != _GOOD:
            raise remote.away()
        customer, merchant = bodies.text(found, "customerToken"), bodies.text(found, "merchantToken")
        if customer is None or merchant is None:
            raise remote.away()
        return Opened(Redirect(f"{self._config.api_url}/payment/{quote(customer, safe='')}"), merchant)

    async def ask(self, payment: Payment, attempt: Attempt) -> Outcome | None:
        if attempt.secret is None:
            return None
        found = await self._call("GET", f"/payment/{quote(attempt.secret, safe='')}/status?apiVersion={VERSION}")
        if found is None:
            return None
        if bodies.text(found, "orderID") != payment.order_number:
            raise remote.away()
        return self._outcome(payment, found)

    def _outcome(self, payment: Payment, data: Mapping[str, Any]) -> Outcome:
        try:
            centimes = bodies.amount(data, "amount")
        except ValueError:
            raise remote.away() from None
        return Outcome(
            order_number=payment.order_number,
            status=_status(data),
            amount=None if centimes is None else centimes / Decimal(100),
            currency=bodies.text(data, "currency"),
            account=self.account,
        )

    async def _call(self, method: str, path: str, body: bytes = b"") -> dict[str, Any] | None:
        return await remote.call(
            method,
            self._config.api_url + path,
            headers={"Content-Type": "application/json", "Accept": "application/json"},
            body=body,
            auth=(self._config.originator, self._config.originator_password),
            transport=self._transport,
        )

    def read(self, body: bytes, headers: Mapping[str, str]) -> Notice:  # noqa: ARG002 - no header signs it
        """The order and the secret it knows; or, where enabled, the documentation's signed form."""
        try:
            data = bodies.document(body)
        except ValueError:
            raise BadSignature from None
        if self._config.body_signature and seed_form.is_one(data):
            return seed_form.read(self._config.keys, data)
        order, merchant = bodies.text(data, "orderID"), bodies.text(data, "merchantToken")
        if order is None or merchant is None:
            raise BadSignature
        return Notice(order_number=order, proof=merchant)

    def told(self, payment: Payment) -> bytes:
        return seed_form.written(self._config.keys[0], payment, payment.status)


def _status(data: Mapping[str, Any]) -> PaymentStatus:
    code = bodies.text(data, "errorCode")
    if code == _ABANDONED:
        return PaymentStatus.CANCELLED
    status = _STATUSES.get(bodies.text(data, "status") or "", PaymentStatus.PENDING)
    return PaymentStatus.PENDING if status is PaymentStatus.SUCCESS and code != "000" else status


def _order(launch: Launch) -> dict[str, Any]:
    payment = launch.payment
    return {
        "apiVersion": VERSION,
        "orderID": payment.order_number,
        "orderDescription": launch.description,
        "currency": payment.currency,
        "amount": payment.amount_minor,
        "shippingType": "Virtual",
        "paymentMode": "Single",
        "paymentType": "CreditCard",
        "ctrlRedirectURL": f"{launch.back_url}/back",
        "ctrlCallbackURL": payment.callback_url,
        "ctrlCustomData": launch.charge,
        "shopperFirstName": _UNKNOWN,
        "shopperLastName": launch.customer_name or _UNKNOWN,
        "shopperEmail": launch.customer_email or _UNKNOWN,
        "shopperAddress": _UNKNOWN,
        "shopperZipcode": _UNKNOWN,
        "shopperCity": _UNKNOWN,
        "shopperState": _UNKNOWN,
        "shopperCountryCode": "ZZ",
        "shopperPhone": _UNKNOWN,
    }
