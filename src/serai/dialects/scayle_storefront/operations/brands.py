"""Brands."""

from typing import Annotated

import msgspec

from serai.core import catalog
from serai.dialects.scayle_storefront.auth import shop
from serai.dialects.scayle_storefront.filters import ids_named
from serai.dialects.scayle_storefront.paging import PageQuery, page_of, pagination
from serai.dialects.scayle_storefront.paths import Missing, number
from serai.dialects.scayle_storefront.shapes.answers import Listed
from serai.dialects.scayle_storefront.shapes.campaigns import BrandOut, brand_out
from serai.kit.pages import Slice
from serai.wire.call import Call
from serai.wire.operation import Operations

brands = Operations("Brands")


class BrandsQuery(PageQuery, frozen=True, kw_only=True, rename="camel"):
    ids: Annotated[str, msgspec.Meta(description="Ids with commas between.")] | None = None
    slugs: Annotated[str, msgspec.Meta(description="Slugs with commas between.")] | None = None
    locale: str | None = None


@brands.get("/v1/brands")
async def get_brands(call: Call, query: BrandsQuery) -> Listed[BrandOut]:
    """All brands of the store, or those that are named."""
    who, page = shop(call), page_of(query)
    ids = ids_named("ids", query.ids) if query.ids else ()
    slugs = tuple(part.strip() for part in (query.slugs or "").split(",") if part.strip())
    found = await catalog.page_brands(call.db, who.store, Slice(page.page, page.size), ids=ids, slugs=slugs)
    made = tuple(brand_out(brand, who.locale) for brand in found.items)
    return Listed(made, pagination(page, current=len(made), total=found.total))


@brands.get("/v1/brands/{brand:brand}")
async def get_brand(call: Call, brand: str) -> BrandOut:
    """One brand by its id, else by its slug."""
    who, id_ = shop(call), number(brand)
    ids, slugs = ((), (brand,)) if id_ is None else ((id_,), ())
    found = await catalog.page_brands(call.db, who.store, Slice(1, 1), ids=ids, slugs=slugs)
    if not found.items:
        raise Missing("brand", brand)
    return brand_out(found.items[0], who.locale)
