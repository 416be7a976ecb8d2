"""Sending a copy of what the gateway said to the address that a client chose."""

from typing import Final

from serai.core.billing.copies import Send
from serai.kit.addresses import Blocked
from serai.kit.outgoing import Outgoing, Unreachable

_HEADERS: Final = {"content-type": "application/json", "user-agent": "Serai"}
_TAKEN: Final = range(200, 300)


def sender(outgoing: Outgoing) -> Send:
    """Sends through the guard that webhooks go through; what it refuses was not taken."""

    async def send(url: str, body: bytes) -> bool:
        try:
            answer = await outgoing.post(url, body, _HEADERS)
        except (Blocked, Unreachable):
            return False
        return answer.status in _TAKEN

    return send
