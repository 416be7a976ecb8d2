"""Adding a product."""

from collections.abc import Sequence

import msgspec

from serai.core import billing
from serai.core.catalog import parts, read, rules
from serai.core.catalog.model import NewProduct, NewVariant, Product, ProductId
from serai.core.catalog.slugs import free_slug
from serai.core.inventory import Level, set_levels
from serai.core.stores import StoreId
from serai.kit.db import Again, Clash, Tx
from serai.kit.errors import Taken, within
from serai.kit.outbox import Event
from serai.kit.text import fold

INSERT = """
insert into products
  (store_id, id, name, slug, description, status, tags, vendor, product_type, seo_title, seo_description,
   track_inventory, low_stock_threshold, subscription_enabled, option_names, extra, search, created_at, updated_at)
values ($1, coalesce($2, nextval(pg_get_serial_sequence('products', 'id'))), $3, $4, $5, $6, $7, $8, $9, $10, $11,
        $12, $13, $14, $15, $16, $17, $18, $18)
returning id
"""

COUNT = "update store_totals set products = products + 1 where store_id = $1"

DEFAULT_NAME = "Default Title"


async def create(tx: Tx, store: StoreId, new: NewProduct, *, free: bool = False) -> Product:
    """Add a product with its variants, images, categories and stock, and return it. `free` allows a price of 0.

    Raises Invalid, Taken on `sku`, `variants.N.sku` or `slug`, and billing.LimitReached.
    """
    rules.check(new, free=free)
    pool = rules.pool(new.sellable, new.variants, otherwise=0)
    await billing.use_products(tx, store, 1)
    await parts.check_skus(tx, store, new.id, new.sku, new.variants)
    try:
        product = await _insert(tx, store, new)
        default = await parts.add_variants(tx, store, product, [default_of(new)], first=0, is_default=True)
        named = await parts.add_variants(tx, store, product, new.variants, first=1)
    except Clash as clash:
        raise _taken(clash, new) from clash
    await parts.replace_images(tx, store, product, new.images)
    await parts.replace_categories(tx, store, product, new.categories)
    levels = [Level(default[0], pool), *(Level(v, n.sellable or 0) for v, n in zip(named, new.variants, strict=True))]
    await set_levels(tx, store, levels, reason="counted")
    await tx.run(COUNT, store)
    made = await read.get(tx, [store], product)
    tx.emit(Event(store, "product.created", made.id, made.version, made))
    return made


async def create_all(tx: Tx, new: Sequence[tuple[StoreId, NewProduct]]) -> list[Product]:
    """Add several products, all or none. Errors are `create`'s, their field paths beginning with `items.N`."""
    made = []
    for i, (store, product) in enumerate(new):
        with within(f"items.{i}"):
            made.append(await create(tx, store, product))
    return made


async def _insert(tx: Tx, store: StoreId, new: NewProduct) -> ProductId:
    slug = new.slug or await free_slug(tx, store, new.name)
    made = await tx.value(
        INSERT,
        store,
        new.id,
        new.name,
        slug,
        new.description,
        new.status,
        list(new.tags),
        new.vendor,
        new.product_type,
        new.seo_title,
        new.seo_description,
        new.track_inventory,
        new.low_stock_threshold,
        new.subscription_enabled,
        list(new.option_names),
        msgspec.json.encode(new.extra).decode(),
        searchable(new.name, new.description),
        tx.now,
    )
    return ProductId(made)


def searchable(name: str, description: str) -> str:
    """What a search looks through: the folded name and description, at most 10,000 characters."""
    return fold(f"{name} {description}")[:10_000]


def default_of(new: NewProduct) -> NewVariant:
    """The product's default variant, whose stock is set apart."""
    return NewVariant(
        name=DEFAULT_NAME,
        price_minor=new.price_minor,
        compare_at_minor=new.compare_at_minor,
        sku=new.sku,
        barcode=new.barcode,
        options=new.default_options,
        image_url=new.default_image_url,
        extra=new.default_extra,
    )


def _taken(clash: Clash, new: NewProduct) -> Exception:
    """Another transaction was first. A slug of our own making is simply made again."""
    if clash.constraint == "products_slug_key":
        return Taken("slug", new.slug) if new.slug else Again()
    return Taken("sku", new.sku or "") if clash.constraint == "variants_sku_key" else clash
