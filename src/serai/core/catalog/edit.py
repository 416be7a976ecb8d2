"""Changing a product."""

import msgspec
from msgspec import UNSET

from serai.core.catalog import describe, facts, images, options, parts, read, rules, tags
from serai.core.catalog.create import blocked, branded, default_of, dimensions, own_name, searchable
from serai.core.catalog.errors import VariantReserved
from serai.core.catalog.model import Handle, NewProduct, NewVariant, Product, ProductChange, ProductId, Variant
from serai.core.catalog.read_full import portraits
from serai.core.inventory import Level, VariantId, set_levels
from serai.core.stores import StoreId
from serai.kit.db import Clash, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.outbox import Event

LOCK = f"select id from products where store_id = $1 and id = {read.NAMED} and removed_at is null for update"

UPDATE = """
update products
   set version = version + 1, name = $3, slug = $4, description = $5, status = $6, tags = $7, vendor = $8,
       product_type = $9, seo_title = $10, seo_description = $11, track_inventory = $12, low_stock_threshold = $13,
       subscription_enabled = $14, option_names = $15, extra = $16, search = $17, updated_at = $18,
       is_blocked = is_blocked and $6 <> 'active',
       names = case when name = $3 then names else coalesce((
         select jsonb_object_agg(n.key, n.value) from jsonb_each_text(names) n where n.value <> name), '{}') end,
       descriptions = case when description = $5 then descriptions else coalesce((
         select jsonb_object_agg(n.key, n.value) from jsonb_each_text(descriptions) n where n.value <> description), '{}') end
 where store_id = $1 and id = $2
"""

UPDATE_BRAND = "update products set brand_id = $3 where store_id = $1 and id = $2"

REMOVE_VARIANTS = "update variants set removed_at = $3 where store_id = $1 and id = any($2::bigint[])"


async def edit(tx: Tx, store: StoreId, which: ProductId | Handle, change: ProductChange, *, free: bool = False) -> Product:
    """Change what the change says and return the product as it now is.

    Variants that the change lists with an id are updated, without one added, and those left out removed. Without a total
    quantity the unassigned pool stays, but is emptied when the product gets its first named variants.
    Raises NotFound, Invalid, Taken, and VariantReserved for a variant that open orders hold.
    """
    handle = which if isinstance(which, Handle) else Handle(which)
    product: ProductId | None = await tx.value(LOCK, store, handle.id, handle.slug, handle.key)
    if product is None:
        raise NotFound("product")
    before = await read.get(tx, [store], product)
    if change.name is UNSET and change.facts is not UNSET and change.facts.names is not UNSET:
        change = msgspec.structs.replace(change, name=await own_name(tx, store, change.facts))
    after = blocked(_merged(before, change))
    rules.check(after, free=free)
    await parts.check_skus(tx, store, product, after.sku, after.variants)
    after = await _put_brand(tx, store, product, after, change)
    try:
        await _update(tx, store, product, after)
        await facts.write(tx, store, product, after.facts)
        levels = await _put_variants(tx, store, before, after, change)
    except Clash as clash:
        raise _taken(clash, after) from clash
    if change.images is not UNSET:
        await images.replace_images(tx, store, product, after.images)
    if change.categories is not UNSET:
        await parts.replace_categories(tx, store, product, after.categories)
    if change.tags is not UNSET:
        await tags.ensure(tx, store, after.tags)
    if before.option_names != after.option_names or (after.option_names and change.variants is not UNSET):
        await options.follow(tx, store, product, dimensions(after))
    await set_levels(tx, store, levels, reason="counted")
    made = await read.get(tx, [store], product)
    if describe.has_attributes(after):
        await describe.describe(tx, store, made, after)
    tx.emit(Event(store, "product.updated", made.id, made.version, made, portraits))
    return made


async def _put_brand(tx: Tx, store: StoreId, product: ProductId, after: NewProduct, change: ProductChange) -> NewProduct:
    """The product with the vendor that its brand gives it, when the change says either."""
    if change.brand is UNSET and change.vendor is UNSET:
        return after
    if change.brand is None and change.vendor is UNSET:
        after = msgspec.structs.replace(after, vendor=None)
    after, brand = await branded(tx, store, after)
    await tx.run(UPDATE_BRAND, store, product, brand)
    return after


