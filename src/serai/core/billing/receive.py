"""A callback arrives."""

import hmac
from collections.abc import Mapping
from datetime import timedelta
from typing import Final

import structlog

from serai.core.billing import payments
from serai.core.billing.ask import ask
from serai.core.billing.errors import BadSignature
from serai.core.billing.gateway import Gateway, Notice
from serai.core.billing.model import Payment
from serai.core.billing.settle import Evidence, settle
from serai.kit.crypto import Vault
from serai.kit.db import Database
from serai.kit.errors import NotFound

KEPT: Final = timedelta(days=90)
_MOST_ATTEMPTS: Final = 20

FORGET = "delete from plan_payment_notices where received_at < $1"

log = structlog.get_logger("serai.billing")


async def receive(database: Database, gateway: Gateway, vault: Vault, *, body: bytes, headers: Mapping[str, str]) -> Payment:
    """Check a callback and do what it says. One that proves nothing makes us ask the gateway.

    Raises: BadSignature, NotFound (a genuine one about no order of ours), PaymentMismatch, Unavailable.
    """
    try:
        notice = gateway.read(body, headers)
    except BadSignature:
        log.warning("callback refused", size=len(body))
        raise
    if notice.outcome is not None:
        return await settle(database, notice.outcome, evidence=Evidence(body, headers))
    return await ask(database, gateway, vault, await _proven(database, vault, notice))


async def _proven(database: Database, vault: Vault, notice: Notice) -> Payment:
    """The payment, when the callback knows an attempt's secret. An unknown order sounds like a wrong secret."""
    try:
        payment = await payments.get(database, notice.order_number)
    except NotFound:
        raise BadSignature from None
    proof = (notice.proof or "").encode()
    known = await payments.attempts(database, vault, payment, most=_MOST_ATTEMPTS)
    if not any(each.secret and hmac.compare_digest(each.secret.encode(), proof) for each in known):
        raise BadSignature
    return payment


async def forget_notices(database: Database) -> int:
    """Forget callbacks that nobody disputes any more; the number of them."""
    return await database.run(FORGET, database.clock.now() - KEPT)
