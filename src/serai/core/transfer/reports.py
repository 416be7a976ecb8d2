"""How imports went."""

from collections.abc import AsyncIterator

from serai.core.stores import StoreId
from serai.core.transfer.faults import HEAD, Fault, faults_csv
from serai.core.transfer.model import Import, ImportId, State
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound

GET = """
select store_id, id, state, dry_run, file_name, total_lines, lines, products_created, products_updated, products_unchanged,
       products_failed, error_count, warning_count, failure, created_at, started_at, finished_at
  from imports
 where store_id = $1 and id = $2
"""

FAULTS = """
select id, line, column_name, message, value, is_warning
  from import_faults
 where store_id = $1 and import_id = $2 and id > $3 and ($4::boolean is null or is_warning = $4)
 order by id
 limit $5
"""

AT_ONCE = 1_000


async def get_import(db: Db, store: StoreId, which: ImportId) -> Import:
    """An import of the store. Raises NotFound, for another store's too."""
    row = await db.one(GET, store, which)
    if row is None:
        raise NotFound("import")
    return Import(
        store=StoreId(row["store_id"]),
        id=ImportId(row["id"]),
        state=State(row["state"]),
        dry_run=row["dry_run"],
        file_name=row["file_name"],
        total_lines=row["total_lines"],
        lines=row["lines"],
        created=row["products_created"],
        updated=row["products_updated"],
        unchanged=row["products_unchanged"],
        failed=row["products_failed"],
        errors=row["error_count"],
        warnings=row["warning_count"],
        failure=row["failure"],
        created_at=row["created_at"],
        started_at=row["started_at"],
        finished_at=row["finished_at"],
    )


async def faults_of(db: Db, store: StoreId, which: ImportId, *, warnings: bool, most: int) -> list[Fault]:
    """The first `most` errors, or warnings, in the order of their lines within each part of the file."""
    return [_fault(row) for row in await db.all(FAULTS, store, which, 0, warnings, most)]


async def faults_file(db: Db, store: StoreId, which: ImportId) -> AsyncIterator[bytes]:
    """All errors and warnings as `line,column,message,value`, in pieces."""
    last = 0
    yield HEAD
    while rows := await db.all(FAULTS, store, which, last, None, AT_ONCE):
        last = rows[-1]["id"]
        yield faults_csv(map(_fault, rows))


def _fault(row: Row) -> Fault:
    return Fault(row["line"], row["column_name"], row["message"], row["value"], row["is_warning"])
