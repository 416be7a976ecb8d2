"""The attributes that come with a product, its variants, images and master."""

from msgspec import UNSET

from serai.core.catalog import attributes, images, masters
from serai.core.catalog.attribute_model import Level
from serai.core.catalog.attributes import Owner
from serai.core.catalog.model import NewProduct, Product
from serai.core.stores import StoreId
from serai.kit.db import Tx

KEY = "select coalesce(master_key, reference_key, slug) from products where store_id = $1 and id = $2"


def has_attributes(new: NewProduct) -> bool:
    """Whether anything is said about attributes."""
    own = (new.attributes, new.default_attributes, new.master_attributes)
    parts = (*(variant.attributes for variant in new.variants), *(image.drafts for image in new.images))
    return any(said is not UNSET for said in (*own, *parts))


async def describe(tx: Tx, store: StoreId, product: Product, new: NewProduct) -> None:
    """Write them; the product's variants and images are those of `new`, in the same order. Raises Invalid."""
    wanted = [(Owner(Level.PRODUCT, product.id), new.attributes)]
    if new.master_attributes is not UNSET:
        key = await tx.value(KEY, store, product.id)
        master = await masters.ensure_master(tx, store, key)
        wanted.append((Owner(Level.MASTER, master), new.master_attributes))
    wanted.append((Owner(Level.VARIANT, product.default.id), new.default_attributes))
    pairs = zip(product.named, new.variants, strict=True)
    wanted += [(Owner(Level.VARIANT, variant.id), draft.attributes) for variant, draft in pairs]
    if any(image.drafts is not UNSET for image in new.images):
        rows = await tx.all(images.HAVE, store, product.id)
        shown = zip(rows, new.images, strict=True)
        wanted += [(Owner(Level.IMAGE, row["id"]), draft.drafts) for row, draft in shown]
    await attributes.replace(tx, store, wanted)
