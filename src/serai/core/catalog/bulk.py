"""Adding many products at once: the same rules as one at a time, a handful of statements for all."""

from collections.abc import Iterator, Sequence

import msgspec

from serai.core import billing
from serai.core.catalog import brands, categories, describe, facts, options, rules, tags
from serai.core.catalog.create import blocked, default_of, dimensions, searchable
from serai.core.catalog.model import BrandId, Category, CategoryRef, NewProduct, NewVariant, Product, ProductId, Variant
from serai.core.catalog.read_full import portraits
from serai.core.inventory import Level, VariantId
from serai.core.inventory.open import open_levels
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.outbox import Event

PRODUCT_IDS = "select nextval(pg_get_serial_sequence('products', 'id')) as id from generate_series(1, $1)"
VARIANT_IDS = "select nextval(pg_get_serial_sequence('variants', 'id')) as id from generate_series(1, $1)"

CURRENCY = "select currency from stores where id = $1"
CATEGORIES = "select id, name, slug from categories where store_id = $1 and id = any($2::bigint[])"
COUNT = "update store_totals set products = products + $2 where store_id = $1"

# fmt: off
PRODUCTS = (
    "store_id", "id", "name", "slug", "description", "status", "tags", "vendor", "product_type", "seo_title",
    "seo_description", "track_inventory", "low_stock_threshold", "subscription_enabled", "option_names", "extra", "search",
    "created_at", "updated_at", "brand_id",
)
VARIANTS = (
    "store_id", "id", "product_id", "is_default", "position", "name", "options", "sku", "barcode", "price_minor",
    "compare_at_minor", "image_url", "extra",
)
# fmt: on
IMAGES = ("store_id", "product_id", "position", "url", "alt", "is_primary", "reference_key", "name", "video_url")
PRODUCT_CATEGORIES = ("store_id", "product_id", "category_id", "position")

Rows = Iterator[tuple[object, ...]]


async def create_many(tx: Tx, store: StoreId, news: Sequence[NewProduct], *, free: bool = False) -> list[Product]:
    """Add products, each with a slug of its own, and return them in the same order, which is also that of their ids.

    All or none. Raises Invalid, billing.LimitReached before anything is written, and Clash when a slug or SKU is in use.
    """
    news = [blocked(new) for new in news]
    for new in news:
        rules.check(new, free=free)
    pools = [rules.pool(new.sellable, new.variants, otherwise=0) for new in news]
    await billing.use_products(tx, store, len(news))
    known = await _categories(tx, store, news)
    news, branded = await _brands(tx, store, news)
    made = await _made(tx, store, news, known, pools)
    await _write(tx, store, made, branded)
    await _write_more(tx, store, made, news)
    await tx.run(COUNT, store, len(made))
    for product in made:
        tx.emit(Event(store, "product.created", product.id, product.version, product, portraits))
    return made


async def _brands(tx: Tx, store: StoreId, news: Sequence[NewProduct]) -> tuple[list[NewProduct], list[BrandId | None]]:
    """The products with their brands' names as vendors, and their brands."""
    names = {new.brand: await brands.name_of(tx, store, new.brand) for new in news if new.brand is not None}
    news = [new if new.brand is None else msgspec.structs.replace(new, vendor=names[new.brand]) for new in news]
    vendors = {new.vendor for new in news if new.vendor and new.brand is None}
    found = {vendor: await brands.ensure_brand(tx, store, vendor) for vendor in sorted(vendors)}
    return news, [new.brand or found.get(new.vendor or "") for new in news]


async def _write_more(tx: Tx, store: StoreId, made: Sequence[Product], news: Sequence[NewProduct]) -> None:
    """Options and tags, and what few products have; no statement for what none has."""
    pairs = list(zip(made, news, strict=True))
    await options.add(tx, store, {product.id: dimensions(new) for product, new in pairs})
    await tags.ensure(tx, store, [tag for new in news for tag in new.tags])
    for product, new in pairs:
        await facts.write(tx, store, product.id, new.facts)
        if describe.has_attributes(new):
            await describe.describe(tx, store, product, new)
    said = [(product.default.id, new.default_facts) for product, new in pairs]
    said += [(v.id, n.facts) for product, new in pairs for v, n in zip(product.named, new.variants, strict=True)]
    await facts.write_variants(tx, store, said)


