"""Limits shared through a real server: one count for all, and no harm when it goes away."""

import asyncio
import signal
import sys
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from serai.kit import shared_limits
from serai.kit.clock import Clock, FrozenClock
from serai.kit.limits import Memory, Window
from serai.kit.shared_limits import Shared
from tests.kit.redis_server import Server, running

START = datetime(2026, 4, 8, 10, 0, tzinfo=UTC)
LIMIT = (Window(10, 60), Window(100, 3600))


@pytest.fixture
def server() -> Iterator[Server]:
    with running() as made:
        yield made


class Hands:
    """A steady clock that only the test moves."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@asynccontextmanager
async def shared(server: Server, clock: Clock | None = None, hands: Hands | None = None) -> AsyncIterator[Shared]:
    clock = clock or FrozenClock(START)
    made = Shared(server.url, clock, Memory(clock), steady=hands or Hands())
    yield made
    await made.close()


async def timed(limiter: Shared, key: str = "k") -> tuple[bool, float]:
    started = time.perf_counter()
    standing = await limiter.hit(key, LIMIT)
    return standing.allowed, time.perf_counter() - started


@pytest.fixture(autouse=True)
def patient(monkeypatch: pytest.MonkeyPatch) -> None:
    """A busy machine must not be taken for a server that is away."""
    monkeypatch.setattr(shared_limits, "PATIENCE", 2.0)


async def test_two_clients_have_one_count(server) -> None:
    async with shared(server) as one, shared(server) as other:
        standings = [await limiter.hit("k", LIMIT) for limiter in (one, other) * 6]

    assert [s.allowed for s in standings] == [True] * 10 + [False] * 2
    assert [s.remaining for s in standings] == [9, 8, 7, 6, 5, 4, 3, 2, 1, 0, 0, 0]


PROCESS = """
import asyncio, sys
from serai.kit.clock import FrozenClock
from serai.kit import shared_limits
from serai.kit.limits import Memory, Window
from serai.kit.shared_limits import Shared
from datetime import UTC, datetime

shared_limits.PATIENCE = 10.0

async def main():
    clock = FrozenClock(datetime(2026, 4, 8, 10, 0, tzinfo=UTC))
    limiter = Shared(sys.argv[1], clock, Memory(clock))
    print(sum([(await limiter.hit("k", (Window(100, 60),))).allowed for _ in range(80)]))
    await limiter.close()

asyncio.run(main())
"""


async def test_two_processes_that_hit_at_once_get_no_more_than_the_limit_together(server) -> None:
    command = [sys.executable, "-c", PROCESS, server.url]
    running = [await asyncio.create_subprocess_exec(*command, stdout=asyncio.subprocess.PIPE) for _ in range(2)]

    allowed = [int((await process.communicate())[0]) for process in running]

    assert sum(allowed) == 100


async def test_many_hits_at_once_are_counted_one_by_one(server) -> None:
    async with shared(server) as limiter:
        standings = await asyncio.gather(*(limiter.hit("k", LIMIT) for _ in range(60)))

    assert sum(s.allowed for s in standings) == 10


async def test_looking_counts_nothing_and_keys_end_by_themselves(server) -> None:
    async with shared(server) as limiter:
        await limiter.look("k", LIMIT)
        assert await limiter._client.keys() == []

        await limiter.hit("k", LIMIT)
        [key] = await limiter._client.keys()

        assert await limiter._client.ttl(key) == 7200
        assert b"k" not in key.removeprefix(b"serai:limit:")


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(waits=st.lists(st.integers(0, 40_000), max_size=40), most=st.integers(1, 5))
async def test_the_server_counts_exactly_as_this_process_does(server, waits, most) -> None:
    clock = FrozenClock(START)
    memory = Memory(clock)
    limits = (Window(most, 60), Window(most * 3, 600))
    async with shared(server, clock) as limiter:
        await limiter._client.flushall()
        for wait in waits:
            clock.advance(wait / 1000)
            assert await limiter.hit("k", limits) == await memory.hit("k", limits)
            assert await limiter.look("k", limits) == await memory.look("k", limits)


@pytest.mark.parametrize("ailment", ["stopped", "frozen"])
async def test_without_the_server_one_request_waits_once_and_limits_still_hold(server, ailment) -> None:
    async with shared(server) as limiter:
        for _ in range(4):
            await limiter.hit("k", LIMIT)
        server.stop() if ailment == "stopped" else server.signal(signal.SIGSTOP)

        first = await timed(limiter)
        later = [await timed(limiter) for _ in range(7)]

        assert first[0]
        assert first[1] < shared_limits.PATIENCE * 2
        assert max(seconds for _, seconds in later) < shared_limits.PATIENCE / 2
        assert [allowed for allowed, _ in later] == [True] * 5 + [False] * 2  # ten in all: those before are not forgotten


async def test_while_the_server_is_frozen_one_request_a_pause_tries_it(server) -> None:
    hands = Hands()
    async with shared(server, hands=hands) as limiter:
        await limiter.hit("k", LIMIT)
        server.signal(signal.SIGSTOP)
        await limiter.hit("k", LIMIT)
        hands.seconds += shared_limits.PAUSE

        tries = await asyncio.gather(*(timed(limiter, f"k{number}") for number in range(20)))

        assert sum(seconds >= shared_limits.PATIENCE * 0.9 for _, seconds in tries) == 1


@pytest.mark.parametrize("ailment", ["stopped", "frozen"])
async def test_when_the_server_is_back_the_count_is_shared_again(server, ailment) -> None:
    hands = Hands()
    async with shared(server, hands=hands) as limiter, shared(server) as other:
        server.stop() if ailment == "stopped" else server.signal(signal.SIGSTOP)
        await limiter.hit("k", LIMIT)
        server.start() if ailment == "stopped" else server.signal(signal.SIGCONT)
        hands.seconds += shared_limits.PAUSE

        back = await limiter.hit("new", LIMIT)
        seen = await other.look("new", LIMIT)

        assert (back.remaining, seen.remaining) == (9, 9)


async def test_an_answer_that_came_too_late_is_nobody_elses(server) -> None:
    """A connection given up in the middle of a command must not hand its answer to the next one."""
    hands = Hands()
    async with shared(server, hands=hands) as limiter:
        await limiter.hit("a", LIMIT)
        server.signal(signal.SIGSTOP)
        await limiter.hit("a", LIMIT)
        server.signal(signal.SIGCONT)
        hands.seconds += shared_limits.PAUSE

        assert (await limiter.look("b", LIMIT)).remaining == 10


def test_an_address_that_is_none_is_refused_at_once() -> None:
    with pytest.raises(ValueError, match="scheme"):
        Shared("http://cache", Clock(), Memory(Clock()))
