"""No collector, a collector that is away, and the end of a process: the shop goes on as if nothing were the matter."""

import asyncio
import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from serai import settings, telemetry
from serai.kit.clock import Clock
from serai.kit.db import connect
from serai.telemetry import USUAL, Parts
from tests.chaos.server import serving
from tests.conftest import clone, make_services
from tests.factories import Make
from tests.telemetry.collector import collecting, end, sending_to

REQUESTS = 60

# A process as the HTTP server makes one: started, asked once, ended. No database is needed to be there.
_LIVE = """
import asyncio, sys
from serai.app import create

async def live():
    app = create()
    steps = [{"type": "lifespan.startup"}, {"type": "lifespan.shutdown"}]
    done = []
    async def receive():
        return steps[len(done)]
    async def send(message):
        done.append(message)
        if len(done) == 1:
            scope = {"type": "http", "method": "GET", "path": "/docs", "raw_path": b"/docs", "query_string": b"", "headers": [],
                     "scheme": "http", "http_version": "1.1", "client": ("127.0.0.1", 1), "server": ("127.0.0.1", 2)}
            await app(scope, receive, answer)
    async def answer(message):
        done.append(message) if message.get("status", 200) != 200 else None
    await app({"type": "lifespan"}, receive, send)
    assert [message["type"] for message in done] == ["lifespan.startup.complete", "lifespan.shutdown.complete"], done

asyncio.run(live())
print(any(name.startswith("opentelemetry") for name in sys.modules))
"""


def _lives(folder: Path, **environment: str) -> str:
    given = {name: value for name, value in os.environ.items() if not name.startswith("OTEL_")}
    ours = {"SERAI_DATABASE_URL": "postgresql://127.0.0.1:1/none", "SERAI_DATA_DIR": str(folder), **environment}
    done = subprocess.run(
        [sys.executable, "-c", _LIVE], env=given | ours, capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def test_without_a_collector_nothing_of_it_is_imported(tmp_path: Path) -> None:
    assert _lives(tmp_path) == "False"
    assert _lives(tmp_path, **sending_to(1)) == "True", "and this test would notice"


def test_without_a_collector_a_process_is_made_of_the_usual_parts() -> None:
    assert telemetry.start(None) is USUAL

    async def front(*_: object) -> None:
        raise AssertionError

    assert USUAL.served(front) is front


_HERE = "http://collector:4318"


@pytest.mark.parametrize(
    ("environ", "protocol"),
    [
        ({}, None),
        ({"OTEL_SERVICE_NAME": "shop"}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": ""}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": _HERE}, "http/protobuf"),
        ({"OTEL_EXPORTER_OTLP_TRACES_ENDPOINT": _HERE}, "http/protobuf"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": _HERE, "OTEL_SDK_DISABLED": "False"}, "http/protobuf"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": _HERE, "OTEL_SDK_DISABLED": "True"}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": _HERE, "OTEL_TRACES_EXPORTER": "none"}, None),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": _HERE, "OTEL_TRACES_EXPORTER": "otlp"}, "http/protobuf"),
        ({"OTEL_EXPORTER_OTLP_ENDPOINT": _HERE, "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc"}, "grpc"),
        (
            {
                "OTEL_EXPORTER_OTLP_ENDPOINT": _HERE,
                "OTEL_EXPORTER_OTLP_PROTOCOL": "grpc",
                "OTEL_EXPORTER_OTLP_TRACES_PROTOCOL": "http/protobuf",
            },
            "http/protobuf",
        ),
    ],
)
def test_the_standard_variables_decide(tmp_path: Path, environ: dict[str, str], protocol: str | None) -> None:
    assert settings.load({"SERAI_DATA_DIR": str(tmp_path), **environ}).traces == protocol


# ── what stands in the way of traces is said in one line ──


def _warned(protocol: str) -> tuple[Parts, str]:
    with capture_logs() as lines:
        parts = telemetry.start(protocol)
    (line,) = lines
    assert (line["event"], line["log_level"]) == ("no traces", "warning")
    return parts, line["reason"]


def test_without_the_extra_it_says_so_and_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delitem(sys.modules, "serai.telemetry.tracing", raising=False)
    monkeypatch.delattr("serai.telemetry.tracing", raising=False)
    monkeypatch.setitem(sys.modules, "opentelemetry", None)

    parts, reason = _warned("http/protobuf")

    assert parts is USUAL
    assert reason.endswith("pip install 'serai[telemetry]'")


