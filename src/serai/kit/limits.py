"""Sliding-window limits on how often something may happen.

The sliding window is two fixed ones: the present one counts in full, the one before by the share of it that still lies
within the last `seconds`. All of it is integer arithmetic in milliseconds, so that a promised moment is never early.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import Protocol

import msgspec

from serai.kit.clock import Clock

Tally = tuple[int, int, int]
"""The number of a fixed window, the hits in it, the hits in the one before."""

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_NOTHING: Tally = (0, 0, 0)
_LONGEST_KEY = 100


class Window(msgspec.Struct, frozen=True):
    """At most `most` (1 or more) within any `seconds`."""

    most: int
    seconds: int


class Standing(msgspec.Struct, frozen=True):
    """How a key stands after a hit, in the window with the smallest remaining share.

    `reset` is a Unix time, `resets_in` the seconds until then; `retry_after` in seconds: a hit then succeeds, if nobody
    else used the key meanwhile.
    """

    allowed: bool
    limit: int
    remaining: int
    reset: int
    retry_after: int
    resets_in: int = 0


class Limiter(Protocol):
    """Counts what a key does in windows of time, for one process or for all of them."""

    async def hit(self, key: str, windows: tuple[Window, ...]) -> Standing:
        """Count one more, unless a window is full already; then nothing is counted in any."""

    async def look(self, key: str, windows: tuple[Window, ...]) -> Standing:
        """The same answer without counting."""

    async def close(self) -> None:
        """Give back what it holds open."""


class Memory:
    """Counts in this process. `most_keys` bounds its memory: past it, one of the least recently used makes room."""

    def __init__(self, clock: Clock, *, most_keys: int = 200_000) -> None:
        self._clock = clock
        self._tallies: OrderedDict[tuple[str, int], Tally] = OrderedDict()
        self._most_keys = most_keys

    async def hit(self, key: str, windows: tuple[Window, ...]) -> Standing:
        return self._answer(key, windows, count=1)

    async def look(self, key: str, windows: tuple[Window, ...]) -> Standing:
        return self._answer(key, windows, count=0)

    async def close(self) -> None:
        """It holds nothing open."""

    def learn(self, key: str, windows: Sequence[Window], tallies: Sequence[Tally]) -> None:
        """Go on from what another counter of the same key knows."""
        key = _short(key)
        for window, tally in zip(windows, tallies, strict=True):
            if tally[1] or tally[2]:
                self._keep((key, window.seconds), tally)

    def _answer(self, key: str, windows: tuple[Window, ...], *, count: int) -> Standing:
        key = _short(key)
        now = milliseconds(self._clock)
        tallies, allowed = [], True
        for window in windows:
            tally = at(self._tallies.get((key, window.seconds), _NOTHING), window, now)
            allowed = allowed and has_room(tally, window, now)
            tallies.append(tally)
        if count and allowed:
            tallies = [(number, hits + 1, before) for number, hits, before in tallies]
            self.learn(key, windows, tallies)
        elif count:
            self._touch(key, windows)
        return judge(tallies, windows, now, allowed=allowed)

    def _touch(self, key: str, windows: tuple[Window, ...]) -> None:
        """A key that is being refused stays in use: waiting for its eviction is no way around the limit."""
        for window in windows:
            if (key, window.seconds) in self._tallies:
                self._tallies.move_to_end((key, window.seconds))

    def _keep(self, name: tuple[str, int], tally: Tally) -> None:
        self._tallies[name] = tally
        self._tallies.move_to_end(name)
        if len(self._tallies) > self._most_keys:
            del self._tallies[min(islice(self._tallies, 8), key=self._weight)]

    def _weight(self, name: tuple[str, int]) -> int:
        """What forgetting a counter would give away: its hits, none when they no longer count."""
        _, hits, before = at(self._tallies[name], Window(1, name[1]), milliseconds(self._clock))
        return hits + before


def _short(key: str) -> str:
    """Callers choose parts of some keys, such as the e-mail of a failed log-in: their length must not cost us memory."""
    return key if len(key) <= _LONGEST_KEY else digest(key)


def digest(key: str) -> str:
    """A key as 32 characters that tell nothing about it."""
    return hashlib.blake2b(key.encode(), digest_size=16).hexdigest()


# ── the arithmetic, shared with the counters in kit/shared_limits ──


def milliseconds(clock: Clock) -> int:
    """The clock's time since 1970."""
    return (clock.now() - _EPOCH) // _MILLISECOND


def at(tally: Tally, window: Window, now: int) -> Tally:
    """The tally as it is `now`. One window ahead stays as it is: some clock was set back a little."""
    number = now // (window.seconds * 1000)
    ahead = tally[0] - number
    if ahead in (0, 1):
        return tally
    return number, 0, tally[1] if ahead == -1 else 0


def has_room(tally: Tally, window: Window, now: int) -> bool:
    """Whether one more hit fits."""
    return _unused(tally, window, now) >= window.seconds * 1000


def judge(tallies: Sequence[Tally], windows: Sequence[Window], now: int, *, allowed: bool) -> Standing:
    """The standing of a hit that was `allowed` or not, from the tallies after it."""
    shown, longest, least, end = windows[0], -1, 2.0, 0
    for tally, window in zip(tallies, windows, strict=True):
        left = _unused(tally, window, now) // (window.seconds * 1000)
        wait = 0 if left >= 1 else _wait(tally, window, now)
        if wait > longest or (wait == longest and left / window.most < least):
            shown, longest, least, end = window, wait, max(0, left / window.most), (tally[0] + 1) * window.seconds
    return Standing(
        allowed,
        shown.most,
        round(least * shown.most),
        _seconds(now + longest) if longest else end,
        0 if allowed else max(1, _seconds(longest)),
        _seconds(longest or end * 1000 - now),
    )


def _unused(tally: Tally, window: Window, now: int) -> int:
    """Hits left, times the window's milliseconds: a whole number, whatever the shares."""
    number, hits, before = tally
    length = window.seconds * 1000
    passed = max(0, now - number * length)
    return (window.most - hits) * length - before * (length - passed)


def _wait(tally: Tally, window: Window, now: int) -> int:
    """Milliseconds until one more fits: within this fixed window while its own hits allow, else within the next."""
    number, hits, before = tally
    length = window.seconds * 1000
    spare = window.most - 1 - hits
    if spare < 0:
        number, spare, before = number + 1, window.most - 1, hits
    passed = length - spare * length // before if before > spare else 0
    return max(0, number * length + passed - now)


def _seconds(milliseconds: int) -> int:
    """Rounded up, so that it is never too early."""
    return -(-milliseconds // 1000)
