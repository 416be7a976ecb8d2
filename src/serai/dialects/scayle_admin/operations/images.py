"""Images of products, and pictures kept ahead of them."""

from typing import Final

from msgspec import UNSET, UnsetType, to_builtins

from serai.core import catalog
from serai.core.catalog import ImageId, ImagePlace, Level, Owner, ProductId
from serai.dialects.scayle_admin import auth, owned_attributes, pictures
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.operations.products import product_of
from serai.dialects.scayle_admin.shapes.images import (
    AssetIn,
    AssetOut,
    ImageChangeIn,
    ImageIn,
    ImageOut,
    PlaceInCountry,
    image_out,
    path_of,
)
from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

images = Noun("Images", limits="product")

ALL: Final = "/products/{product_identifier:product}/images"
ONE: Final = f"{ALL}/{{image_identifier:image}}"


@images.post(ALL, status=201, largest=pictures.LARGEST)
async def create_product_image(call: Call, product_identifier: Identifier, body: ImageIn) -> ImageOut:
    """Add an image to a product: linked, sent along, or a picture that was kept before."""
    product = await product_of(call, product_identifier)
    new = body.to_core(await pictures.address(call, body))
    place = ImagePlace(position=body.position, positions=_positions(body.shop_country_specific), custom_data=body.custom_data)
    made = await catalog.put_image(call.tx, auth.store(call), product, new, place)
    return await _shown(call, product, made)


@images.get(ALL)
async def get_product_images(
    call: Call,
    product_identifier: Identifier,
    query: ListQuery,  # noqa: ARG001 - what every list takes
) -> Collection[ImageOut]:
    """A product's images in their order, all of them."""
    full = await catalog.get_full(call.db, auth.store(call), await product_of(call, product_identifier))
    return whole([image_out(image) for image in full.images])


@images.patch(ONE)
async def update_product_image(
    call: Call, product_identifier: Identifier, image_identifier: Identifier, body: ImageChangeIn
) -> ImageOut:
    """Move an image; the others make room."""
    product = await product_of(call, product_identifier)
    image = await _image(call, product, image_identifier)
    place = ImagePlace(position=body.position, positions=_positions(body.shop_country_specific), custom_data=body.custom_data)
    await catalog.put_image_place(call.tx, auth.store(call), product, image, place)
    return await _shown(call, product, image)


@images.delete(ONE)
async def delete_product_image(call: Call, product_identifier: Identifier, image_identifier: Identifier) -> None:
    """Take an image away."""
    product = await product_of(call, product_identifier)
    await catalog.remove_image(call.tx, auth.store(call), await _image(call, product, image_identifier))


async def _owner(call: Call, product_identifier: Identifier, image_identifier: Identifier) -> Owner:
    return Owner(Level.IMAGE, await _image(call, await product_of(call, product_identifier), image_identifier))


owned_attributes.add(images, ONE, of="product_image", find=_owner)


@images.post("/assets", status=201, largest=pictures.LARGEST)
async def create_asset(call: Call, body: AssetIn) -> AssetOut:
    """Keep a picture for later."""
    url = await pictures.address_of(call, body.source)
    if body.source.attachment is not None:
        return AssetOut(asset_url=path_of(url))
    return AssetOut(asset_url=await catalog.link_asset(call.tx, auth.store(call), url))


def _positions(sent: list[PlaceInCountry] | UnsetType) -> tuple[dict[str, object], ...] | UnsetType:
    return UNSET if isinstance(sent, UnsetType) else tuple(to_builtins(each) for each in sent)


async def _image(call: Call, product: ProductId, which: Identifier) -> ImageId:
    return await catalog.image_id(call.db, auth.store(call), product, which)


async def _shown(call: Call, product: ProductId, image: ImageId) -> ImageOut:
    for each in (await catalog.get_full(call.db, auth.store(call), product)).images:
        if each.id == image:
            return image_out(each)
    raise NotFound("image")
