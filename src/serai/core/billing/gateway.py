"""What a payment gateway is to the core: somebody who shows a page, answers questions, and sends signed messages."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Protocol

from msgspec import Struct

from serai.core.billing.model import Payment, PaymentStatus


class Launch(Struct, frozen=True, kw_only=True):
    """One opening of the gateway's page. `back_url` is where the browser returns to, `/success` and so on behind it."""

    charge: str
    payment: Payment
    description: str
    customer_name: str
    customer_email: str | None
    language: str
    back_url: str


class FormPost(Struct, frozen=True):
    """The browser posts these fields to the URL."""

    url: str
    fields: Mapping[str, str]


class Redirect(Struct, frozen=True):
    """The browser goes there."""

    url: str


class Opened(Struct, frozen=True):
    """How the browser gets to the page, and the gateway's own secret for this attempt when it has one."""

    way: FormPost | Redirect
    secret: str | None = None


class Attempt(Struct, frozen=True):
    """An earlier opening, for asking what became of it."""

    charge: str
    secret: str | None


class Outcome(Struct, frozen=True, kw_only=True):
    """What a gateway says of an order, proven by its signature or its answer.

    `amount` in whole units; None: not stated, as is None elsewhere. `is_doubtful`: it says paid and shows no approved
    payment. `refunded` comes on top of a status.
    """

    order_number: str
    status: PaymentStatus
    amount: Decimal | None = None
    currency: str | None = None
    account: str | None = None
    transaction_number: str | None = None
    is_doubtful: bool = False
    refunded: bool = False


class Notice(Struct, frozen=True, kw_only=True):
    """A callback that was read. Without an outcome it proves nothing but `proof`, an attempt's secret: ask the gateway."""

    order_number: str
    outcome: Outcome | None = None
    proof: str | None = None


class Gateway(Protocol):
    """`name` and `account` (the merchant's there) are kept with each payment. `page` is the path of the payment page.

    Whatever goes over the network raises Unavailable when the gateway cannot be reached or does not make sense.
    """

    name: str
    account: str

    def page(self, token: str) -> str:
        """The path of the payment page on this server."""

    async def open(self, launch: Launch) -> Opened:
        """Prepare the gateway's page."""

    async def ask(self, payment: Payment, attempt: Attempt) -> Outcome | None:
        """What became of an attempt; None when the gateway knows nothing of it."""

    def read(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        """Check and read a callback. Header names in lower case. Raises BadSignature."""

    def told(self, payment: Payment) -> bytes:
        """A signed message about the payment as it is, in the documentation's form."""
