"""The lines of a product to what they say. Pure: nothing here knows what the store has."""

from collections.abc import Sequence

from msgspec import UNSET, UnsetType

from serai.core.transfer import image_cells, product_cells, variant_cells
from serai.core.transfer.columns import OF_PRODUCT
from serai.core.transfer.draft import Draft, DraftVariant
from serai.core.transfer.sheet import Sheet
from serai.core.transfer.source import Record


def interpret(sheet: Sheet) -> Draft | None:
    """The product, or None when its lines have an error; `sheet.faults` then says which.

    Lines with a title say a whole product, and a blank cell of theirs means nothing. Lines without one say a part: what is
    blank stays. Lines of a handle that stands further up only add variants and images.
    """
    if not sheet.rows:
        return None
    first = sheet.rows[0]
    whole = not sheet.group.continues and bool(sheet.text(first, "Title").strip())
    if sheet.group.continues:
        sheet.warn(first, "Handle", "Stands further up too, with other products between: these lines were added to it.")
    _check_handle(sheet, first)
    names = variant_cells.option_names(sheet, first)
    rows = variant_cells.rows(sheet, whole=whole)
    tracked = variant_cells.is_tracked(sheet, rows)
    facts = {} if sheet.group.continues else product_cells.facts(sheet, first, whole=whole)
    own = facts["beyond"].track_inventory if "beyond" in facts else None
    variants = variant_cells.variants(sheet, rows, names, tracked=(tracked is True if own is None else own), whole=whole)
    _check_later_lines(sheet, rows)
    draft = Draft(
        handle=sheet.group.handle,
        line=first.line,
        adds=not whole or sheet.group.recurs,
        whole=whole,
        columns=frozenset(sheet.layout.at),
        variants=variants,
        option_names=_names(names, variants, whole=whole),
        track_inventory=tracked,
        images=image_cells.images(sheet),
        **facts,
    )
    return None if sheet.is_broken else draft


def _names(names: tuple[str, ...], variants: Sequence[DraftVariant], *, whole: bool) -> tuple[str, ...] | UnsetType:
    if not whole:
        return names or UNSET
    return names if any(variant.options for variant in variants) else ()


def _check_handle(sheet: Sheet, row: Record) -> None:
    if any(mark in sheet.group.handle for mark in "/?#\\\n\r"):
        sheet.wrong(row, "Handle", "May not have a slash, question mark, hash or line break.")


def _check_later_lines(sheet: Sheet, variants: Sequence[Record]) -> None:
    """What only the first line can say. A column without a word in the core goes to the line's own variant instead."""
    first, lines = sheet.rows[0], {row.line for row in variants}
    for row in sheet.rows[1:]:
        own = row.line in lines
        for at, name in sheet.layout.of_first_line:
            cell = row.cells[at]
            if cell and (not own or name in OF_PRODUCT) and cell != first.cells[at]:
                sheet.warn(row, name, "Only the first line of a product says this; left out.")
