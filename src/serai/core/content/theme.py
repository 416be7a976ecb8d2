"""The theme of a store's draft. A store without a row has the default one."""

import msgspec

from serai.core import stores
from serai.core.content.default_theme import DEFAULT
from serai.core.content.model import Theme, ThemeChange
from serai.core.content.theme_rules import merged
from serai.core.stores import StoreId
from serai.kit.db import Db, Tx

GET = "select theme from themes where store_id = $1"

SAVE = """
insert into themes (store_id, theme, updated_at)
values ($1, $2, $3)
    on conflict (store_id) do update
   set theme = excluded.theme, updated_at = excluded.updated_at
"""


async def read_theme(db: Db, store: StoreId) -> Theme:
    """The draft, which visitors see once it is published."""
    return decoded(await db.value(GET, store))


async def change_theme(tx: Tx, store: StoreId, *, change: ThemeChange) -> Theme:
    """The whole theme with the change merged in. Raises NotFound, Invalid naming every value that is wrong.

    Source: docs/dialects/skalia.md, "Store configuration".
    """
    await stores.lock(tx, store)
    after = merged(await read_theme(tx, store), change)
    await tx.run(SAVE, store, encoded(after), tx.now)
    await stores.touch(tx, store)
    return after


def decoded(text: str | None) -> Theme:
    return DEFAULT if text is None else msgspec.json.decode(text, type=Theme)


def encoded(theme: Theme) -> str:
    return msgspec.json.encode(theme).decode()
