"""Asking for an import, which a worker then carries out."""

from io import BytesIO

from serai.core.stores import StoreId
from serai.core.transfer.model import Import, ImportId
from serai.core.transfer.reports import get_import
from serai.core.transfer.source import recognise
from serai.kit.db import Tx
from serai.kit.errors import Invalid
from serai.kit.text import is_storable

LARGEST_NAME = 255

INSERT = """
insert into imports (store_id, state, dry_run, file_name, content, created_at)
values ($1, 'queued', $2, $3, $4, $5)
returning id
"""

# Held until commit, so that a worker that just found nothing does not take the store off the list (see `run`).
ANNOUNCE = """
insert into stores_with_imports (store_id)
values ($1)
    on conflict (store_id) do update set leased_until = stores_with_imports.leased_until
"""


async def request_import(tx: Tx, store: StoreId, content: bytes, *, dry_run: bool, file_name: str | None = None) -> Import:
    """Queue the file. Raises Invalid on `file` when it is empty or no product CSV; its products are looked at later."""
    if file_name is not None and (len(file_name) > LARGEST_NAME or not is_storable(file_name)):
        raise Invalid.one("file_name", f"May have at most {LARGEST_NAME} characters.")
    recognise(BytesIO(content))
    made = ImportId(await tx.value(INSERT, store, dry_run, file_name, content, tx.now))
    await tx.run(ANNOUNCE, store)
    return await get_import(tx, store, made)
