"""Spans for what is sent to others: to whom, and what came of it. Paths and queries of their URLs may hold secrets."""

from collections.abc import Mapping
from typing import Final

import httpx
from opentelemetry.trace import Span, SpanKind

from serai.core.webhooks import Letter, Outcome, Recipient, Sender
from serai.kit.addresses import target
from serai.kit.outgoing import CONNECT_SECONDS, TOTAL_SECONDS, Answer, Outgoing
from serai.telemetry.spans import Values, fail, span

_FAILED: Final = 400


class Calls(Outgoing):
    """Calls of URLs that others chose, each a span. Its trace is nobody else's business: no header says which it is."""

    async def post(
        self,
        url: str,
        body: bytes,
        headers: Mapping[str, str],
        *,
        seconds: float = TOTAL_SECONDS,
        connect: float = CONNECT_SECONDS,
    ) -> Answer:
        with span("POST", SpanKind.CLIENT, _values("POST", target(url).url)) as made:
            answer = await super().post(url, body, headers, seconds=seconds, connect=connect)
            _answered(made, answer.status)
        return answer


class Network(httpx.AsyncBaseTransport):
    """The way to a payment gateway. Clients come and go, so it keeps no connection for the next one."""

    def __init__(self) -> None:
        self._network = httpx.AsyncHTTPTransport(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        with span(request.method, SpanKind.CLIENT, _values(request.method, request.url)) as made:
            response = await self._network.handle_async_request(request)
            _answered(made, response.status_code)
        return response


class Deliveries(Sender):
    """Attempts to deliver webhooks, each a span around its call."""

    async def send(self, letter: Letter, to: Recipient) -> Outcome:
        event = letter.occurrence
        values: dict[str, str | int] = {
            "serai.store": event.store,
            "serai.endpoint": to.id,
            "serai.delivery": letter.delivery,
            "serai.event": event.kind,
            "serai.attempt": letter.tries + 1,
        }
        with span(f"deliver {event.kind}", SpanKind.INTERNAL, values) as made:
            outcome = await super().send(letter, to)
            made.set_attribute("serai.delivery.status", outcome.status.value)
            if not outcome.is_well:
                fail(made, str(outcome.answer) if outcome.answer is not None else "unanswered")
        return outcome


def _values(method: str, url: httpx.URL) -> Values:
    port = url.port or (443 if url.scheme == "https" else 80)
    return {"http.request.method": method, "url.scheme": url.scheme, "server.address": url.host, "server.port": port}


def _answered(made: Span, status: int) -> None:
    made.set_attribute("http.response.status_code", status)
    if status >= _FAILED:
        fail(made, str(status))
