"""The deadline of a request against the standard library's, which it stands in for."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager

import pytest

from serai.wire.deadline import Deadline

Timed = Callable[[float], AbstractAsyncContextManager[object]]


@asynccontextmanager
async def ours(seconds: float) -> AsyncIterator[None]:
    with Deadline(seconds):
        yield


@pytest.fixture(params=[ours, asyncio.timeout], ids=["ours", "asyncio"])
def timed(request: pytest.FixtureRequest) -> Timed:
    return request.param  # type: ignore[no-any-return]


async def test_what_takes_too_long_is_cancelled(timed: Timed) -> None:
    ended: list[str] = []

    async def work() -> None:
        async with timed(0.01):
            try:
                await asyncio.sleep(60)
            except asyncio.CancelledError:
                ended.append("cancelled")
                raise

    with pytest.raises(TimeoutError):
        await work()

    assert ended == ["cancelled"]
    task = asyncio.current_task()
    assert task is not None
    assert task.cancelling() == 0


async def test_what_is_done_in_time_is_left_alone(timed: Timed) -> None:
    async with timed(0.01):
        await asyncio.sleep(0)
    await asyncio.sleep(0.03)


async def test_a_mistake_within_comes_out_as_it_is(timed: Timed) -> None:
    with pytest.raises(KeyError):
        async with timed(60):
            raise KeyError("a")


async def test_the_nearer_of_two_deadlines_counts(timed: Timed) -> None:
    async with timed(60):
        with pytest.raises(TimeoutError):
            async with timed(0.01):
                await asyncio.sleep(60)


async def test_whoever_cancels_the_task_is_heard(timed: Timed) -> None:
    begun = asyncio.Event()

    async def work() -> None:
        async with timed(60):
            begun.set()
            await asyncio.sleep(60)

    task = asyncio.create_task(work())
    await begun.wait()
    task.cancel()

    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_cancellation_is_no_timeout_when_both_come_at_once(timed: Timed) -> None:
    async def work() -> None:
        async with timed(0):
            task = asyncio.current_task()
            assert task is not None
            task.cancel()
            await asyncio.sleep(60)

    with pytest.raises(asyncio.CancelledError):
        await asyncio.create_task(work())
