"""Products as wholes."""

from serai.core import catalog
from serai.dialects.salla.auth import app
from serai.dialects.salla.operations import product_writes as writes
from serai.dialects.salla.paging import listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, Message, answer, done, removed
from serai.dialects.salla.shapes.prices import PriceIn, PricesIn
from serai.dialects.salla.shapes.product_in import ProductChangeIn, ProductIn, StatusIn
from serai.dialects.salla.shapes.product_query import ProductQuery
from serai.dialects.salla.shapes.products import ProductOut, light_out, listed_out, product_out
from serai.dialects.salla.view import view
from serai.kit.pages import Page
from serai.wire.call import Call
from serai.wire.operation import Operations

READ = "products.read"
WRITE = "products.read_write"

products = Operations("Products", under="/admin/v2")


@products.get("/products", scope=READ)
async def list_products(call: Call, query: ProductQuery) -> Listed[ProductOut]:
    """Products, newest first."""
    slice_, seen = slice_of(call, query), view(call)
    if query.is_of_deleted:
        return listed(call, slice_, Page[catalog.Full]((), 0), lambda each: listed_out(each, seen))
    found = await catalog.page_full(call.db, app(call).store, query.to_core(), slice_)
    shape = light_out if query.format == "light" else listed_out
    return listed(call, slice_, found, lambda each: shape(each, seen))


@products.post("/products", scope=WRITE, status=201)
async def create_product(call: Call, body: ProductIn) -> Answer[ProductOut]:
    """Add a product; its options make a SKU for each combination of their values."""
    return await _shown(call, await writes.create(call, body))


@products.get("/products/{product:product}", scope=READ)
async def get_product(call: Call, product: int) -> Answer[ProductOut]:
    """One product with its options and variants."""
    found = await catalog.get_full(call.db, app(call).store, catalog.ProductId(product))
    return answer(call, product_out(found, view(call), translated="translations" in call.query.get("with", "").split(",")))


@products.put("/products/{product:product}", scope=WRITE, status=201)
async def update_product(call: Call, product: int, body: ProductChangeIn) -> Answer[ProductOut]:
    """Change what is sent."""
    before = await catalog.hold(call.tx, app(call).store, catalog.ProductId(product))
    return await _shown(call, await writes.change(call, before, body))


@products.delete("/products/{product:product}", scope=WRITE, status=202)
async def delete_product(call: Call, product: int) -> Answer[Message]:
    """Take a product out of the catalogue."""
    await catalog.remove(call.tx, app(call).store, catalog.ProductId(product))
    return removed(call)


@products.get("/products/sku/{sku:sku}", scope=READ)
async def get_product_by_sku(call: Call, sku: str) -> Answer[ProductOut]:
    """The product that has a SKU, or one of whose variants has it."""
    return answer(call, product_out(await catalog.full_of_variant(call.db, app(call).store, sku=sku), view(call)))


@products.put("/products/sku/{sku:sku}", scope=WRITE, status=201)
async def update_product_by_sku(call: Call, sku: str, body: ProductChangeIn) -> Answer[ProductOut]:
    """Change what is sent."""
    before, _ = await catalog.hold_sku(call.tx, app(call).store, sku)
    return await _shown(call, await writes.change(call, before, body))


@products.delete("/products/sku/{sku:sku}", scope=WRITE, status=202)
async def delete_product_by_sku(call: Call, sku: str) -> Answer[Message]:
    """Take a product out of the catalogue."""
    before, _ = await catalog.hold_sku(call.tx, app(call).store, sku)
    await catalog.remove(call.tx, app(call).store, before.id)
    return removed(call)


@products.post("/products/{product:product}/status", scope=WRITE, status=201)
async def change_product_status(call: Call, product: int, body: StatusIn) -> Answer[Message]:
    """Put a product on sale, hide it, or mark it as sold out."""
    before = await catalog.hold(call.tx, app(call).store, catalog.ProductId(product))
    await writes.change(call, before, ProductChangeIn(status=body.status))
    return done(call, "The product status has been updated successfully")


@products.post("/products/sku/{sku:sku}/price", scope=WRITE, status=201)
async def change_price_by_sku(call: Call, sku: str, body: PriceIn) -> Answer[ProductOut]:
    """Set the price of a product, or of the one variant that has the SKU."""
    before, variant = await catalog.hold_sku(call.tx, app(call).store, sku)
    return await _shown(call, await writes.price(call, before, variant, body))


@products.post("/products/prices/bulkPrice", scope=WRITE, status=201)
async def change_prices(call: Call, body: PricesIn) -> Answer[Message]:
    """Set the prices of up to 100 products, all or none."""
    await writes.prices(call, body)
    return done(call, "The prices have been updated successfully")


async def _shown(call: Call, product: catalog.ProductId) -> Answer[ProductOut]:
    return answer(call, product_out(await catalog.get_full(call.db, app(call).store, product), view(call)))
