"""Products."""

from serai.core import catalog
from serai.dialects.devskin.auth import key
from serai.dialects.devskin.paging import PageQuery, listed, slice_of
from serai.dialects.devskin.shapes.answers import Answer, Listed
from serai.dialects.devskin.shapes.products import ProductOut, product_out
from serai.wire.call import Call
from serai.wire.operation import Operations

goods = Operations("Products")


@goods.get("/products")
async def list_products(call: Call, query: PageQuery) -> Answer[Listed[ProductOut]]:
    """List the store's products, newest first."""
    slice_ = slice_of(call, query)
    found = await catalog.page(call.db, key(call).stores, catalog.Filter(), slice_)
    return listed(call, slice_, found, product_out)
