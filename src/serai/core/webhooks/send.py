"""One attempt: the letter is written in its format, signed, sent, and its outcome judged."""

import time
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Final
from urllib.parse import urlsplit

import structlog

from serai.core.apps import Strategy
from serai.core.webhooks import schedule, signature
from serai.core.webhooks.claim import Letter, Recipient
from serai.core.webhooks.model import Format, Seal, Status, Wire
from serai.core.webhooks.record import UNWRITTEN, Outcome
from serai.kit.addresses import Blocked
from serai.kit.clock import Clock
from serai.kit.outgoing import Answer, Outgoing, Unreachable

EXCERPT: Final = 1000
"""Characters of a request and of its answer that are kept."""
AGENT: Final = "Serai-Webhooks/1"

log = structlog.get_logger("serai.webhooks")


class Sender:
    """Sends letters; `wires` has every format's way of writing."""

    def __init__(self, outgoing: Outgoing, wires: Mapping[Format, Wire], clock: Clock) -> None:
        self._outgoing = outgoing
        self._wires = wires
        self._clock = clock

    async def send(self, letter: Letter, to: Recipient) -> Outcome:
        """Never raises: what cannot even be written has failed too, and for good."""
        began = self._clock.now()
        started = time.perf_counter()
        if not to.secrets:
            return self._outcome(letter, to, began, 0.0, b"", None, "The signing secret cannot be opened")
        answer, error = None, None
        try:
            wire = self._wires[to.format]
            body = wire.body(letter.occurrence)
            headers = _headers(wire, letter, body, to, began)
        except Exception:
            log.exception("event cannot be written", delivery=letter.delivery, kind=letter.occurrence.kind)
            return self._outcome(letter, to, began, 0.0, b"", None, UNWRITTEN)
        try:
            answer = await self._outgoing.post(to.url, body, headers, seconds=wire.policy.seconds)
        except (Blocked, Unreachable) as failure:
            error = str(failure)
        return self._outcome(letter, to, began, time.perf_counter() - started, body, answer, error)

    def _outcome(
        self,
        letter: Letter,
        to: Recipient,
        began: datetime,
        seconds: float,
        body: bytes,
        answer: Answer | None,
        error: str | None,
    ) -> Outcome:
        policy = self._wires[to.format].policy
        taken = answer is not None and answer.status in policy.accepted
        due_at = None
        if not taken and error != UNWRITTEN:
            due_at = schedule.next_due(
                tries=letter.tries + 1,
                begun=letter.begun_at or began,
                now=began + timedelta(seconds=seconds),
                headers={} if answer is None else answer.headers,
                policy=policy,
            )
        kept = not letter.occurrence.is_secret
        return Outcome(
            delivery=letter.delivery,
            status=Status.DELIVERED if taken else Status.PENDING if due_at else Status.FAILED,
            due_at=due_at,
            tried_at=began,
            milliseconds=round(seconds * 1000),
            answer=None if answer is None else answer.status,
            error=error,
            url=_shown(to.url),
            request=_excerpt(body) if kept else "",
            response=_excerpt(answer.body) if answer is not None and kept else None,
        )


# Names that say how to read the request, or who sent it: never the endpoint's to choose.
_OURS: Final = frozenset({"connection", "content-length", "expect", "host", "te", "trailer", "transfer-encoding", "upgrade"})
_PROOFS: Final = frozenset({"x-salla-signature", "x-salla-security-strategy"})


def _headers(wire: Wire, letter: Letter, body: bytes, to: Recipient, at: datetime) -> dict[str, str]:
    """The format's own are signed with the newest secret, the standard ones with each that counts.

    What the endpoint asked for comes first, so that it replaces none of them.
    """
    occurrence = letter.occurrence
    refused = _OURS if to.strategy is Strategy.NONE else _OURS | _PROOFS
    return {
        **{name.lower(): value for name, value in to.headers if name.lower() not in refused},
        "content-type": "application/json",
        "user-agent": AGENT,
        **wire.headers(occurrence, body, Seal(to.secrets[0], to.strategy, to.id, letter.delivery)),
        **signature.standard(occurrence.message, at, body, to.secrets),
    }


def _shown(url: str) -> str:
    """Without the query, which may hold a token."""
    return urlsplit(url)._replace(query="", fragment="").geturl()


def _excerpt(raw: bytes) -> str:
    """The beginning as text that can be stored."""
    return raw[: EXCERPT * 4].decode("utf-8", "replace").replace("\x00", "\ufffd")[:EXCERPT]
