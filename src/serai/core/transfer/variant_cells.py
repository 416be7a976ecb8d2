"""What lines say about variants."""

from collections.abc import Sequence
from typing import Final

from msgspec import UNSET, UnsetType

from serai.core.transfer import cells
from serai.core.transfer.columns import DEFAULTS, OF_VARIANT, OPTIONS
from serai.core.transfer.draft import DraftVariant
from serai.core.transfer.image_cells import picture
from serai.core.transfer.sheet import Sheet
from serai.core.transfer.source import Record

ONLY_NAME: Final = "Title"
ONLY_VALUE: Final = "Default Title"
"""How Shopify writes that a product has no options."""

PRICE, COMPARE_AT = "Variant Price", "Variant Compare At Price"
TRACKER, QUANTITY = "Variant Inventory Tracker", "Variant Inventory Qty"


def option_names(sheet: Sheet, row: Record) -> tuple[str, ...]:
    """Such as `("Size", "Colour")`."""
    return _trimmed([sheet.text(row, name) for name, _ in OPTIONS])


def rows(sheet: Sheet, *, whole: bool) -> list[Record]:
    """The lines that say a variant. The first line of a whole product always does."""
    own = sheet.rows[0] if whole else None
    return [row for row in sheet.rows if row is own or any(sheet.text(row, name) for name in OF_VARIANT)]


def is_tracked(sheet: Sheet, lines: Sequence[Record]) -> bool | UnsetType:
    """Whether stock is counted: a tracker is named, or a quantity given (exports leave the tracker blank beside one)."""
    if not lines or not (sheet.has(TRACKER) or sheet.has(QUANTITY)):
        return UNSET
    return any(sheet.text(row, TRACKER).strip() or sheet.text(row, QUANTITY).strip() for row in lines)


def variants(
    sheet: Sheet, lines: Sequence[Record], names: tuple[str, ...], *, tracked: bool, whole: bool
) -> tuple[DraftVariant, ...]:
    """In the order of their lines. The only variant of a product without options has none."""
    options = [_trimmed([sheet.text(row, value) for _, value in OPTIONS]) for row in lines]
    if len(lines) == 1 and options[0] in ((), (ONLY_VALUE,)) and names in ((), (ONLY_NAME,)):
        options = [()]
    else:
        _check_options(sheet, lines, options, names, whole=whole)
    return tuple(_variant(sheet, row, values, tracked=tracked) for row, values in zip(lines, options, strict=True))


def _check_options(
    sheet: Sheet, lines: Sequence[Record], options: Sequence[tuple[str, ...]], names: tuple[str, ...], *, whole: bool
) -> None:
    seen: dict[tuple[str, ...], int] = {}
    for row, values in zip(lines, options, strict=True):
        if not values:
            sheet.wrong(row, OPTIONS[0][1], "This field is required: the product has several variants.")
        elif whole and len(values) > len(names):
            sheet.wrong(row, OPTIONS[len(names)][0], "This field is required on the product's first line.")
        elif values in seen:
            sheet.wrong(row, OPTIONS[0][1], f"Has the same options as line {seen[values]}.")
        seen.setdefault(values, row.line)


def _variant(sheet: Sheet, row: Record, options: tuple[str, ...], *, tracked: bool) -> DraftVariant:
    extra = _kept(sheet, row, tracked=tracked)
    price = _price(sheet, row)
    return DraftVariant(
        line=row.line,
        options=options,
        price_minor=price,
        compare_at_minor=_compare_at(sheet, row, price, extra),
        sku=sheet.said(row, "Variant SKU", blank=None, read=str),
        barcode=sheet.said(row, "Variant Barcode", blank=None, read=str),
        image_url=picture(sheet, row),
        quantity=_quantity(sheet, row),
        extra=extra,
    )


def _price(sheet: Sheet, row: Record) -> int | UnsetType:
    def read(text: str) -> int:
        return cells.amount(text, sheet.currency, comma=sheet.comma)

    return sheet.read(row, PRICE, read, otherwise=0) if sheet.text(row, PRICE).strip() else UNSET


def _compare_at(sheet: Sheet, row: Record, price: int | UnsetType, extra: dict[str, str]) -> int | None | UnsetType:
    """None, and the text kept, for an amount below the price: it is not a price that was reduced."""

    def read(text: str) -> int:
        return cells.amount(text, sheet.currency, comma=sheet.comma)

    amount = sheet.said(row, COMPARE_AT, blank=None, read=read)
    if isinstance(amount, int) and isinstance(price, int) and amount < price:
        extra[COMPARE_AT] = sheet.text(row, COMPARE_AT)
        if amount:
            sheet.warn(row, COMPARE_AT, "Is below the price, so that the product is shown without it.")
        return None
    return amount


def _quantity(sheet: Sheet, row: Record) -> int | UnsetType:
    if not sheet.text(row, QUANTITY).strip():
        return UNSET
    pieces = sheet.read(row, QUANTITY, cells.quantity, otherwise=0)
    if pieces < 0:
        sheet.warn(row, QUANTITY, "Is negative; 0 was taken.")
    return max(pieces, 0)


def _kept(sheet: Sheet, row: Record, *, tracked: bool) -> dict[str, str]:
    """The columns that the core has no word for, and words of others that an export would not choose itself."""
    extra = {name: cell for at, name in sheet.layout.of_variant if (cell := row.cells[at]) or name in DEFAULTS}
    if row is not sheet.rows[0]:
        first = sheet.rows[0]
        for at, name in sheet.layout.of_product:
            if row.cells[at] and row.cells[at] != first.cells[at]:
                extra[name] = row.cells[at]
    if sheet.has(TRACKER) and sheet.text(row, TRACKER) != ("shopify" if tracked else ""):
        extra[TRACKER] = sheet.text(row, TRACKER)
    if tracked and sheet.has(QUANTITY) and not sheet.text(row, QUANTITY).strip():
        extra[QUANTITY] = ""
    return extra


def _trimmed(values: Sequence[str]) -> tuple[str, ...]:
    """Without the blank ones at the end."""
    bare = [value.strip() for value in values]
    while bare and not bare[-1]:
        bare.pop()
    return tuple(bare)
