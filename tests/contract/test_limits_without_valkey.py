"""The server of the shared limits stops or freezes: reads are served, log-ins stay limited, nobody gets a 5xx."""

import dataclasses
import signal
import time

import pytest

from serai.app import compose
from serai.kit import shared_limits
from serai.kit.limits import Memory
from serai.kit.shared_limits import Shared
from tests.conftest import client
from tests.contract.skalia.conftest import bearer
from tests.kit.redis_server import running

WRONG = {"email": "merchant@example.com", "password": "not this one"}


@pytest.mark.parametrize("ailment", ["stopped", "frozen"])
async def test_without_valkey_reads_are_served_and_log_ins_stay_limited(config, services, make, ailment, monkeypatch) -> None:
    monkeypatch.setattr(shared_limits, "PATIENCE", 2.0)  # so that a busy machine is not taken for a server that is away
    account = await make.account(email=WRONG["email"])
    with running() as server:
        limiter = Shared(server.url, services.clock, Memory(services.clock))
        front = compose(config, dataclasses.replace(services, limiter=limiter, limits_on=True))
        async with client(front, "/skalia/api/v1") as http:
            before = [(await http.post("/auth/login", json=WRONG)).status_code for _ in range(4)]
            server.stop() if ailment == "stopped" else server.signal(signal.SIGSTOP)

            started = time.perf_counter()
            reads = [await http.get("/stores", headers={"authorization": bearer(services, account)}) for _ in range(5)]
            took = time.perf_counter() - started
            after = [(await http.post("/auth/login", json=WRONG)).status_code for _ in range(8)]
        await limiter.close()

    assert before + after == [401] * 10 + [429] * 2
    assert [read.status_code for read in reads] == [200] * 5
    assert [read.headers["x-ratelimit-remaining"] for read in reads] == ["299", "298", "297", "296", "295"]
    assert took < 2 * shared_limits.PATIENCE  # one of the five waited
