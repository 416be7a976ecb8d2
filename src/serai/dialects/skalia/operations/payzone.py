"""Paying for a plan by card."""

from typing import Final

from serai.core import billing
from serai.core.billing import Gateway
from serai.dialects.skalia.auth import account
from serai.dialects.skalia.shapes.payzone import (
    Processed,
    Started,
    Transaction,
    TransactionIn,
    Verified,
    VerifyIn,
    started_out,
    transaction_out,
    verified_out,
)
from serai.kit.limits import Window
from serai.wire.call import Call
from serai.wire.operation import Operations

payzone = Operations("PayZone")

CALLBACK: Final = "/billing/payzone/callback"
_OFTEN: Final = (Window(1_200, 60), Window(30_000, 3600))
"""The payment service's few servers tell us of everybody's payments."""
_LARGEST: Final = 64 * 1024
_KEPT_HEADERS: Final = frozenset({"content-type", "user-agent", "x-callback-signature"})


def _gateway(call: Call) -> Gateway:
    gateway: Gateway = call.services.extras["payzone"]
    return gateway


@payzone.post("/billing/payzone/transaction", status=201)
async def create_transaction(call: Call, body: TransactionIn) -> Started:
    """Start a card payment for a plan."""
    ours = f"{call.origin}{call.mount}/api/v1{CALLBACK}"
    wanted = body.to_core(callback_url=ours)
    payment, page = await billing.start_payment(call.tx, _gateway(call), account(call).user.id, wanted)
    return started_out(payment, payment_url=call.origin + page)


async def _ask(call: Call, body: VerifyIn) -> VerifyIn:
    """The gateway is asked ahead of the transaction."""
    s = call.services
    await billing.verify(s.database, _gateway(call), s.vault, account(call).user.id, order_number=body.order_id)
    return body


@payzone.post("/billing/payzone/verify", before=_ask)
async def verify_payment(call: Call, body: VerifyIn) -> Verified:  # noqa: ARG001 - `before` has looked at it
    """The plan, once its payment is there; 409 before."""
    return verified_out(await billing.subscription(call.tx, account(call).user.id), call.tx.now)


@payzone.get("/billing/payzone/transaction/{order_id:order_number}")
async def get_transaction(call: Call, order_id: str) -> Transaction:
    """A card payment of the account."""
    return transaction_out(await billing.payment_of_user(call.db, account(call).user.id, order_id))


@payzone.post(
    CALLBACK,
    public=True,
    writes=False,
    idempotent=False,
    largest=_LARGEST,
    windows=_OFTEN,
)
async def receive_callback(call: Call, body: bytes) -> Processed:
    """The payment service tells what became of a payment. Signed, and as often as it likes."""
    s = call.services
    headers = {name: value for name, value in call.headers.items() if name in _KEPT_HEADERS}
    await billing.receive(s.database, _gateway(call), s.vault, body=body, headers=headers)
    return Processed("OK", "Callback processed successfully")