async def _categories(tx: Tx, store: StoreId, news: Sequence[NewProduct]) -> dict[CategoryRef, Category]:
    refs = list(dict.fromkeys(ref for new in news for ref in new.categories))
    ids = {ref: (await categories.ensure(tx, store, [ref]))[0] for ref in refs}
    rows = await tx.all(CATEGORIES, store, list(set(ids.values()))) if ids else []
    found = {row["id"]: Category(row["id"], row["name"], row["slug"]) for row in rows}
    return {ref: found[id_] for ref, id_ in ids.items()}


async def _made(
    tx: Tx, store: StoreId, news: Sequence[NewProduct], known: dict[CategoryRef, Category], pools: Sequence[int]
) -> list[Product]:
    """The products as they will be read."""
    currency = await tx.value(CURRENCY, store)
    ids = [row["id"] for row in await tx.all(PRODUCT_IDS, len(news))]
    own = iter([row["id"] for row in await tx.all(VARIANT_IDS, sum(1 + len(new.variants) for new in news))])
    kept = [name for name in Product.__struct_fields__ if name in _SAME]
    return [
        Product(
            **{name: getattr(new, name) for name in kept},
            store_id=store,
            id=ProductId(id_),
            version=1,
            currency=currency,
            slug=new.slug or "",
            categories=tuple({known[ref].id: known[ref] for ref in new.categories}.values()),
            images=rules.with_one_primary(new.images),
            variants=(
                _variant(next(own), default_of(new), pool, is_default=True),
                *(_variant(next(own), variant, variant.sellable or 0, is_default=False) for variant in new.variants),
            ),
            created_at=tx.now,
            updated_at=tx.now,
        )
        for new, id_, pool in zip(news, sorted(ids), pools, strict=True)
    ]


_SAME = set(NewProduct.__struct_fields__) - {"id", "slug", "categories", "images", "variants"}


def _variant(id_: int, new: NewVariant, sellable: int, *, is_default: bool) -> Variant:
    return Variant(
        id=VariantId(id_),
        is_default=is_default,
        name=new.name,
        options=new.options,
        sku=new.sku or None,
        barcode=new.barcode,
        price_minor=new.price_minor,
        compare_at_minor=new.compare_at_minor,
        image_url=new.image_url,
        on_hand=sellable,
        reserved=0,
        extra=new.extra,
    )


async def _write(tx: Tx, store: StoreId, made: Sequence[Product], branded: Sequence[BrandId | None]) -> None:
    rows = [_product_row(product, brand) for product, brand in zip(made, branded, strict=True)]
    await tx.copy("products", PRODUCTS, rows)
    await tx.copy("variants", VARIANTS, [row for product in made for row in _variant_rows(product)])
    await tx.copy("product_images", IMAGES, [row for product in made for row in _image_rows(product)])
    await tx.copy("product_categories", PRODUCT_CATEGORIES, [row for product in made for row in _category_rows(product)])
    levels = [Level(variant.id, variant.on_hand) for product in made for variant in product.variants]
    await open_levels(tx, store, levels, reason="counted")


def _product_row(p: Product, brand: BrandId | None) -> tuple[object, ...]:
    return (
        p.store_id,
        p.id,
        p.name,
        p.slug,
        p.description,
        p.status,
        p.tags,
        p.vendor,
        p.product_type,
        p.seo_title,
        p.seo_description,
        p.track_inventory,
        p.low_stock_threshold,
        p.subscription_enabled,
        p.option_names,
        msgspec.json.encode(p.extra).decode(),
        searchable(p.name, p.description),
        p.created_at,
        p.updated_at,
        brand,
    )


def _variant_rows(p: Product) -> Rows:
    for position, v in enumerate(p.variants):
        extra = msgspec.json.encode(v.extra).decode()
        own = (v.id, p.id, v.is_default, position, v.name, v.options, v.sku, v.barcode)
        yield (p.store_id, *own, v.price_minor, v.compare_at_minor, v.image_url, extra)


def _image_rows(p: Product) -> Rows:
    for position, image in enumerate(p.images):
        more = (image.reference_key, image.name, image.video_url)
        yield p.store_id, p.id, position, image.url, image.alt, image.is_primary, *more


def _category_rows(p: Product) -> Rows:
    for position, category in enumerate(p.categories):
        yield p.store_id, p.id, category.id, position