def test_a_protocol_that_is_not_spoken(monkeypatch: pytest.MonkeyPatch) -> None:
    parts, reason = _warned("grpc")

    assert parts is USUAL
    assert reason == "OTEL_EXPORTER_OTLP_PROTOCOL asks for grpc; there is http/protobuf only"


def test_a_variable_that_cannot_be_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OTEL_BSP_MAX_QUEUE_SIZE", "-1")
    monkeypatch.setenv("OTEL_EXPORTER_OTLP_ENDPOINT", _HERE)

    parts, reason = _warned("http/protobuf")

    assert parts is USUAL
    assert "max_queue_size" in reason


# ── real servers ──


@pytest.fixture(params=["closed", "silent"])
async def away(request: pytest.FixtureRequest) -> AsyncIterator[int]:
    """The port of a collector that is not there, or that takes everything and never answers."""
    if request.param == "closed":
        with socket.socket() as held:
            held.bind(("127.0.0.1", 0))  # and nobody else can listen there meanwhile
            yield held.getsockname()[1]
        return
    over = asyncio.Event()

    async def never(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await over.wait()
        writer.close()

    async with await asyncio.start_server(never, "127.0.0.1", 0) as server:
        yield server.sockets[0].getsockname()[1]
        over.set()


@pytest.fixture
async def shop(server_url: str) -> AsyncIterator[tuple[str, str]]:
    """The database's address and a key."""
    async with clone(server_url) as url:
        async with connect(url, Clock()) as database:
            make = Make(make_services(database))
            key = await make.key(await make.store())
        yield url, key


async def test_a_collector_that_is_away_is_not_missed(away: int, shop: tuple[str, str], tmp_path: Path) -> None:
    url, key = shop
    log, began = tmp_path / "log", time.monotonic()
    environment = {**sending_to(away, every=20), "OTEL_BSP_MAX_QUEUE_SIZE": "8", "OTEL_BSP_MAX_EXPORT_BATCH_SIZE": "2"}

    async with serving(url, tmp_path, log=log, **environment) as server, server.client() as client:
        answers = [await client.get("/salloq/api/products", headers={"X-API-Key": key}) for _ in range(REQUESTS)]
        assert await end(server.process) == 0

    assert [answer.status_code for answer in answers] == [200] * REQUESTS
    lines = [json.loads(line) for line in log.read_text().splitlines()]
    assert {line["event"] for line in lines} <= {"traces"}
    assert len(lines) <= 1 + (time.monotonic() - began) / 60, "more than one line a minute"


async def test_what_is_left_is_sent_at_the_end(shop: tuple[str, str], tmp_path: Path) -> None:
    url, key = shop
    async with collecting() as collector:
        environment = sending_to(collector.listener.port, every=600_000)
        async with serving(url, tmp_path, **environment) as server, server.client() as client:
            await client.get("/salloq/api/products", headers={"X-API-Key": key})
            assert collector.spans == []
            assert await end(server.process) == 0

        assert [span.name for span in collector.spans if span.kind == "SERVER"] == ["GET salloq list_products"]


# ── what the libraries have to say ──


def test_the_libraries_complain_in_one_line_a_minute(monkeypatch: pytest.MonkeyPatch) -> None:
    import logging

    from serai.telemetry import tracing

    now = [1000.0]
    monkeypatch.setattr(tracing.time, "monotonic", lambda: now[0])
    complaints = tracing.Complaints()
    with capture_logs() as lines:
        for second in range(150):
            now[0] = 1000.0 + second
            complaints.handle(logging.makeLogRecord({"msg": "away %s", "args": (second,), "levelno": logging.WARNING}))

    assert [line["said"] for line in lines] == ["away 0", "away 60", "away 120"]


def test_a_line_names_the_span_it_was_written_in(ended: object) -> None:
    from serai.telemetry.spans import TRACER
    from serai.telemetry.tracing import named

    assert named(None, "info", {"event": "x"}) == {"event": "x"}
    with TRACER.start_as_current_span("a") as span:
        line = named(None, "info", {"event": "x"})
    context = span.get_span_context()

    assert line == {"event": "x", "trace_id": f"{context.trace_id:032x}", "span_id": f"{context.span_id:016x}"}
