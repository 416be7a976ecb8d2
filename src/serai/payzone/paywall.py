"""PayZone's payment page and charges API, version 3."""

from collections.abc import Mapping
from typing import Any, Final

import httpx
import msgspec

from serai.core.billing.gateway import Attempt, FormPost, Launch, Notice, Opened, Outcome
from serai.core.billing.model import Payment
from serai.kit.clock import Clock
from serai.kit.money import to_decimal
from serai.payzone import callbacks, charges, remote, seed_form, signatures
from serai.payzone.config import Config

_LOCALES: Final = {"en": "en_US", "fr": "fr_FR", "ar": "ar_MA"}


class Paywall:
    """The browser posts a signed form to PayZone; PayZone posts a signed notification to us."""

    name = "paywall"

    def __init__(self, config: Config, clock: Clock, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self.account = config.merchant_account
        self._config = config
        self._clock = clock
        self._transport = transport

    def page(self, token: str) -> str:
        return f"/pay/{token}"

    async def open(self, launch: Launch) -> Opened:
        """No network: the form carries everything. Its time stamp is now's."""
        payload = msgspec.json.encode(self._payload(launch)).decode()
        fields = {"payload": payload, "signature": signatures.of_payload(self._config.paywall_secret, payload)}
        return Opened(FormPost(self._config.paywall_url, fields))

    def _payload(self, launch: Launch) -> dict[str, Any]:
        payment, config = launch.payment, self._config
        payload: dict[str, Any] = {
            "merchantAccount": config.merchant_account,
            "timestamp": self._now(),
            "skin": config.skin,
            "customerId": str(payment.user),
            "customerCountry": "MA",
            "customerLocale": _LOCALES.get(launch.language, "en_US"),
            "customerName": launch.customer_name,
            "customerEmail": launch.customer_email,
            "chargeId": launch.charge,
            "orderId": payment.order_number,
            "price": f"{to_decimal(payment.amount_minor, payment.currency):.2f}",
            "currency": payment.currency,
            "description": launch.description,
            "chargeProperties": {"orderId": payment.order_number, "userId": str(payment.user)},
            "mode": "DEEP_LINK",
            "paymentMethod": config.payment_method,
            "showPaymentProfiles": "false",
            "savePaymentProfile": "false",
            "doFundsAuthOnly": False,
            "callbackUrl": payment.callback_url,
            "successUrl": f"{launch.back_url}/success",
            "failureUrl": f"{launch.back_url}/failure",
            "cancelUrl": f"{launch.back_url}/cancel",
        }
        return {name: value for name, value in payload.items() if value not in (None, "")}

    async def ask(self, payment: Payment, attempt: Attempt) -> Outcome | None:
        """A charge that is not found was not begun, or not yet."""
        path = f"/api/v3/charges/{attempt.charge}"
        found = await remote.call("GET", self._config.api_url + path, headers=self._signed(path), transport=self._transport)
        if found is None:
            return None
        charge = found.get("charge", found)
        try:
            return charges.outcome(charge if isinstance(charge, dict) else {}, order_number=payment.order_number)
        except ValueError:
            raise remote.away() from None

    def _signed(self, path: str, body: bytes = b"") -> dict[str, str]:
        config, now = self._config, str(self._now())
        signature = signatures.of_command(
            config.caller_password,
            caller=config.caller_name,
            account=config.merchant_account,
            timestamp=now,
            path=path,
            body=body,
        )
        return {
            "X-MerchantAccount": config.merchant_account,
            "X-CallerName": config.caller_name,
            "X-HMAC-Timestamp": now,
            "X-HMAC-Signature": signature.upper() if config.upper_signature else signature,
            "Accept": "application/json",
        }

    def read(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        return callbacks.read(self._config.keys, body, headers, body_signature=self._config.body_signature)

    def told(self, payment: Payment) -> bytes:
        return seed_form.written(self._config.keys[0], payment, payment.status)

    def _now(self) -> int:
        return int(self._clock.now().timestamp())
