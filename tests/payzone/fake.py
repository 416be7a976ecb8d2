"""PayZone, as far as we call it: both generations, every signature checked. Written from the contract alone."""

import base64
import hashlib
import hmac
import json
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import httpx

SECRET = "paywall secret"
NOTIFY = "notification key"
CALLER, PASSWORD = "caller", "caller password"
ACCOUNT = "Serai_Test"
ORIGINATOR, ORIGINATOR_PASSWORD = "60000", "originator password"
WINDOW = 300


@dataclass
class Fake:
    """`now` in Unix seconds. `charges` by charge id, `orders` by merchant token. `answer` replaces every answer."""

    now: int
    charges: dict[str, dict[str, Any]] = field(default_factory=dict)
    orders: dict[str, dict[str, Any]] = field(default_factory=dict)
    refused: list[str] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    answer: httpx.Response | Exception | None = None
    is_flat: bool = True

    @property
    def transport(self) -> httpx.MockTransport:
        return httpx.MockTransport(self._handle)

    # ── the paywall: what a browser posts ──

    def launch(self, fields: dict[str, str]) -> dict[str, Any]:
        """The payload of a form, checked."""
        assert set(fields) == {"payload", "signature"}
        signature = hashlib.sha256((SECRET + fields["payload"]).encode()).hexdigest()
        assert hmac.compare_digest(signature, fields["signature"]), "the form is not signed by the merchant"
        payload: dict[str, Any] = json.loads(fields["payload"], parse_float=Decimal)
        assert payload["merchantAccount"] == ACCOUNT
        assert abs(payload["timestamp"] - self.now) <= WINDOW
        assert payload["chargeId"] not in self.charges, "a charge is launched once"
        self.charges[payload["chargeId"]] = charge(payload, "PENDING")
        return payload

    def pay(self, payload: dict[str, Any], status: str = "CHARGED", **changed: Any) -> tuple[bytes, dict[str, str]]:
        """The buyer is done: the notification (body, headers) that the merchant gets."""
        made = charge(payload, status) | changed
        self.charges[payload["chargeId"]] = made
        return signed(made)

    # ── what the merchant calls ──

    def _handle(self, request: httpx.Request) -> httpx.Response:
        self.calls.append(f"{request.method} {request.url.path}")
        if isinstance(self.answer, Exception):
            raise self.answer
        if self.answer is not None:
            return self.answer
        if request.url.path.startswith("/api/v3/charges/"):
            return self._charge(request)
        return self._connect2pay(request)

    def _charge(self, request: httpx.Request) -> httpx.Response:
        given = request.headers
        stamp = given.get("X-HMAC-Timestamp", "0")
        message = CALLER + ACCOUNT + stamp + request.url.path + request.content.decode()
        expected = hmac.new(PASSWORD.encode(), message.encode(), hashlib.sha256).hexdigest().upper()
        named = (given.get("X-MerchantAccount"), given.get("X-CallerName")) == (ACCOUNT, CALLER)
        if not named or given.get("X-HMAC-Signature") != expected or abs(int(stamp) - self.now) > WINDOW:
            self.refused.append(request.url.path)
            return httpx.Response(401, json={"error": "signature"})
        found = self.charges.get(request.url.path.rsplit("/", 1)[1])
        if found is None:
            return httpx.Response(404, json={})
        return httpx.Response(200, json=found if self.is_flat else {"charge": found})

    def _connect2pay(self, request: httpx.Request) -> httpx.Response:
        login = base64.b64encode(f"{ORIGINATOR}:{ORIGINATOR_PASSWORD}".encode()).decode()
        if request.headers.get("Authorization") != f"Basic {login}":
            self.refused.append(request.url.path)
            return httpx.Response(401, json={})
        if request.method == "POST" and request.url.path == "/payment/prepare":
            order = json.loads(request.content)
            token = f"merchant-{len(self.orders)}"
            self.orders[token] = order | {"status": "Not processed", "errorCode": "", "merchantToken": token}
            return httpx.Response(
                200, json={"code": "200", "message": "ok", "merchantToken": token, "customerToken": f"c/{token}"}
            )
        found = self.orders.get(request.url.path.split("/")[2])
        assert request.url.params["apiVersion"] == "002.50"
        return httpx.Response(404) if found is None else httpx.Response(200, json=found)

    def settle(self, token: str, status: str, code: str, **changed: Any) -> bytes:
        """The callback's body: unsigned."""
        self.orders[token] |= {"status": status, "errorCode": code, **changed}
        return json.dumps(self.orders[token]).encode()


def charge(payload: dict[str, Any], status: str) -> dict[str, Any]:
    approved = {
        "type": "CHARGE",
        "state": "APPROVED",
        "amount": payload["price"],
        "currency": payload["currency"],
        "resultCode": 0,
    }
    return {
        "id": payload["chargeId"],
        "internalId": "i-1",
        "orderId": payload["orderId"],
        "status": status,
        "merchantAccount": payload["merchantAccount"],
        "lineItem": {"amount": payload["price"], "currency": payload["currency"], "description": payload["description"]},
        "transactions": [approved] if status == "CHARGED" else [],
        "paymentType": "CREDIT_CARD",
    }


def signed(body: dict[str, Any], *, key: str = NOTIFY) -> tuple[bytes, dict[str, str]]:
    raw = json.dumps(body).encode()
    return raw, {"x-callback-signature": hmac.new(key.encode(), raw, hashlib.sha256).hexdigest()}
