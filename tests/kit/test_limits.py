"""Limits in one process: never too many, and every promised moment is true."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from serai.kit.clock import FrozenClock
from serai.kit.limits import Memory, Window, milliseconds

START = datetime(2026, 4, 8, 10, 0, tzinfo=UTC)

windows = st.lists(
    st.builds(Window, st.integers(1, 12), st.sampled_from([1, 7, 60, 3600])),
    min_size=1,
    max_size=2,
    unique_by=lambda w: w.seconds,
).map(tuple)
pauses = st.lists(st.integers(0, 90_000), max_size=60)
"""Milliseconds between hits."""


@given(windows, pauses)
async def test_no_aligned_window_ever_has_more_than_it_may(limits, waits) -> None:
    clock = FrozenClock(START)
    memory = Memory(clock)
    counted = {}

    for wait in waits:
        clock.advance(wait / 1000)
        if (await memory.hit("k", limits)).allowed:
            for window in limits:
                number = (window, milliseconds(clock) // (window.seconds * 1000))
                counted[number] = counted.get(number, 0) + 1

    assert all(hits <= window.most for (window, _), hits in counted.items())


@given(windows, pauses)
async def test_who_waits_as_long_as_told_gets_in_and_reset_is_no_earlier(limits, waits) -> None:
    clock = FrozenClock(START)
    memory = Memory(clock)

    for wait in waits:
        clock.advance(wait / 1000)
        standing = await memory.hit("k", limits)
        if not standing.allowed:
            assert standing.remaining == 0
            assert standing.retry_after >= 1
            assert standing.reset - clock.now().timestamp() <= standing.retry_after
            clock.advance(standing.retry_after)
            assert (await memory.look("k", limits)).allowed
        if standing.remaining == 0:
            clock.at = max(clock.at, datetime.fromtimestamp(standing.reset, UTC))
            assert (await memory.look("k", limits)).allowed


@given(windows, pauses)
async def test_the_remaining_hits_can_all_be_made_at_once(limits, waits) -> None:
    clock = FrozenClock(START)
    memory = Memory(clock)
    for wait in waits:
        clock.advance(wait / 1000)
        await memory.hit("k", limits)

    promised = (await memory.look("k", limits[:1])).remaining
    made = [(await memory.hit("k", limits[:1])).allowed for _ in range(promised + 1)]

    assert made == [True] * promised + [False]


async def test_a_refused_hit_counts_in_no_window() -> None:
    clock = FrozenClock(START)
    memory = Memory(clock)
    minute, hour = Window(1, 60), Window(5, 3600)
    await memory.hit("k", (minute, hour))

    refused = await memory.hit("k", (minute, hour))

    assert not refused.allowed
    assert (await memory.look("k", (hour,))).remaining == 4


async def test_the_window_with_the_smaller_share_left_is_shown() -> None:
    clock = FrozenClock(START)
    memory = Memory(clock)
    minute, hour = Window(30, 60), Window(500, 3600)

    first = await memory.hit("k", (minute, hour))
    for _ in range(20):
        clock.advance(120)
        later = await memory.hit("k", (minute, hour))

    assert (first.limit, first.remaining) == (30, 29)
    assert (later.limit, later.remaining) == (500, 479)


async def test_half_a_window_later_half_of_the_hits_before_still_count() -> None:
    clock = FrozenClock(START)
    memory = Memory(clock)
    for _ in range(10):
        await memory.hit("k", (Window(10, 60),))

    clock.advance(90)

    assert (await memory.look("k", (Window(10, 60),))).remaining == 5


async def test_a_clock_set_back_a_little_forgets_nothing() -> None:
    clock = FrozenClock(START)
    memory = Memory(clock)
    await memory.hit("k", (Window(1, 60),))

    clock.at -= timedelta(seconds=1)

    assert not (await memory.hit("k", (Window(1, 60),))).allowed


async def test_a_flood_of_other_keys_does_not_reset_a_key_that_is_used_up() -> None:
    clock = FrozenClock(START)
    memory = Memory(clock, most_keys=100)
    for _ in range(5):
        await memory.hit("attacker", (Window(5, 60),))

    for number in range(1000):
        await memory.hit(f"other {number}", (Window(5, 60),))

    assert not (await memory.hit("attacker", (Window(5, 60),))).allowed


async def test_memory_stays_bounded_and_counters_that_ended_go_first() -> None:
    clock = FrozenClock(START)
    memory = Memory(clock, most_keys=100)
    for number in range(100):
        for _ in range(3):
            await memory.hit(f"old {number}", (Window(5, 60),))
    clock.advance(120)

    await memory.hit("new", (Window(5, 60),))

    assert len(memory._tallies) == 100
    assert (await memory.look("new", (Window(5, 60),))).remaining == 4


async def test_a_long_key_costs_no_more_memory_than_a_short_one() -> None:
    memory = Memory(FrozenClock(START))

    await memory.hit("x" * 1_000_000, (Window(5, 60),))

    assert len(next(iter(memory._tallies))[0]) <= 100
    assert (await memory.look("x" * 1_000_000, (Window(5, 60),))).remaining == 4
