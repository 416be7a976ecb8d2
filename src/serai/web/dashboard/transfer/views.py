"""The pages. A worker carries out what is asked for here."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final

from msgspec import Struct
from starlette.responses import Response, StreamingResponse

from serai.core import transfer
from serai.core.transfer import ImportId, State
from serai.web.dashboard.visit import Merchant
from serai.web.section import Section
from serai.web.visit import Answer, Done, Page

SECTION: Section[Merchant] = Section(Path(__file__).parent)
TRANSFER: Final = "/stores/{store:int}/transfer"
IMPORT: Final = TRANSFER + "/{import:int}"
LARGEST: Final = 65 * 2**20
"""Bytes of the form: a file of 64 MB and what is around it."""
SHOWN: Final = 100
"""Errors on the page; the file has all."""


class Upload(Struct):
    file: bytes
    dry_run: bool = False


@SECTION.page(TRANSFER)
async def transfer_page(_: Merchant) -> Answer:
    return Page("transfer.html")


@SECTION.form(TRANSFER, Upload, again=transfer_page, largest=LARGEST)
async def ask_for_import(visit: Merchant, form: Upload) -> Answer:
    made = await visit.write(lambda tx: transfer.request_import(tx, visit.store_id, form.file, dry_run=form.dry_run))
    return Done(f"{visit.here}/transfer/{made.id}", "asked")


@SECTION.page(f"{TRANSFER}/products.csv")
async def export(visit: Merchant) -> Answer:
    return await _download(transfer.dump(visit.db, visit.store_id), "products.csv")


@SECTION.page(IMPORT)
async def report(visit: Merchant) -> Answer:
    which = ImportId(visit.number("import"))
    found = await transfer.get_import(visit.db, visit.store_id, which)
    values = {
        "found": found,
        "is_pending": found.state in (State.QUEUED, State.RUNNING),
        "errors": await transfer.faults_of(visit.db, visit.store_id, which, warnings=False, most=SHOWN),
        "warnings": await transfer.faults_of(visit.db, visit.store_id, which, warnings=True, most=SHOWN),
    }
    return Page("report.html", values)


@SECTION.page(f"{IMPORT}/errors.csv")
async def errors_file(visit: Merchant) -> Answer:
    found = await transfer.get_import(visit.db, visit.store_id, ImportId(visit.number("import")))
    return await _download(transfer.faults_file(visit.db, visit.store_id, found.id), f"import-{found.id}-errors.csv")


async def _download(pieces: AsyncIterator[bytes], name: str) -> Response:
    """The first piece is made at once, so that what fails on the way to it is still a page."""
    first = await anext(pieces, b"")

    async def whole() -> AsyncIterator[bytes]:
        yield first
        async for piece in pieces:
            yield piece

    headers = {
        "content-disposition": f'attachment; filename="{name}"',
        "cache-control": "no-store",
        "x-content-type-options": "nosniff",
    }
    return StreamingResponse(whole(), headers=headers, media_type="text/csv")
