"""Somebody opens a payment page: a new charge at the gateway, for the one order."""

import secrets
from typing import Final

from serai.core.billing import payments
from serai.core.billing.errors import PageGone, TooManyOpenings
from serai.core.billing.gateway import Gateway, Launch, Opened
from serai.core.billing.model import Payment
from serai.kit.crypto import Vault
from serai.kit.db import Database, Tx

MOST: Final = 20
"""Openings of one page."""

OPEN = """
insert into plan_payment_attempts (payment_id, charge, opened_at)
select $1, $2, $3
 where (select count(*) from plan_payment_attempts where payment_id = $1) < $4
"""

CUSTOMER = "select display_name, email, language from users where id = $1"

KEEP = "update plan_payment_attempts set secret = $2 where charge = $1"


async def page_of(database: Database, gateway: Gateway, token: str) -> Payment:
    """The payment of a page that still stands. Raises PageGone."""
    payment = await payments.by_token(database, token)
    if payment.token_until <= database.clock.now() or payment.gateway != gateway.name:
        raise PageGone("page")
    return payment


async def open_page(database: Database, gateway: Gateway, vault: Vault, payment: Payment, *, back_url: str) -> Opened:
    """How the browser gets to the gateway's page. Raises TooManyOpenings, Unavailable."""
    charge = f"{payment.transaction_number}-{secrets.token_hex(5)}"

    async def work(tx: Tx) -> bool:
        return bool(await tx.run(OPEN, payment.id, charge, tx.now, MOST))

    if not await database.write(work):
        raise TooManyOpenings(1800)
    opened = await gateway.open(await _launch(database, payment, charge, back_url))
    if opened.secret is not None:
        await database.run(KEEP, charge, vault.seal(opened.secret.encode(), purpose=payments.PURPOSE))
    return opened


async def _launch(database: Database, payment: Payment, charge: str, back_url: str) -> Launch:
    row = await database.one(CUSTOMER, payment.user)
    assert row is not None  # noqa: S101 - a payment's user is there
    return Launch(
        charge=charge,
        payment=payment,
        description=f"Serai {payment.plan} ({payment.cycle})",
        customer_name=row["display_name"],
        customer_email=row["email"],
        language=row["language"],
        back_url=back_url,
    )
