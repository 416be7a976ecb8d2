"""A product's images put among each other; they count from 0 without gaps."""

from collections.abc import Sequence

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.catalog import attributes, images
from serai.core.catalog.attribute_model import Level
from serai.core.catalog.attributes import Owner
from serai.core.catalog.hold import hold
from serai.core.catalog.model import Image, ImageId, Json, ProductId
from serai.core.catalog.rules import MOST_IMAGES
from serai.core.catalog.touch import touch
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound

ADD = """
insert into product_images (store_id, product_id, position, url, alt, is_primary, reference_key, name, video_url)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
returning id
"""

ARRANGE = """
update product_images t
   set position = o.position - 1
  from unnest($2::bigint[]) with ordinality o(id, position)
 where t.store_id = $1 and t.id = o.id and t.position <> o.position - 1
"""

NOTE = """
update product_images
   set positions = case when $3::boolean then $4::jsonb else positions end,
       custom_data = case when $5::boolean then $6::jsonb else custom_data end
 where store_id = $1 and id = $2
"""


class ImagePlace(msgspec.Struct, frozen=True, kw_only=True):
    """Where an image stands, in all shop countries and in single ones, and what a merchant keeps with it."""

    position: int | None | UnsetType = UNSET
    positions: tuple[Json, ...] | UnsetType = UNSET
    custom_data: Json | None | UnsetType = UNSET


async def put_image(tx: Tx, store: StoreId, product: ProductId, new: Image, place: ImagePlace) -> ImageId:
    """Add an image with its attributes, in its place among the others, else behind them; the first one is the primary one.

    Raises NotFound, Taken on its reference key, and Invalid, on `images` for one too many.
    """
    before = await hold(tx, store, product)
    if len(before.images) >= MOST_IMAGES:
        raise Invalid.one("images", f"May have at most {MOST_IMAGES}.")
    await images.check_keys(tx, store, product, [new])
    if new.reference_key and any(image.reference_key == new.reference_key for image in before.images):
        raise images.taken(new.reference_key)
    row = (len(before.images), new.url, new.alt, not before.images, new.reference_key, new.name, new.video_url)
    made = ImageId(await tx.value(ADD, store, product, *row))
    await attributes.replace(tx, store, [(Owner(Level.IMAGE, made), new.drafts)])
    await _put(tx, store, [image.id for image in before.images], made, place)
    await touch(tx, store, [product])
    return made


async def put_image_place(tx: Tx, store: StoreId, product: ProductId, image: ImageId, place: ImagePlace) -> None:
    """Move an image among the others, and note what is said of it. Raises NotFound."""
    before = await hold(tx, store, product)
    others = [each.id for each in before.images if each.id != image]
    if len(others) == len(before.images):
        raise NotFound("image")
    if not isinstance(place.position, int):
        place = msgspec.structs.replace(place, position=[each.id for each in before.images].index(image))
    await _put(tx, store, others, image, place)
    await touch(tx, store, [product])


async def _put(tx: Tx, store: StoreId, others: Sequence[ImageId], image: ImageId, place: ImagePlace) -> None:
    at = place.position if isinstance(place.position, int) else len(others)
    await tx.run(ARRANGE, store, [*others[:at], image, *others[at:]])
    positions, data = place.positions, place.custom_data
    if positions is not UNSET or data is not UNSET:
        await tx.run(NOTE, store, image, positions is not UNSET, _json(positions), data is not UNSET, _json(data))


def _json(value: object) -> str | None:
    return None if value is None or value is UNSET else msgspec.json.encode(value).decode()
