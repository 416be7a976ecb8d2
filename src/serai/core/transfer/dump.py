"""A store's products as Shopify's CSV, oldest first, in memory that does not grow with the store."""

import csv
from collections.abc import AsyncIterator, Iterator
from io import StringIO
from itertools import zip_longest
from typing import Final

from serai.core.catalog import Product, Variant, read_many
from serai.core.stores import StoreId
from serai.core.transfer import cells
from serai.core.transfer.beyond import encode, shown_options
from serai.core.transfer.cells import BadCell, amount, amount_text, status_words
from serai.core.transfer.columns import BEYOND, DEFAULTS, MAPPED, OPTIONS, SHOPIFY, belongs_to_variant
from serai.core.transfer.image_cells import ALT, POSITION, SOURCE
from serai.core.transfer.merge import UNNAMED_OPTION
from serai.core.transfer.variant_cells import COMPARE_AT, ONLY_NAME, ONLY_VALUE, PRICE, QUANTITY, TRACKER
from serai.kit.db import Db

AT_ONCE: Final = 200

Row = dict[str, str]


async def dump(db: Db, store: StoreId) -> AsyncIterator[bytes]:
    """The file in pieces: UTF-8, CRLF, Shopify's columns in its order, then those that imports brought along, then our own.

    Importing it into an empty store and exporting that gives the same bytes. What is changed meanwhile may be in or not.
    """
    header = (*SHOPIFY, *sorted(await read_many.extra_keys(db, store) - {*SHOPIFY, BEYOND}), BEYOND)
    yield _lines([dict(zip(header, header, strict=True))], header)
    last = 0
    while products := await read_many.oldest_first(db, store, after=last, most=AT_ONCE):
        last = products[-1].id
        yield _lines([row for product in products for row in rows(product)], header)


def rows(product: Product) -> Iterator[Row]:
    """The product's lines: its variants down the page with its images beside them, what is of the product on the first."""
    shown = product.named or (product.default,)
    options = shown_options(product.named) if product.named else [()]
    lines = list(zip_longest(shown, options, product.images))
    variants = [_variant(product, variant, values) for variant, values, _ in lines if variant is not None]
    for i, (_, _, image) in enumerate(lines):
        row = {"Handle": product.slug}
        row |= variants[i] if i < len(variants) else {}
        row |= _product(product, variants) if i == 0 else {}
        row |= {SOURCE: image.url, POSITION: product.extra.get(POSITION, str(i + 1)), ALT: image.alt} if image else {}
        yield row


def _product(product: Product, variants: list[Row]) -> Row:
    names = (product.option_names or (UNNAMED_OPTION,)) if product.named else (ONLY_NAME,)
    published, status = _status(product)
    return {
        **{name: value for name, value in DEFAULTS.items() if not belongs_to_variant(name)},
        **{name: value for name, value in product.extra.items() if name not in MAPPED},
        **{column: name for (column, _), name in zip(OPTIONS, names, strict=False)},
        "Title": product.name,
        "Body (HTML)": product.description,
        "Vendor": product.vendor or "",
        "Type": product.product_type or "",
        "Tags": ", ".join(product.tags),
        "Published": published,
        "Status": status,
        "SEO Title": product.seo_title or "",
        "SEO Description": product.seo_description or "",
        BEYOND: encode(product, tracked=any(row[TRACKER].strip() or row[QUANTITY].strip() for row in variants)),
    }


def _variant(product: Product, variant: Variant, options: tuple[str, ...]) -> Row:
    return {
        **{name: value for name, value in DEFAULTS.items() if belongs_to_variant(name)},
        **{name: value for name, value in variant.extra.items() if name not in MAPPED},
        **{column: value for (_, column), value in zip(OPTIONS, options or (ONLY_VALUE,), strict=False)},
        "Variant SKU": variant.sku or "",
        "Variant Barcode": variant.barcode or "",
        PRICE: amount_text(variant.price_minor, product.currency),
        COMPARE_AT: _compare_at(variant, product.currency),
        TRACKER: variant.extra.get(TRACKER, "shopify" if product.track_inventory else ""),
        QUANTITY: _quantity(product, variant),
        "Variant Image": variant.image_url or "",
    }


def _status(product: Product) -> tuple[str, str]:
    """The words of the import as long as they still say the same, else the usual ones."""
    usual = status_words(product.status)
    kept = product.extra.get("Published", usual[0]), product.extra.get("Status", usual[1])
    try:
        holds = cells.status(cells.published(kept[0]), cells.for_sale(kept[1])) is product.status
    except BadCell:
        holds = False
    return kept if holds else usual


def _compare_at(variant: Variant, currency: str) -> str:
    """An amount that an import kept aside because it is below the price is written as long as it is."""
    kept = variant.extra.get(COMPARE_AT, "")
    if variant.compare_at_minor is not None or not kept:
        return amount_text(variant.compare_at_minor, currency)
    try:
        return kept if amount(kept, currency, comma="," in kept) < variant.price_minor else ""
    except BadCell:
        return ""


def _quantity(product: Product, variant: Variant) -> str:
    if variant.sellable == 0 and (QUANTITY in variant.extra or not product.track_inventory):
        return ""
    return str(variant.sellable)


def _lines(lines: list[Row], header: tuple[str, ...]) -> bytes:
    out = StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerows([row.get(name, "") for name in header] for row in lines)
    return out.getvalue().encode()
