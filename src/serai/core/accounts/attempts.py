"""Wrong passwords are counted, and after ten of them in a quarter of an hour nobody is asked any more."""

from typing import Final

from serai.kit.errors import TooMany
from serai.kit.limits import Limiter, Window

FAILURES: Final = (Window(10, 900),)


async def check(limiter: Limiter, key: str) -> None:
    """Raises TooMany when the failures are used up."""
    standing = await limiter.look(key, FAILURES)
    if not standing.allowed:
        raise TooMany(standing.retry_after)


async def settle(limiter: Limiter, key: str, *, right: bool) -> None:
    """Count a failure. Raises TooMany when others used the failures up meanwhile: a burst learns no more than ten answers."""
    standing = await (limiter.look(key, FAILURES) if right else limiter.hit(key, FAILURES))
    if not standing.allowed:
        raise TooMany(standing.retry_after)
