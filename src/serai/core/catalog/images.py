"""A product's images. One that is still there after an edit keeps its id and what belongs to it; they are told by url."""

from collections.abc import Sequence

from serai.core.catalog.model import Image, ProductId
from serai.core.catalog.rules import with_one_primary
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Taken

HAVE = "select id, url, is_primary from product_images where store_id = $1 and product_id = $2 order by position, id"

REMOVE = """
with gone as (
  delete from product_images where store_id = $1 and id = any($2::bigint[])
  returning id
)
delete from attributes a
 using gone
 where a.store_id = $1 and a.owner = 'image' and a.owner_id = gone.id
"""

NONE_PRIMARY = "update product_images set is_primary = false where store_id = $1 and product_id = $2 and is_primary"

KEEP = """
update product_images t
   set position = i.position, alt = i.alt, is_primary = i.is_primary, reference_key = coalesce(i.key, t.reference_key),
       name = coalesce(i.name, t.name), video_url = coalesce(i.video, t.video_url)
  from unnest($2::bigint[], $3::integer[], $4::text[], $5::boolean[], $6::text[], $7::text[], $8::text[])
       i(id, position, alt, is_primary, key, name, video)
 where t.store_id = $1 and t.id = i.id
"""

ADD = """
insert into product_images (store_id, product_id, position, url, alt, is_primary, reference_key, name, video_url)
select $1, $2, i.position, i.url, i.alt, i.is_primary, i.key, i.name, i.video
  from unnest($3::integer[], $4::text[], $5::text[], $6::boolean[], $7::text[], $8::text[], $9::text[])
       i(position, url, alt, is_primary, key, name, video)
"""

USED_KEY = (
    "select reference_key from product_images where store_id = $1 and reference_key = any($2::text[]) and product_id <> $3"
)


async def add_images(tx: Tx, store: StoreId, product: ProductId, images: Sequence[Image]) -> None:
    """The images of a product that has none, in this order, one of them primary. One statement, none without images."""
    await check_keys(tx, store, product, images)
    await _add(tx, store, product, list(enumerate(with_one_primary(images))))


async def replace_images(tx: Tx, store: StoreId, product: ProductId, images: Sequence[Image]) -> None:
    """The product's images become these, in this order, one of them primary."""
    await check_keys(tx, store, product, images)
    have: dict[str, list[int]] = {}
    primary = None
    for row in await tx.all(HAVE, store, product):
        have.setdefault(row["url"], []).append(row["id"])
        primary = row["id"] if row["is_primary"] else primary
    kept: list[tuple[int, int, Image]] = []
    new: list[tuple[int, Image]] = []
    for position, image in enumerate(with_one_primary(images)):
        same = have.get(image.url)
        if same:
            kept.append((same.pop(0), position, image))
        else:
            new.append((position, image))
    gone = [id_ for ids in have.values() for id_ in ids]
    if gone:
        await tx.run(REMOVE, store, gone)
    if primary is not None and primary not in {id_ for id_, _, image in kept if image.is_primary}:
        await tx.run(NONE_PRIMARY, store, product)
    await _keep(tx, store, kept)
    await _add(tx, store, product, new)


async def check_keys(tx: Tx, store: StoreId, product: ProductId, images: Sequence[Image]) -> None:
    """Raises Taken on the image whose reference key another product's image has."""
    fields = {image.reference_key: f"images.{i}.reference_key" for i, image in enumerate(images) if image.reference_key}
    if len(fields) != sum(image.reference_key is not None for image in images):
        raise Taken("images.reference_key", next(iter(fields), ""))
    used = await tx.value(USED_KEY, store, list(fields), product) if fields else None
    if used is not None:
        raise Taken(fields[used], used)


async def _keep(tx: Tx, store: StoreId, kept: Sequence[tuple[int, int, Image]]) -> None:
    if kept:
        ids, positions, images = zip(*kept, strict=True)
        more = ([i.reference_key for i in images], [i.name for i in images], [i.video_url for i in images])
        await tx.run(KEEP, store, list(ids), list(positions), [i.alt for i in images], [i.is_primary for i in images], *more)


async def _add(tx: Tx, store: StoreId, product: ProductId, new: Sequence[tuple[int, Image]]) -> None:
    if new:
        positions, images = zip(*new, strict=True)
        columns = ([i.url for i in images], [i.alt for i in images], [i.is_primary for i in images])
        more = ([i.reference_key for i in images], [i.name for i in images], [i.video_url for i in images])
        await tx.run(ADD, store, product, list(positions), *columns, *more)


def taken(key: str) -> Taken:
    """For a reference key that another image has."""
    return Taken("reference_key", key)
