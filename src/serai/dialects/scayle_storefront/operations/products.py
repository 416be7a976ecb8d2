"""Listings, products and variants."""

from typing import Annotated

import msgspec

from serai.core import search
from serai.core.search import Filter, Found
from serai.dialects.scayle_storefront import filters, relations
from serai.dialects.scayle_storefront.auth import shop
from serai.dialects.scayle_storefront.filters import FilterQuery, ids_named
from serai.dialects.scayle_storefront.listings import products_out, shown_in
from serai.dialects.scayle_storefront.paging import Limit, Offset, Page, PerPage, Window, pagination, window
from serai.dialects.scayle_storefront.paths import Missing
from serai.dialects.scayle_storefront.shapes.answers import Listed
from serai.dialects.scayle_storefront.shapes.looks import look
from serai.dialects.scayle_storefront.shapes.products import ProductOut
from serai.dialects.scayle_storefront.shapes.variants import StockOut, VariantOut, shelf_out, variant_out
from serai.wire.call import Call
from serai.wire.operation import Operations

products = Operations("Products")


class ProductsQuery(FilterQuery, frozen=True, kw_only=True, rename="camel"):
    """With `ids` or `referenceKey` nothing else narrows the listing. Filters: `filters[category]=10`, `filters[brand]=1,2`."""

    page: Page | None = None
    per_page: PerPage | None = None
    limit: Limit | None = None
    offset: Offset | None = None
    ids: Annotated[str, msgspec.Meta(description="Ids with commas between.")] | None = None
    reference_key: str | None = None
    sort: Annotated[str, msgspec.Meta(description="price, new or reduction")] | None = None
    sort_dir: Annotated[str, msgspec.Meta(description="asc or desc")] | None = None
    sorting_key: Annotated[str, msgspec.Meta(description="Sorting keys with commas between, in place of `sort`.")] | None = None


class ProductQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    with_: Annotated[str, msgspec.Meta(description="What to include.")] | None = msgspec.field(default=None, name="with")
    campaign_key: str | None = None
    price_promotion_key: str | None = None
    include_sellable_for_free: bool = False


class VariantsQuery(ProductQuery, frozen=True, kw_only=True, rename="camel"):
    ids: Annotated[str, msgspec.Meta(description="Ids with commas between.")] = ""


@products.get("/v1/products")
async def get_products(call: Call, query: ProductsQuery) -> Listed[ProductOut]:
    """Products, filtered and sorted, or those with the given ids in the order asked for."""
    here, asked, page = look(call), relations.parse(query.with_), window(query)
    if query.ids:
        made = await products_out(call.db, here, ids_named("ids", query.ids), asked)
        page = Window(max(page.size, len(made)), 0, page.by_page)
        return Listed(tuple(made), pagination(page, current=len(made), total=len(made)))
    found = await _found(call, query, page)
    made = await products_out(call.db, here, found.ids, asked)
    return Listed(tuple(made), pagination(page, current=len(made), total=found.total))


async def _found(call: Call, query: ProductsQuery, page: Window) -> Found:
    """The page of the listing that the query describes."""
    filter_ = filters.read(call.query, query)
    if query.reference_key:
        filter_ = Filter(reference_keys=(query.reference_key,), with_sold_out=True, with_free=True)
    order = filters.sorting(query.sort, query.sort_dir, query.sorting_key, by_term=filter_.term is not None)
    return await search.find(
        call.db,
        shop(call).country,
        filter_,
        order=order.order,
        descending=order.descending,
        size=page.size,
        offset=page.offset,
        at=look(call).at,
        sortings=order.sortings,
    )


@products.get("/v1/products/{product:product}")
async def get_product(call: Call, product: int, query: ProductQuery) -> ProductOut:
    """One product, also when it is sold out."""
    made = await products_out(call.db, look(call), [product], relations.parse(query.with_))
    if not made:
        raise Missing("product", product)
    return made[0]


@products.get("/v1/variants")
async def get_variants(call: Call, query: VariantsQuery) -> Listed[VariantOut]:
    """The variants with the given ids, in the order asked for."""
    wanted = ids_named("ids", query.ids)
    made = await _variants(call, wanted, query)
    found = tuple(made[id_] for id_ in wanted if id_ in made)
    return Listed(found, pagination(Window(max(100, len(found)), 0), current=len(found), total=len(found)))


@products.get("/v1/variants/{variant:variant}")
async def get_variant(call: Call, variant: int, query: ProductQuery) -> VariantOut:
    """One variant, with its product's id."""
    made = await _variants(call, (variant,), query)
    if variant not in made:
        raise Missing("variant", variant)
    return made[variant]


@products.get("/v1/variants/{variant:variant}/stocks")
async def get_stocks(call: Call, variant: int) -> tuple[StockOut, ...]:
    """What each warehouse has of a variant."""
    here = look(call)
    of = await search.products_of(call.db, shop(call).country, [variant])
    for shown in await shown_in(call.db, here, of):
        for sold, _ in here.sold(shown):
            if sold.id == variant:
                return tuple(shelf_out(shown, shelf) for shelf in shown.shelves.get(sold.id, ()))
    raise Missing("variant", variant)


async def _variants(call: Call, wanted: tuple[int, ...], query: ProductQuery) -> dict[int, VariantOut]:
    """Those that are sold here, by id. Two statements."""
    here, asked = look(call), relations.parse(query.with_)
    of = await search.products_of(call.db, here.country, wanted)
    found = await shown_in(call.db, here, of)
    return {
        variant.id: variant_out(shown, variant, price, here, asked, with_product=True)
        for shown in found
        for variant, price in here.sold(shown)
        if variant.id in wanted
    }