async def _update(tx: Tx, store: StoreId, product: ProductId, after: NewProduct) -> None:
    await tx.run(
        UPDATE,
        store,
        product,
        after.name,
        after.slug,
        after.description,
        after.status,
        list(after.tags),
        after.vendor,
        after.product_type,
        after.seo_title,
        after.seo_description,
        after.track_inventory,
        after.low_stock_threshold,
        after.subscription_enabled,
        list(after.option_names),
        msgspec.json.encode(after.extra).decode(),
        searchable(after.name, after.description),
        tx.now,
    )


async def _put_variants(tx: Tx, store: StoreId, before: Product, after: NewProduct, change: ProductChange) -> list[Level]:
    """Write the variants and say what each one's stock shall be."""
    own = msgspec.structs.replace(default_of(after), id=before.default.id)
    gone = [v for v in before.named if v.id not in {n.id for n in after.variants}]
    await _remove(tx, store, gone)
    placed = list(enumerate(after.variants, start=1))
    await parts.update_variants(tx, store, [(0, own), *((i, v) for i, v in placed if v.id is not None)])
    new = [(i, v) for i, v in placed if v.id is None]
    made = {i: (await parts.add_variants(tx, store, before.id, [v], first=i))[0] for i, v in new}
    levels = [Level(v.id or made[i], v.sellable or 0) for i, v in placed if v.sellable is not None or v.id is None]
    kept = 0 if after.variants and not before.named else before.default.sellable
    pool = rules.pool(after.sellable, _counted(after, before), otherwise=kept)
    if change.sellable is not UNSET or change.variants is not UNSET:
        levels.append(Level(before.default.id, pool))
    return levels + [Level(v.id, 0) for v in gone]


def _counted(after: NewProduct, before: Product) -> list[NewVariant]:
    """The variants with their stock: what the change says, else what there is."""
    have = {v.id: v.sellable for v in before.named}
    return [
        v if v.sellable is not None or v.id is None else msgspec.structs.replace(v, sellable=have[v.id]) for v in after.variants
    ]


async def _remove(tx: Tx, store: StoreId, gone: list[Variant]) -> None:
    for variant in gone:
        if variant.reserved:
            raise VariantReserved(variant.sku, variant.name, variant.reserved)
    if gone:
        await tx.run(REMOVE_VARIANTS, store, [variant.id for variant in gone], tx.now)


def _merged(before: Product, change: ProductChange) -> NewProduct:
    """The product as the change wants it. `sellable` stays None where nothing is said about stock."""
    said = {name: value for name in ProductChange.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
    default = before.default
    kept = {name: getattr(before, name) for name in NewProduct.__struct_fields__ if name in _SAME}
    own = {
        "price_minor": default.price_minor,
        "compare_at_minor": default.compare_at_minor,
        "sku": default.sku,
        "barcode": default.barcode,
        "default_options": default.options,
        "default_image_url": default.image_url,
        "default_extra": default.extra,
        "variants": tuple(as_new(variant) for variant in before.named),
    }
    if change.variants is not UNSET:
        _check_ids(change.variants, {variant.id for variant in before.named})
    return NewProduct(**{**kept, **own, **said})


_SAME = set(Product.__struct_fields__) - {"id", "variants", "categories", "sellable"}


def as_new(variant: Variant) -> NewVariant:
    """The variant as it is, for a change that lists all of them. Nothing is said about its stock."""
    return NewVariant(
        id=variant.id,
        name=variant.name,
        price_minor=variant.price_minor,
        compare_at_minor=variant.compare_at_minor,
        sku=variant.sku,
        barcode=variant.barcode,
        options=variant.options,
        image_url=variant.image_url,
        extra=variant.extra,
    )


def _check_ids(variants: tuple[NewVariant, ...], known: set[VariantId]) -> None:
    seen: set[VariantId] = set()
    for i, variant in enumerate(variants):
        if variant.id is None:
            continue
        if variant.id not in known or variant.id in seen:
            raise Invalid.one(f"variants.{i}.id", "Is not a variant of this product, or comes twice.")
        seen.add(variant.id)


def _taken(clash: Clash, after: NewProduct) -> Exception:
    if clash.constraint == "products_slug_key":
        return Taken("slug", after.slug or "")
    if clash.constraint == "products_reference_key":
        return Taken("reference_key", str(after.facts.reference_key))
    return Taken("sku", after.sku or "") if clash.constraint == "variants_sku_key" else clash
