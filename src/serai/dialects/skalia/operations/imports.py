"""Products in and out as Shopify's product CSV."""

from typing import Final

from serai.core import transfer
from serai.core.stores import StoreId
from serai.core.transfer import ImportId
from serai.dialects.skalia.auth import own
from serai.dialects.skalia.paging import Item
from serai.dialects.skalia.shapes.imports import ImportOut, ImportQuery, import_out
from serai.wire.call import Call, Reply
from serai.wire.operation import Operations
from serai.wire.stream import streamed

LARGEST: Final = 64 * 1024 * 1024
SHOWN: Final = 100
"""Errors in a report; the file has all."""
CSV: Final = "text/csv; charset=utf-8"

imports = Operations("Imports")


@imports.post("/stores/{id:store}/imports", status=202, media="text/csv", largest=LARGEST)
async def request_import(call: Call, id: StoreId, query: ImportQuery, body: bytes) -> Item[ImportOut]:  # noqa: A002
    """Import products from a Shopify product CSV; ask for its report until the status is `done` or `failed`."""
    store = own(call, id)
    made = await transfer.request_import(call.tx, store, body, dry_run=query.dry_run, file_name=query.file_name)
    return Item(import_out(made))


@imports.get("/stores/{id:store}/imports/{import_id:import}")
async def get_import(call: Call, id: StoreId, import_id: ImportId) -> Item[ImportOut]:  # noqa: A002
    """How an import goes: what was done, and which lines were wrong."""
    found = await transfer.get_import(call.db, own(call, id), import_id)
    errors = await transfer.faults_of(call.db, found.store, found.id, warnings=False, most=SHOWN)
    warnings = await transfer.faults_of(call.db, found.store, found.id, warnings=True, most=SHOWN)
    return Item(import_out(found, errors, warnings))


@imports.get("/stores/{id:store}/imports/{import_id:import}/errors.csv", gives="text/csv")
async def get_import_errors(call: Call, id: StoreId, import_id: ImportId) -> Reply:  # noqa: A002
    """All errors and warnings of an import as CSV: line, column, message, value."""
    found = await transfer.get_import(call.db, own(call, id), import_id)
    return await streamed(
        transfer.faults_file(call.db, found.store, found.id), media=CSV, file_name=f"import-{found.id}-errors.csv"
    )


@imports.get("/stores/{id:store}/products.csv", gives="text/csv")
async def export_products(call: Call, id: StoreId) -> Reply:  # noqa: A002
    """Export a store's products as a Shopify product CSV, which an import takes back as it is."""
    return await streamed(transfer.dump(call.db, own(call, id)), media=CSV, file_name="products.csv")
