"""Time that a test moves, the same in every process."""

import asyncio
from datetime import timedelta

import pytest

from serai.kit.db import Database
from serai.kit.errors import Invalid
from serai.kit.shared_clock import FURTHEST, SharedClock

SLACK = timedelta(seconds=5)


async def test_every_clock_follows_and_keeps_ticking(database: Database) -> None:
    one, other = SharedClock(), SharedClock()
    before = other.now()

    await one.move(database, 3600)
    await one.move(database, 1.5)

    assert await other.follow(database)
    assert not await other.follow(database)
    assert timedelta(seconds=3601.5) <= other.now() - before < timedelta(seconds=3601.5) + SLACK
    assert abs(one.now() - other.now()) < SLACK
    first = other.now()
    await asyncio.sleep(0.002)
    assert other.now() > first


@pytest.mark.parametrize("seconds", [-1, FURTHEST + 1, float("nan"), float("inf")])
async def test_it_never_goes_back_nor_out_of_reach(database: Database, seconds: float) -> None:
    clock = SharedClock()

    with pytest.raises(Invalid):
        await clock.move(database, seconds)

    assert not await clock.follow(database)


async def test_a_clock_that_nobody_moved_is_the_system_s(database: Database) -> None:
    assert not await SharedClock().follow(database)
