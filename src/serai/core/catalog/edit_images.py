"""Single images of a product: attached, changed, taken away."""

from msgspec import UNSET, Struct, UnsetType

from serai.core.catalog.images import NONE_PRIMARY, REMOVE
from serai.core.catalog.model import ImageId, ProductId
from serai.core.catalog.rules import MOST_IMAGES
from serai.core.catalog.touch import touch
from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound

LOCK_PRODUCT = "select id from products where store_id = $1 and id = $2 and removed_at is null for update"

LOCK = """
select p.id
  from products p
 where p.store_id = $1 and p.removed_at is null
   and p.id = (select i.product_id from product_images i where i.store_id = $1 and i.id = $2)
   for update
"""

COUNT = "select count(*) from product_images where store_id = $1 and product_id = $2"

ADD = """
insert into product_images (store_id, product_id, position, url, alt, is_primary, video_url)
select $1, $2, coalesce($3::integer, n.most + 1), $4, $5, coalesce($6::boolean, false) or n.most < 0, $7
  from (select coalesce(max(position), -1) as most from product_images where store_id = $1 and product_id = $2) n
returning id
"""

UPDATE = """
update product_images
   set position = coalesce($3::integer, position), url = coalesce($4, url), alt = coalesce($5, alt),
       is_primary = coalesce($6::boolean, is_primary), video_url = coalesce($7, video_url)
 where store_id = $1 and id = $2
"""

ONE_PRIMARY = """
update product_images
   set is_primary = true
 where store_id = $1
   and id = (select i.id from product_images i where i.store_id = $1 and i.product_id = $2 order by i.position, i.id limit 1)
   and not exists (select 1 from product_images i where i.store_id = $1 and i.product_id = $2 and i.is_primary)
"""

LONGEST_ALT = 255
MOST_POSITION = 10_000


class ImageChange(Struct, frozen=True, kw_only=True):
    """An image to attach, or what an edit says of one; UNSET leaves as it is. `position` counts from 0."""

    url: str | UnsetType = UNSET
    alt: str | UnsetType = UNSET
    is_primary: bool | UnsetType = UNSET
    position: int | UnsetType = UNSET
    video_url: str | UnsetType = UNSET


async def attach_image(
    tx: Tx, store: StoreId, product: ProductId, new: ImageChange, *, most: int = MOST_IMAGES
) -> tuple[ProductId, ImageId]:
    """Add an image, at the end unless it says where; the first one is the primary one.

    Raises NotFound, and Invalid, on `product` when it has `most` images already.
    """
    if await tx.value(LOCK_PRODUCT, store, product) is None:
        raise NotFound("product")
    if new.url is UNSET:
        raise Invalid.one("url", "This field is required.")
    _check(new)
    if await tx.value(COUNT, store, product) >= most:
        raise Invalid.one("product", f"May have at most {most} images.")
    if new.is_primary is True:
        await tx.run(NONE_PRIMARY, store, product)
    made = await tx.value(ADD, store, product, *_row({"alt": ""}, new))
    await touch(tx, store, [product])
    return product, ImageId(made)


async def edit_image(tx: Tx, store: StoreId, image: ImageId, change: ImageChange) -> tuple[ProductId, ImageId]:
    """Change an image; one stays the primary one. Raises NotFound, Invalid."""
    product = await _lock(tx, store, image)
    _check(change)
    if change.is_primary is not UNSET:
        await tx.run(NONE_PRIMARY, store, product)
    await tx.run(UPDATE, store, image, *_row({}, change))
    await tx.run(ONE_PRIMARY, store, product)
    await touch(tx, store, [product])
    return product, image


async def remove_image(tx: Tx, store: StoreId, image: ImageId) -> None:
    """Take an image away; the first of the others becomes the primary one when it was that. Raises NotFound."""
    product = await _lock(tx, store, image)
    await tx.run(REMOVE, store, [image])
    await tx.run(ONE_PRIMARY, store, product)
    await touch(tx, store, [product])


async def _lock(tx: Tx, store: StoreId, image: ImageId) -> ProductId:
    product = await tx.value(LOCK, store, image)
    if product is None:
        raise NotFound("image")
    return ProductId(product)


def _row(otherwise: dict[str, object], said: ImageChange) -> list[object]:
    names = ("position", "url", "alt", "is_primary", "video_url")
    return [otherwise.get(name) if (value := getattr(said, name)) is UNSET else value for name in names]


def _check(said: ImageChange) -> None:
    if isinstance(said.url, str):
        checks.url(said.url, field="url")
    if isinstance(said.video_url, str):
        checks.url(said.video_url, field="video_url")
    if isinstance(said.alt, str) and len(said.alt) > LONGEST_ALT:
        raise Invalid.one("alt", f"May have at most {LONGEST_ALT} characters.")
    if isinstance(said.position, int) and not 0 <= said.position <= MOST_POSITION:
        raise Invalid.one("position", f"Must be a whole number from 0 to {MOST_POSITION}.")
