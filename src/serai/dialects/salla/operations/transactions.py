"""What was paid and what went back."""

from serai.core import orders
from serai.core.orders import PaymentId
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import PageQuery, listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, answer
from serai.dialects.salla.shapes.transactions import TransactionOut, transaction_out
from serai.dialects.salla.view import view
from serai.wire.call import Call
from serai.wire.operation import Operations

transactions = Operations("Transactions", under="/admin/v2")


@transactions.get("/transactions", scope="transactions.read")
async def list_transactions(call: Call, query: PageQuery) -> Listed[TransactionOut]:
    """Payments and refunds, newest first."""
    slice_, looks = slice_of(call, query), view(call)
    found = await orders.payments(call.db, app(call).store, slice_)
    return listed(call, slice_, found, lambda payment: transaction_out(payment, looks))


@transactions.get("/transactions/{transaction:transaction}", scope="transactions.read")
async def get_transaction(call: Call, transaction: int) -> Answer[TransactionOut]:
    """One of them."""
    found = await orders.payment(call.db, app(call).store, PaymentId(transaction))
    return answer(call, transaction_out(found, view(call)))
