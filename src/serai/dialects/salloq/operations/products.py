"""Products and their stock."""

from serai.core import catalog
from serai.core.catalog import Handle
from serai.dialects.salloq.auth import key
from serai.dialects.salloq.paging import listed, slice_of
from serai.dialects.salloq.shapes.answers import Answer, Listed, answer
from serai.dialects.salloq.shapes.products import (
    InventoryOut,
    ProductChangeIn,
    ProductIn,
    ProductOut,
    ProductQuery,
    inventory_out,
    product_out,
    stock_named,
)
from serai.wire.call import Call
from serai.wire.operation import Operations

products = Operations("Products")


@products.get("/products", scope="products:read")
async def list_products(call: Call, query: ProductQuery) -> Listed[ProductOut]:
    """Retrieve a list of products with optional filtering."""
    slice_ = slice_of(call, query)
    found = await catalog.page(call.db, [key(call).store], query.to_core(), slice_)
    return listed(call, slice_, found, product_out)


@products.get("/products/{product:handle}", scope="products:read")
async def get_product(call: Call, product: Handle) -> Answer[ProductOut]:
    """Retrieve detailed information about a specific product, by its id or slug."""
    return answer(product_out(await catalog.find(call.db, key(call).store, product)))


@products.get("/products/{product:handle}/inventory", scope="products:read")
async def get_inventory(call: Call, product: Handle) -> Answer[InventoryOut]:
    """Check inventory levels for a specific product."""
    return answer(inventory_out(await catalog.find(call.db, key(call).store, product)))


@products.post("/products", scope="products:write", status=201)
async def create_product(call: Call, body: ProductIn) -> Answer[ProductOut]:
    """Create a new product."""
    new = body.to_core(key(call).currency)
    with stock_named():
        return answer(product_out(await catalog.create(call.tx, key(call).store, new, free=True)))


@products.patch("/products/{product:handle}", scope="products:write")
async def update_product(call: Call, product: Handle, body: ProductChangeIn) -> Answer[ProductOut]:
    """Update an existing product."""
    change = body.to_core(key(call).currency)
    with stock_named():
        return answer(product_out(await catalog.edit(call.tx, key(call).store, product, change, free=True)))
