"""A product as a shop country's search keeps it. Pure."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal

import msgspec
from msgspec.structs import replace

from serai.core.catalog import Full, InCountry, Status
from serai.core.inventory import VariantId
from serai.core.pricing import Price
from serai.core.search import wording
from serai.core.stores import ShopCountry


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """One row of `search_documents`; its texts become `words`."""

    shop_country_id: int
    product_id: int
    reference_key: str
    master_key: str
    codes: tuple[str, ...]
    category_ids: tuple[int, ...]
    brand_id: int | None
    value_ids: tuple[int, ...]
    is_open: bool
    is_sold_out: bool
    is_timely: bool
    min_minor: int
    max_minor: int
    reduction: int
    live_at: datetime
    sellable_from: datetime | None
    sellable_until: datetime | None
    title: str
    words: str


Places = Mapping[int, tuple[int, ...]]
"""A product's categories, with their ancestors, by shop."""


def documents(
    product: Full,
    countries: Sequence[ShopCountry],
    prices: Mapping[tuple[int, VariantId], Price],
    *,
    endless: frozenset[VariantId],
    places: Places,
    at: datetime,
) -> list[Document]:
    """One for each shop country in which the product is shown: it is active there, and something of it has a price.

    `endless` variants are sold beyond what is there. A shop that is not in `places` shows the catalogue's categories.
    """
    if product.status is not Status.ACTIVE or product.is_hidden:
        return []
    title = wording.title(product)
    texts = {
        "title": title,
        "words": wording.together(title, wording.about(product), wording.facts(product), wording.body(product)),
    }
    sold_out = product.track_inventory and not any(v.sellable > 0 or v.id in endless for v in product.sold)
    made = []
    for country in countries:
        own = [prices[country.id, v.id] for v in product.sold if (country.id, v.id) in prices]
        if own:
            categories = places.get(country.shop_id)
            document = _document(product, country, own, texts, sold_out=sold_out, at=at)
            made.append(document if categories is None else replace(document, category_ids=categories))
    return made


def _document(
    product: Full, country: ShopCountry, prices: Sequence[Price], texts: Mapping[str, str], *, sold_out: bool, at: datetime
) -> Document:
    there = next((c for c in product.countries if c.shop_country_id == country.id), None)
    timely = _is_timely(there, at)
    most = max(price.with_tax for price in prices)
    return Document(
        shop_country_id=country.id,
        product_id=product.id,
        reference_key=product.reference_key,
        master_key=product.master.reference_key,
        codes=tuple(dict.fromkeys(code for v in product.variants for code in (v.barcode, v.gtin) if code)),
        category_ids=tuple(dict.fromkeys(step.id for category in product.categories for step in category.path)),
        brand_id=None if product.brand is None else product.brand.id,
        value_ids=_value_ids(product),
        is_open=timely and not sold_out and most > 0,
        is_sold_out=sold_out,
        is_timely=timely,
        min_minor=min(price.with_tax for price in prices),
        max_minor=most,
        reduction=max(percent(price) for price in prices),
        live_at=(there and there.first_live_at) or product.first_live_at or product.created_at,
        sellable_from=there.sellable_from if there else None,
        sellable_until=there.sellable_until if there else None,
        title=texts["title"],
        words=texts["words"],
    )


def percent(price: Price) -> int:
    """How much less than undiscounted the price is, in whole percent; a reduction is never shown as none."""
    if not price.reduced:
        return 0
    return max(1, int(Decimal(100 * price.reduced) / Decimal(price.original)))


def _is_timely(there: InCountry | None, at: datetime) -> bool:
    if there is None:
        return True
    return (there.sellable_from is None or there.sellable_from <= at) and (
        there.sellable_until is None or at < there.sellable_until
    )


def _value_ids(product: Full) -> tuple[int, ...]:
    """Of shared attributes, its own, its master's and its variants'."""
    groups = [*product.attributes, *product.master.attributes, *(a for v in product.sold for a in v.attributes)]
    return tuple(dict.fromkeys(value.id for attribute in groups for value in attribute.values))
