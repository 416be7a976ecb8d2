"""Card payments as they are."""

from serai.core.accounts import UserId
from serai.core.billing.errors import PageGone
from serai.core.billing.gateway import Attempt
from serai.core.billing.model import Cycle, Payment, PaymentId, PaymentStatus, RequestId
from serai.kit.crypto import Vault, digest
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import NotFound

PURPOSE = "payment attempts"

COLUMNS = """
       id, request_id, user_id, order_number, transaction_number, plan, billing_cycle, amount_minor, currency, status,
       gateway, account, return_url, cancel_url, callback_url, notify_url, flag, created_at, completed_at, refunded_at,
       token_until
"""

BY_ORDER = f"""
select {COLUMNS}
  from plan_payments
 where order_number = $1
"""

LOCK = f"""
select {COLUMNS}
  from plan_payments
 where order_number = $1
   for no key update
"""

BY_TOKEN = f"""
select {COLUMNS}
  from plan_payments
 where token_digest = $1
"""

ATTEMPTS = """
select charge, secret
  from plan_payment_attempts
 where payment_id = $1
 order by id desc
 limit $2
"""


def payment_of(row: Row | None) -> Payment:
    """The payment in a row that has all of its columns. Raises NotFound when there is no row."""
    if row is None:
        raise NotFound("order")
    return Payment(
        id=PaymentId(row["id"]),
        request=RequestId(row["request_id"]),
        user=UserId(row["user_id"]),
        order_number=row["order_number"],
        transaction_number=row["transaction_number"],
        plan=row["plan"],
        cycle=Cycle(row["billing_cycle"]),
        amount_minor=row["amount_minor"],
        currency=row["currency"],
        status=PaymentStatus(row["status"]),
        gateway=row["gateway"],
        account=row["account"],
        return_url=row["return_url"],
        cancel_url=row["cancel_url"],
        callback_url=row["callback_url"],
        notify_url=row["notify_url"],
        flag=row["flag"],
        created_at=row["created_at"],
        completed_at=row["completed_at"],
        refunded_at=row["refunded_at"],
        token_until=row["token_until"],
    )


async def get(db: Db, order_number: str) -> Payment:
    """Raises NotFound."""
    return payment_of(await db.one(BY_ORDER, order_number))


async def of_user(db: Db, user: UserId, order_number: str) -> Payment:
    """Raises NotFound, for somebody else's too."""
    payment = await get(db, order_number)
    if payment.user != user:
        raise NotFound("order")
    return payment


async def lock(tx: Tx, order_number: str) -> Payment:
    """Nobody else changes it until the transaction ends. Raises NotFound."""
    return payment_of(await tx.one(LOCK, order_number))


async def by_token(db: Db, token: str) -> Payment:
    """The payment whose page has this token in its address, however old. Raises PageGone."""
    row = await db.one(BY_TOKEN, digest(token))
    if row is None:
        raise PageGone("page")
    return payment_of(row)


async def attempts(db: Db, vault: Vault, payment: Payment, *, most: int) -> tuple[Attempt, ...]:
    """The latest openings of the gateway's page, newest first."""
    return tuple(_attempt_of(vault, row) for row in await db.all(ATTEMPTS, payment.id, most))


def _attempt_of(vault: Vault, row: Row) -> Attempt:
    sealed = row["secret"]
    secret = None if sealed is None else vault.open(sealed, purpose=PURPOSE)
    return Attempt(row["charge"], None if secret is None else secret.decode())
