"""Pictures and videos of products."""

from typing import Final

from serai.core import catalog
from serai.dialects.salla.auth import app
from serai.dialects.salla.operations import pictures
from serai.dialects.salla.shapes.answers import Answer, Message, answer, removed
from serai.dialects.salla.shapes.images import AttachedOut, attached_out
from serai.dialects.salla.shapes.images_in import AttachIn, VideoIn
from serai.kit.errors import Invalid
from serai.wire.call import Call
from serai.wire.operation import Operations

WRITE: Final = "products.read_write"
MOST: Final = 10
"""Pictures of one product that this wire may attach."""

images = Operations("Images", under="/admin/v2")


@images.post("/products/{product:product}/images", scope=WRITE, status=201, largest=pictures.LARGEST)
async def attach_image(call: Call, product: int, body: AttachIn) -> Answer[AttachedOut]:
    """Add a picture: a file, or an address."""
    before = await catalog.hold(call.tx, app(call).store, catalog.ProductId(product))
    return await _attached(call, before.id, await _new(call, body))


@images.post("/products/sku/{sku:sku}/images", scope=WRITE, status=201, largest=pictures.LARGEST)
async def attach_image_by_sku(call: Call, sku: str, body: AttachIn) -> Answer[AttachedOut]:
    """Add a picture: a file, or an address."""
    product, _ = await catalog.hold_sku(call.tx, app(call).store, sku)
    return await _attached(call, product.id, await _new(call, body))


@images.post("/products/images/{image:image}", scope=WRITE, status=201, largest=pictures.LARGEST)
async def update_image(call: Call, image: int, body: AttachIn) -> Answer[AttachedOut]:
    """Change what is sent."""
    field, picture = body.picture
    change = body.to_core(None if picture is None else await pictures.address(call, picture, field=field))
    product, own = await catalog.edit_image(call.tx, app(call).store, catalog.ImageId(image), change)
    return await _shown(call, product, own)


@images.delete("/products/images/{image:image}", scope=WRITE, status=202)
async def delete_image(call: Call, image: int) -> Answer[Message]:
    """Take a picture away."""
    await catalog.remove_image(call.tx, app(call).store, catalog.ImageId(image))
    return removed(call)


@images.post("/products/{product:product}/video", scope=WRITE, status=201)
async def attach_video(call: Call, product: int, body: VideoIn) -> Answer[AttachedOut]:
    """Add a video by its address."""
    return await _attached(call, catalog.ProductId(product), body.to_core())


@images.post("/products/sku/{sku:sku}/videos", scope=WRITE, status=201)
async def attach_video_by_sku(call: Call, sku: str, body: VideoIn) -> Answer[AttachedOut]:
    """Add a video by its address."""
    product, _ = await catalog.hold_sku(call.tx, app(call).store, sku)
    return await _attached(call, product.id, body.to_core())


async def _new(call: Call, body: AttachIn) -> catalog.ImageChange:
    field, picture = body.picture
    if picture is None:
        raise Invalid.one("original", "This field is required.")
    return body.to_core(await pictures.address(call, picture, field=field))


async def _attached(call: Call, product: catalog.ProductId, new: catalog.ImageChange) -> Answer[AttachedOut]:
    _, made = await catalog.attach_image(call.tx, app(call).store, product, new, most=MOST)
    return await _shown(call, product, made)


async def _shown(call: Call, product: catalog.ProductId, image: catalog.ImageId) -> Answer[AttachedOut]:
    found = await catalog.get_full(call.db, app(call).store, product)
    return answer(call, attached_out(next(each for each in found.images if each.id == image)))
