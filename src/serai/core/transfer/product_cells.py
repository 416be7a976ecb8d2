"""What the first line of a product says about the product."""

from typing import Any, Final

from serai.core.transfer import cells
from serai.core.transfer.beyond import NOTHING, decode
from serai.core.transfer.columns import BEYOND, DEFAULTS
from serai.core.transfer.image_cells import POSITION, are_unplaced
from serai.core.transfer.sheet import Sheet
from serai.core.transfer.source import Record

COLUMNS: Final = {
    "Title": ("name", ""),
    "Body (HTML)": ("description", ""),
    "Vendor": ("vendor", None),
    "Type": ("product_type", None),
    "SEO Title": ("seo_title", None),
    "SEO Description": ("seo_description", None),
}
"""Columns that are taken as they are, with the model's word and what it has for a blank cell."""


def facts(sheet: Sheet, row: Record, *, whole: bool) -> dict[str, Any]:
    """The fields of a Draft (its types are checked there); for a part of a product only those whose cells are not blank."""
    said: dict[str, Any] = {
        field: sheet.text(row, column) or blank
        for column, (field, blank) in COLUMNS.items()
        if sheet.has(column) and (whole or sheet.text(row, column))
    }
    if sheet.has("Tags") and (whole or sheet.text(row, "Tags").strip()):
        said["tags"] = cells.tags(sheet.text(row, "Tags"))
    said["extra"] = _kept(sheet, row, whole=whole)
    _read_status(sheet, row, said)
    if whole and are_unplaced(sheet):
        said["extra"][POSITION] = ""
    if sheet.has(BEYOND) and (whole or sheet.text(row, BEYOND).strip()):
        said["beyond"] = sheet.read(row, BEYOND, decode, otherwise=NOTHING)
        if said["beyond"].tags is not None:
            said["tags"] = said["beyond"].tags
    return said


def _read_status(sheet: Sheet, row: Record, said: dict[str, Any]) -> None:
    """The status by both columns. Words that an export would not choose itself are kept, so that it repeats them."""
    status = cells.status(
        sheet.read(row, "Published", cells.published, otherwise=None),
        sheet.read(row, "Status", cells.for_sale, otherwise=None),
    )
    if status is None:
        return
    said["status"] = status
    for column, usual in zip(("Published", "Status"), cells.status_words(status), strict=True):
        if sheet.has(column) and sheet.text(row, column) != usual:
            said["extra"][column] = sheet.text(row, column)


def _kept(sheet: Sheet, row: Record, *, whole: bool) -> dict[str, str]:
    return {name: cell for at, name in sheet.layout.of_product if (cell := row.cells[at]) or (whole and name in DEFAULTS)}
