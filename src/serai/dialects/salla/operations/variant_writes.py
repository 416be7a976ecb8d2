"""What changing a variant does beyond one call of the core."""

from serai.core import catalog, inventory
from serai.core.inventory import VariantId, WarehouseId
from serai.dialects.salla.auth import app
from serai.dialects.salla.operations.product_writes import today
from serai.dialects.salla.shapes.product_in import known
from serai.dialects.salla.shapes.variants_in import VariantIn
from serai.kit.errors import within
from serai.wire.call import Call


async def change(call: Call, variant: VariantId, body: VariantIn) -> None:
    """Change a variant, and what branches have of it. Its product's threshold is for all of its variants."""
    who = app(call)
    before = await catalog.hold_variant(call.tx, who.store, variant)
    own = next(each for each in before.variants if each.id == variant)
    await catalog.edit_variant(call.tx, who.store, variant, body.to_core(who.currency, today(call), own), free=True)
    if body.notify_low is not None:
        threshold = catalog.ProductChange(low_stock_threshold=body.notify_low)
        await catalog.edit(call.tx, who.store, before.id, threshold, free=True)
    branches = sorted(enumerate(body.quantities or ()), key=lambda pair: pair[1].branch)
    for i, each in branches:
        with within(f"quantities.{i}"), known("branch"):
            await inventory.set_level_at(call.tx, who.store, variant, WarehouseId(each.branch), each.quantity)
    if branches:
        await catalog.touch(call.tx, who.store, [before.id])
