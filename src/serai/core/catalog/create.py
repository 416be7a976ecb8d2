"""Adding a product."""

from collections.abc import Sequence

import msgspec
from msgspec import UnsetType
from msgspec.structs import replace

from serai.core import billing
from serai.core.catalog import brands, describe, facts, images, options, parts, read, rules, tags
from serai.core.catalog.model import BrandId, Facts, NewProduct, NewVariant, Product, ProductId, Status
from serai.core.catalog.read_full import portraits
from serai.core.catalog.slugs import free_slug
from serai.core.catalog.values import own_text
from serai.core.inventory import Level, set_levels
from serai.core.stores import StoreId, home
from serai.kit.db import Again, Clash, Tx
from serai.kit.errors import Invalid, Taken, within
from serai.kit.outbox import Event
from serai.kit.text import fold

INSERT = """
insert into products
  (store_id, id, name, slug, description, status, tags, vendor, product_type, seo_title, seo_description,
   track_inventory, low_stock_threshold, subscription_enabled, option_names, extra, search, created_at, updated_at, brand_id)
values ($1, coalesce($2, nextval(pg_get_serial_sequence('products', 'id'))), $3, $4, $5, $6, $7, $8, $9, $10, $11,
        $12, $13, $14, $15, $16, $17, $18, $18, $19)
returning id
"""

COUNT = "update store_totals set products = products + 1 where store_id = $1"

DEFAULT_NAME = "Default Title"


async def create(tx: Tx, store: StoreId, new: NewProduct, *, free: bool = False) -> Product:
    """Add a product with its variants, images, categories and stock, and return it. `free` allows a price of 0.

    Raises Invalid, Taken on `sku`, `variants.N.sku`, `slug` or `reference_key`, and billing.LimitReached.
    """
    new = blocked(replace(new, name=new.name or await own_name(tx, store, new.facts)))
    rules.check(new, free=free)
    pool = rules.pool(new.sellable, new.variants, otherwise=0)
    await billing.use_products(tx, store, 1)
    await parts.check_skus(tx, store, new.id, new.sku, new.variants)
    new, brand = await branded(tx, store, new)
    try:
        product = await _insert(tx, store, new, brand)
        await facts.write(tx, store, product, new.facts)
        default = await parts.add_variants(tx, store, product, [default_of(new)], first=0, is_default=True)
        named = await parts.add_variants(tx, store, product, new.variants, first=1)
    except Clash as clash:
        raise _taken(clash, new) from clash
    await images.add_images(tx, store, product, new.images)
    await parts.replace_categories(tx, store, product, new.categories)
    await options.add(tx, store, {product: dimensions(new)})
    await tags.ensure(tx, store, new.tags)
    levels = [Level(default[0], pool), *(Level(v, n.sellable or 0) for v, n in zip(named, new.variants, strict=True))]
    await set_levels(tx, store, levels, reason="counted")
    await tx.run(COUNT, store)
    made = await read.get(tx, [store], product)
    if describe.has_attributes(new):
        await describe.describe(tx, store, made, new)
    tx.emit(Event(store, "product.created", made.id, made.version, made, portraits))
    return made


async def create_all(tx: Tx, new: Sequence[tuple[StoreId, NewProduct]]) -> list[Product]:
    """Add several products, all or none. Errors are `create`'s, their field paths beginning with `items.N`."""
    made = []
    for i, (store, product) in enumerate(new):
        with within(f"items.{i}"):
            made.append(await create(tx, store, product))
    return made


async def own_name(tx: Tx, store: StoreId, facts: Facts) -> str:
    """The name in the store's own language, else the first. Raises Invalid on `name` when there is none in any."""
    if isinstance(facts.names, UnsetType) or not facts.names or not all(facts.names.values()):
        raise Invalid.one("name", "This field is required: a name in at least one language.")
    return own_text(facts.names, (await home(tx, store)).locale)


async def branded(tx: Tx, store: StoreId, new: NewProduct) -> tuple[NewProduct, BrandId | None]:
    """The product with its brand's name as the vendor, and its brand. Raises Invalid on `brand_id`."""
    if new.brand is not None:
        return replace(new, vendor=await brands.name_of(tx, store, new.brand)), new.brand
    return new, await brands.ensure_brand(tx, store, new.vendor) if new.vendor else None


def blocked(new: NewProduct) -> NewProduct:
    """What is blocked is not for sale."""
    return replace(new, status=Status.DRAFT) if new.facts.is_blocked is True else new


def dimensions(new: NewProduct) -> options.Dimensions:
    """The options that make its variants."""
    return options.Dimensions(new.option_names, tuple(variant.options for variant in new.variants))


async def _insert(tx: Tx, store: StoreId, new: NewProduct, brand: BrandId | None) -> ProductId:
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
        brand,
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
        facts=new.default_facts,
    )


def _taken(clash: Clash, new: NewProduct) -> Exception:
    """Another transaction was first. A slug of our own making is simply made again."""
    if clash.constraint == "products_slug_key":
        return Taken("slug", new.slug) if new.slug else Again()
    if clash.constraint == "products_reference_key":
        return Taken("reference_key", str(new.facts.reference_key))
    return Taken("sku", new.sku or "") if clash.constraint == "variants_sku_key" else clash
