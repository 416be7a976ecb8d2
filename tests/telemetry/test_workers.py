"""What a collector gets to know of background work: two workers, and three receivers of which one refuses."""

import json
import secrets
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from itertools import count

import pytest

from serai.core.stores import Store
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from serai.kit.outbox import Event
from tests.chaos.workers import emit, endpoint, start, until
from tests.conftest import clone, make_services
from tests.factories import Make
from tests.kit.listener import Listener, accept, listening, status
from tests.telemetry.collector import Collector, Span, collecting, end

SECRET_PATH = "/services/T0-only-its-owner-knows"
BUYER, NUMBER = "nadia.benali@example.com", "a-number-of-an-order"
UNTOLD = "select count(*) from stores_with_events"
WAITING = "select count(*) from webhook_deliveries where status = 'pending' and tries = 0"


@dataclass
class Worked:
    collector: Collector
    good: Listener
    bad: Listener
    stores: list[Store] = field(default_factory=list)
    lines: list[dict[str, object]] = field(default_factory=list)

    def deliveries(self, store: Store) -> list[Span]:
        """The attempts of one store."""
        return [s for s in self.collector.spans if s.name.startswith("deliver ") and s.values["serai.store"] == store.id]

    def below(self, span: Span) -> list[Span]:
        return [each for each in self.collector.trace(span.trace) if each.parent == span.id]


@pytest.fixture(scope="module")
async def worked(server_url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Worked]:
    """A store whose receiver takes everything, one whose receiver is broken, one with an event that nobody can write."""
    folder = tmp_path_factory.mktemp("traced")
    async with clone(server_url) as url, connect(url, Clock()) as database, collecting() as collector:
        async with listening(accept) as good, listening(lambda _: _refuse()) as bad:
            found = Worked(collector, good, bad)
            make = Make(make_services(database))
            for port in (good.port, bad.port, good.port):
                found.stores.append(await make.store())
                await endpoint(database, found.stores[-1], f"http://127.0.0.1:{port}{SECRET_PATH}?token={secrets.token_hex(8)}")
            logs = [folder / "1", folder / "2"]
            workers = [start(url, folder, log=log, **collector.environment) for log in logs]
            try:
                await _work(found, database)
                assert [await end(worker) for worker in workers] == [0, 0]
            finally:
                for worker in workers:
                    worker.kill()
                    worker.wait()
            found.lines = [json.loads(line) for log in logs for line in log.read_text().splitlines()]
        yield found


async def _refuse() -> bytes:
    return status(500)


async def _work(found: Worked, database: Database) -> None:
    first, second, third = found.stores
    await emit(database, second, ["refused"])
    payload = {"number": "unwritten", "email": BUYER}  # without what such an event has
    async with database.begin() as tx:
        tx.emit(Event(third.id, "order.created", 1, 1, payload))
    number = count()

    async def both_have() -> bool:
        await emit(database, first, [f"{NUMBER}-{next(number)}"])
        await until(lambda: _all_tried(database), seconds=120)
        return len({span.resource["service.instance.id"] for span in found.collector.spans}) == 2

    await until(both_have, seconds=240, every=0.1)


async def _all_tried(database: Database) -> bool:
    return not await database.value(UNTOLD) and not await database.value(WAITING)


def test_an_attempt_is_a_span_around_its_call(worked: Worked) -> None:
    attempts = worked.deliveries(worked.stores[0])
    assert attempts
    for attempt in attempts:
        assert attempt.name == "deliver order.created"
        assert not attempt.failed
        assert attempt.values["serai.attempt"] == 1
        assert attempt.values["serai.delivery.status"] == "delivered"
        (call,) = worked.below(attempt)
        assert (call.name, call.kind, call.failed) == ("POST", "CLIENT", False)
        assert call.values == {
            "http.request.method": "POST",
            "http.response.status_code": 200,
            "url.scheme": "http",
            "server.address": "127.0.0.1",
            "server.port": worked.good.port,
        }


def test_a_refused_attempt_has_failed_and_so_has_its_call(worked: Worked) -> None:
    attempt = worked.deliveries(worked.stores[1])[0]
    (call,) = worked.below(attempt)

    assert attempt.failed
    assert attempt.values["error.type"] == "500"
    assert attempt.values["serai.delivery.status"] == "pending"
    assert call.failed
    assert call.values["http.response.status_code"] == 500


def test_attempts_belong_to_the_round_that_took_them(worked: Worked) -> None:
    attempt = worked.deliveries(worked.stores[0])[0]
    (root,) = (span for span in worked.collector.trace(attempt.trace) if not span.parent)

    assert root.name == "job deliveries"
    assert root.values["serai.job"] == "deliveries"
    assert "UPDATE webhook_queues" in {span.name for span in worked.below(root)}


def test_only_rounds_that_found_something_are_told(worked: Worked) -> None:
    rounds = [span for span in worked.collector.spans if "serai.job" in span.values]

    assert {"deliveries", "fan-out"} <= {span.values["serai.job"] for span in rounds}
    assert [span for span in rounds if not span.values["serai.job.found"] and not span.failed] == []
    roots = {span.trace for span in rounds}
    assert {span.trace for span in worked.collector.spans} <= roots, "statements of a round that is not told"


def test_both_workers_send(worked: Worked) -> None:
    resources = [span.resource for span in worked.collector.spans]

    assert {resource["service.name"] for resource in resources} == {"serai"}
    assert len({resource["service.instance.id"] for resource in resources}) == 2


def test_a_line_within_a_span_names_it(worked: Worked) -> None:
    lines = [line for line in worked.lines if line["event"] == "event cannot be written"]
    attempts = worked.deliveries(worked.stores[2])

    assert [(line["trace_id"], line["span_id"]) for line in lines] == [(span.trace, span.id) for span in attempts]
    assert len(attempts) == 1
    assert attempts[0].failed


def test_where_it_is_sent_and_what_is_sent_stays_secret(worked: Worked) -> None:
    sent = {request.path for request in worked.good.requests}
    proofs = {request.headers["webhook-signature"] for request in worked.good.requests}

    assert any(path.startswith(SECRET_PATH) for path in sent)
    secret = [SECRET_PATH, SECRET_PATH.rsplit("/", maxsplit=1)[-1], "token=", NUMBER, BUYER, *proofs]
    assert [each for each in secret if each.encode() in worked.collector.bytes] == []


def test_nobody_else_is_told_the_trace(worked: Worked) -> None:
    assert worked.good.requests
    assert not any("traceparent" in request.headers for request in worked.good.requests)
