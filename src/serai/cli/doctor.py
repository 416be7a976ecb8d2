"""What is configured, reachable, pending."""

from collections.abc import AsyncIterator

from serai import settings
from serai.cli.database import opened
from serai.core import audit
from serai.kit import migrate
from serai.kit.db import Database
from serai.kit.errors import DomainError

VERSION = "select current_setting('server_version_num')::int / 10000"
OLDEST = 15


async def doctor(*, deep: bool = False) -> int:
    """Print a line per finding, `ok` or `wrong` first; 1 when anything is wrong. `deep`: go through every store's data."""
    config = settings.load()
    print(f"ok    data folder {config.data_dir}")
    print(f"ok    database {'from SERAI_DATABASE_URL' if config.database_url else 'embedded'}")
    wrong = 0
    try:
        async with opened(migrated=False) as database:
            async for fine, text in _looked_at(database, deep=deep):
                print(f"{'ok   ' if fine else 'wrong'} {text}")
                wrong += not fine
    except DomainError:
        print("wrong database cannot be reached")
        wrong += 1
    if config.valkey_url:
        fine = await _reachable(config.valkey_url)
        print(f"{'ok   ' if fine else 'wrong'} Valkey {'answers' if fine else 'cannot be reached'}")
        wrong += not fine
    return 1 if wrong else 0


async def _looked_at(database: Database, *, deep: bool) -> AsyncIterator[tuple[bool, str]]:
    version = await database.value(VERSION)
    yield version >= OLDEST, f"PostgreSQL {version}"
    pending = await migrate.pending(database)
    yield not pending, f"migrations pending: {', '.join(pending)}" if pending else "migrations applied"
    if deep and not pending:
        sound = True
        async for finding in audit.audit(database):
            sound = False
            yield False, f"store {finding.store}: {finding.check}: {finding.text}"
        if sound:
            yield True, "every store's stock, orders, payments and ledgers agree"


async def _reachable(url: str) -> bool:
    from valkey.asyncio import Valkey
    from valkey.exceptions import ValkeyError

    client = Valkey.from_url(url, socket_timeout=1, socket_connect_timeout=1)
    try:
        return bool(await client.ping())
    except (ValkeyError, OSError):
        return False
    finally:
        await client.aclose()
