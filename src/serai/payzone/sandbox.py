"""A gateway of our own, where a person decides what becomes of a payment. It sends callbacks like any other."""

from collections.abc import Mapping

from serai.core.billing.gateway import Attempt, Launch, Notice, Opened, Outcome, Redirect
from serai.core.billing.model import Payment, PaymentStatus
from serai.payzone import callbacks, seed_form
from serai.payzone.config import Config


class Sandbox:
    """Knows nothing but what somebody presses on its page."""

    name = "sandbox"
    account = "sandbox"

    def __init__(self, config: Config) -> None:
        self._keys = config.keys

    def page(self, token: str) -> str:
        return f"/pay/sandbox/{token}"

    async def open(self, launch: Launch) -> Opened:
        return Opened(Redirect(launch.back_url))

    async def ask(self, payment: Payment, attempt: Attempt) -> Outcome | None:  # noqa: ARG002 - it keeps no books
        return None

    def read(self, body: bytes, headers: Mapping[str, str]) -> Notice:
        return callbacks.read(self._keys, body, headers, body_signature=True)

    def told(self, payment: Payment) -> bytes:
        return seed_form.written(self._keys[0], payment, payment.status)

    def pressed(self, payment: Payment, status: PaymentStatus) -> bytes:
        """The callback that follows a button of the page."""
        return seed_form.written(self._keys[0], payment, status)
