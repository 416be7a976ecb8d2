"""Limits that several processes share, counted in Valkey or Redis; without it, each process counts on for itself."""

import asyncio
import time
from collections.abc import Callable
from typing import Final

import structlog
from valkey.asyncio import BlockingConnectionPool, Valkey
from valkey.exceptions import ValkeyError

from serai.kit.clock import Clock
from serai.kit.limits import Memory, Standing, Tally, Window, digest, judge, milliseconds

PATIENCE: Final = 0.1
"""Seconds that one request waits for the server, connecting included."""
PAUSE: Final = 5.0
"""Seconds without asking, after it failed."""
_CONNECTIONS: Final = 32

# KEYS: the counter, a hash with one field per window. ARGV: milliseconds since 1970, 1 to count or 0, then most and
# seconds of each window. Returns whether there was room, then each tally. The arithmetic is that of kit/limits.
SCRIPT: Final = """
local now, count = tonumber(ARGV[1]), ARGV[2] == '1'
local room, longest, answer = 1, 0, {}
for i = 3, #ARGV, 2 do
  local most, seconds = tonumber(ARGV[i]), tonumber(ARGV[i + 1])
  local length = seconds * 1000
  local number, hits, before = math.floor(now / length), 0, 0
  local kept = redis.call('hget', KEYS[1], ARGV[i + 1])
  if kept then
    local n, h, b = string.match(kept, '(%d+) (%d+) (%d+)')
    n, h, b = tonumber(n), tonumber(h), tonumber(b)
    if n == number or n == number + 1 then number, hits, before = n, h, b
    elseif n == number - 1 then before = h end
  end
  local passed = math.max(0, now - number * length)
  if (most - hits) * length - before * (length - passed) < length then room = 0 end
  longest = math.max(longest, seconds)
  answer[#answer + 1], answer[#answer + 2], answer[#answer + 3] = number, hits, before
end
if count and room == 1 then
  for i = 1, #answer, 3 do
    answer[i + 1] = answer[i + 1] + 1
    local seconds = ARGV[4 + (i - 1) / 3 * 2]
    redis.call('hset', KEYS[1], seconds, string.format('%d %d %d', answer[i], answer[i + 1], answer[i + 2]))
  end
  redis.call('expire', KEYS[1], 2 * longest)
end
return {room, unpack(answer)}
"""

log = structlog.get_logger("serai.limits")


class Shared:
    """One round trip a hit. After a failure `memory` answers for PAUSE seconds, then one request tries the server again.

    `memory` is told every answer, so that a key that is used up stays so when the server goes away.
    """

    def __init__(self, url: str, clock: Clock, memory: Memory, *, steady: Callable[[], float] = time.monotonic) -> None:
        """`url` as `valkey://`, `redis://`, `rediss://` or `unix://`. Connects when first used. Raises ValueError."""
        pool = BlockingConnectionPool.from_url(
            url,
            max_connections=_CONNECTIONS,
            timeout=PATIENCE,
            socket_connect_timeout=PATIENCE,
            socket_timeout=PATIENCE,
            lib_name=None,
            lib_version=None,
        )
        self._client = Valkey.from_pool(pool)
        self._script = self._client.register_script(SCRIPT)
        self._clock = clock
        self._memory = memory
        self._steady = steady
        self._away_until: float | None = None

    async def hit(self, key: str, windows: tuple[Window, ...]) -> Standing:
        found = await self._ask(key, windows, count=1)
        return await self._memory.hit(key, windows) if found is None else found

    async def look(self, key: str, windows: tuple[Window, ...]) -> Standing:
        found = await self._ask(key, windows, count=0)
        return await self._memory.look(key, windows) if found is None else found

    async def close(self) -> None:
        await self._client.aclose()

    async def _ask(self, key: str, windows: tuple[Window, ...], *, count: int) -> Standing | None:
        """The shared standing; None when the server is away."""
        trying = self._away_until is not None
        if trying and not self._may_try():
            return None
        now = milliseconds(self._clock)
        limits = [value for window in windows for value in (window.most, window.seconds)]
        try:
            async with asyncio.timeout(PATIENCE):
                room, *flat = await self._script(keys=["serai:limit:" + digest(key)], args=[now, count, *limits])
        except (ValkeyError, OSError, TimeoutError) as error:
            self._went_away(error)
            return None
        if trying:
            self._is_back()
        tallies: list[Tally] = [(flat[i], flat[i + 1], flat[i + 2]) for i in range(0, len(flat), 3)]
        self._memory.learn(key, windows, tallies)
        return judge(tallies, windows, now, allowed=bool(room))

    # ── the breaker ──

    def _may_try(self) -> bool:
        """Once per pause: one request tries, the others go on without."""
        if self._away_until is not None and self._steady() < self._away_until:
            return False
        self._away_until = self._steady() + PAUSE
        return True

    def _went_away(self, error: Exception) -> None:
        if self._away_until is None:
            log.warning("shared limits are away; counting in this process", error=repr(error))
        self._away_until = self._steady() + PAUSE

    def _is_back(self) -> None:
        self._away_until = None
        log.info("shared limits are back")
