"""Products."""

from serai.core import catalog
from serai.core.catalog import Filter, ProductId, Status
from serai.dialects.skalia import ids
from serai.dialects.skalia.auth import account, own, own_stores, store_of_product
from serai.dialects.skalia.paging import Item, Items, Listed, listed, slice_of
from serai.dialects.skalia.shapes.products import (
    ProductChangeIn,
    ProductIn,
    ProductItem,
    ProductOut,
    ProductsIn,
    ProductsQuery,
    product_item,
    product_out,
)
from serai.wire.call import Call
from serai.wire.operation import Operations

products = Operations("Products")

_SOLD_OUT = {"active": False, "out_of_stock": True, "draft": None, None: None}


@products.get("/products")
async def list_products(call: Call, query: ProductsQuery) -> Listed[ProductOut]:
    """List the products of all the caller's stores, newest first."""
    filter_ = Filter(
        status=None if query.status is None else Status.DRAFT if query.status == "draft" else Status.ACTIVE,
        sold_out=_SOLD_OUT[query.status],
        category=query.category,
        search=query.search,
    )
    page = await catalog.page(call.db, own_stores(call, query.store_id), filter_, slice_of(call, query))
    return listed(call, query, page, product_out)


@products.post("/products", status=201)
async def create_product(call: Call, body: ProductIn) -> ProductItem:
    """Add a product to a store."""
    store = own(call, ids.store(body.store_id))
    product = await catalog.create(call.tx, store, body.to_core(account(call).owned[store].currency))
    return product_item(product)


@products.post("/products/batch", status=201)
async def create_products(call: Call, body: ProductsIn) -> Items[ProductOut]:
    """Add up to 100 products, all or none."""
    return Items([product_out(product) for product in await catalog.create_all(call.tx, body.to_core(account(call).owned))])


@products.get("/products/{id:product}")
async def get_product(call: Call, id: ProductId) -> Item[ProductOut]:  # noqa: A002 - the documentation's word
    """Get a product."""
    return Item(product_out(await catalog.get(call.db, account(call).stores, id)))


@products.patch("/products/{id:product}")
async def change_product(call: Call, id: ProductId, body: ProductChangeIn) -> Item[ProductOut]:  # noqa: A002
    """Change a product: nested objects are merged, arrays replaced."""
    store = await store_of_product(call, id)
    return Item(product_out(await catalog.edit(call.tx, store.id, id, body.to_core(store.currency))))


@products.delete("/products/{id:product}")
async def delete_product(call: Call, id: ProductId) -> None:  # noqa: A002
    """Delete a product; orders keep their lines."""
    store = await store_of_product(call, id)
    await catalog.remove(call.tx, store.id, id)
