"""A product's images, from whichever of its lines have one."""

from msgspec import UNSET, UnsetType

from serai.core.catalog import Image
from serai.core.transfer import cells
from serai.core.transfer.cells import BadCell
from serai.core.transfer.sheet import Sheet
from serai.core.transfer.source import Record

SOURCE, POSITION, ALT = "Image Src", "Image Position", "Image Alt Text"


def images(sheet: Sheet) -> tuple[Image, ...] | UnsetType:
    """In the order of their positions, those without one behind the line before. UNSET when the file has no such column.

    A file may repeat an image on each variant's line: the same address at the same position is one image.
    """
    if not sheet.has(SOURCE):
        return UNSET
    found: list[tuple[int, Image]] = []
    seen: set[tuple[str, str]] = set()
    for row in sheet.rows:
        source = sheet.text(row, SOURCE)
        key = (source, sheet.text(row, POSITION).strip())
        if not source.strip() or key in seen:
            continue
        seen.add(key)
        url = sheet.read(row, SOURCE, cells.url, otherwise="")
        found.append((_position(sheet, row, otherwise=found[-1][0] if found else 0), Image(url, sheet.text(row, ALT))))
    found.sort(key=lambda pair: pair[0])
    return tuple(image for _, image in found)


def are_unplaced(sheet: Sheet) -> bool:
    """Whether the product has images and none of them a position."""
    placed = [sheet.text(row, POSITION).strip() for row in sheet.rows if sheet.text(row, SOURCE).strip()]
    return bool(placed) and not any(placed)


def picture(sheet: Sheet, row: Record) -> str | None | UnsetType:
    """The variant's own image."""
    return sheet.said(row, "Variant Image", blank=None, read=cells.url)


def _position(sheet: Sheet, row: Record, *, otherwise: int) -> int:
    if not sheet.text(row, POSITION).strip():
        return otherwise
    return sheet.read(row, POSITION, _place, otherwise=otherwise)


def _place(text: str) -> int:
    place = cells.quantity(text)
    if place < 0:
        raise BadCell("Must not be negative.")
    return place
