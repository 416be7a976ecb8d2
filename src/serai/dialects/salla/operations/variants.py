"""Variants of products, also called SKUs."""

from serai.core import catalog
from serai.core.inventory import VariantId
from serai.dialects.salla.auth import app
from serai.dialects.salla.operations import variant_writes as writes
from serai.dialects.salla.paging import PageQuery, listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, answer
from serai.dialects.salla.shapes.variants import VariantOut, variant_out
from serai.dialects.salla.shapes.variants_in import QuantityIn, VariantIn
from serai.kit.pages import Page
from serai.wire.call import Call
from serai.wire.operation import Operations

READ = "products.read"
WRITE = "products.read_write"

variants = Operations("Variants", under="/admin/v2")


class VariantQuery(PageQuery, frozen=True, kw_only=True):
    """More than other lists."""

    per_page: int = 60


@variants.get("/products/{product:product}/variants", scope=READ)
async def list_variants(call: Call, product: int, query: VariantQuery) -> Listed[VariantOut]:
    """A product's variants; one without options has none."""
    slice_ = slice_of(call, query)
    found = await catalog.get_full(call.db, app(call).store, catalog.ProductId(product))
    start = (slice_.number - 1) * slice_.size
    page = Page(found.named[start : start + slice_.size], len(found.named))
    return listed(call, slice_, page, lambda each: variant_out(found, each))


@variants.get("/products/variants/{variant:variant}", scope=READ)
async def get_variant(call: Call, variant: int) -> Answer[VariantOut]:
    """One variant."""
    return await _shown(call, variant)


@variants.put("/products/variants/{variant:variant}", scope=WRITE, status=201)
async def update_variant(call: Call, variant: int, body: VariantIn) -> Answer[VariantOut]:
    """Change what is sent."""
    await writes.change(call, VariantId(variant), body)
    return await _shown(call, variant)


@variants.put("/products/quantities/variant/{variant:variant}", scope=WRITE, status=201)
async def set_variant_quantity(call: Call, variant: int, body: QuantityIn) -> Answer[VariantOut]:
    """Say how many pieces can be sold."""
    change = catalog.VariantChange(sellable=body.quantity)
    await catalog.edit_variant(call.tx, app(call).store, VariantId(variant), change, free=True)
    return await _shown(call, variant)


async def _shown(call: Call, variant: int) -> Answer[VariantOut]:
    product = await catalog.full_of_variant(call.db, app(call).store, variant=variant)
    own = next(each for each in product.variants if each.id == variant)
    return answer(call, variant_out(product, own))
