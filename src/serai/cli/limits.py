"""Rate limits of one store."""

from serai.cli import Failed
from serai.cli.database import opened
from serai.core import stores
from serai.dialects.scayle_admin.limits import PER_MINUTE
from serai.kit.errors import NotFound


async def change(slug: str, scope: str, per_minute: int | None) -> int:
    """Let the store's SCAYLE keys ask so often in a scope; None: as often as everybody."""
    if scope not in PER_MINUTE:
        raise Failed(f"there is no scope '{scope}'; there are {', '.join(PER_MINUTE)}")
    if per_minute is not None and not 1 <= per_minute <= 1_000_000:
        raise Failed("--per-minute must be from 1 to 1,000,000")
    async with opened() as database:
        try:
            store = await stores.by_slug(database, slug)
        except NotFound:
            raise Failed(f"there is no store '{slug}'") from None
        async with database.begin() as tx:
            await stores.change_rate_limit(tx, store, scope, per_minute)
    print(f"{scope} of {slug}: {per_minute or PER_MINUTE[scope]} a minute")
    return 0
