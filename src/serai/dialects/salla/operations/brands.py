"""Brands of the store's products."""

from serai.core import catalog, stores
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, Message, answer, removed
from serai.dialects.salla.shapes.brands import BrandChangeIn, BrandIn, BrandOut, BrandQuery, brand_out
from serai.dialects.salla.view import view
from serai.wire.call import Call
from serai.wire.operation import Operations

READ = "brands.read"
WRITE = "brands.read_write"

brands = Operations("Brands", under="/admin/v2")


@brands.get("/brands", scope=READ)
async def list_brands(call: Call, query: BrandQuery) -> Listed[BrandOut]:
    """All brands, in their order."""
    slice_, seen, translated = slice_of(call, query), view(call), _translated(call)
    found = await catalog.page_brands(call.db, app(call).store, slice_, keyword=query.keyword)
    return listed(call, slice_, found, lambda brand: brand_out(brand, seen, translated=translated))


@brands.post("/brands", scope=WRITE, status=201)
async def create_brand(call: Call, body: BrandIn) -> Answer[BrandOut]:
    """Add a brand."""
    store = app(call).store
    change = body.to_core({}, await stores.home(call.tx, store))
    return _shown(call, await catalog.create_brand(call.tx, store, change))


@brands.get("/brands/{brand:brand}", scope=READ)
async def get_brand(call: Call, brand: int) -> Answer[BrandOut]:
    """One brand."""
    return _shown(call, await catalog.get_brand(call.db, app(call).store, catalog.BrandId(brand)))


@brands.put("/brands/{brand:brand}", scope=WRITE, status=201)
async def update_brand(call: Call, brand: int, body: BrandChangeIn) -> Answer[BrandOut]:
    """Change what is sent; products follow a new name."""
    store = app(call).store
    before = await catalog.get_brand(call.tx, store, catalog.BrandId(brand))
    change = body.to_core(before.names, await stores.home(call.tx, store))
    return _shown(call, await catalog.edit_brand(call.tx, store, before.id, change))


@brands.delete("/brands/{brand:brand}", scope=WRITE, status=202)
async def delete_brand(call: Call, brand: int) -> Answer[Message]:
    """Delete a brand; its products stay without one."""
    await catalog.remove_brand(call.tx, app(call).store, catalog.BrandId(brand))
    return removed(call)


def _shown(call: Call, brand: catalog.Brand) -> Answer[BrandOut]:
    return answer(call, brand_out(brand, view(call), translated=_translated(call)))


def _translated(call: Call) -> bool:
    return "translations" in call.query.get("with", "").split(",")
