"""A product's parts as rows: variants and categories. Shared by creating and editing."""

from collections.abc import Sequence

import msgspec

from serai.core.catalog import categories, facts
from serai.core.catalog.model import CategoryRef, NewVariant, ProductId
from serai.core.inventory import VariantId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Taken

TAKEN_SKU = """
select sku from variants
 where store_id = $1 and sku = any($2::text[]) and product_id <> $3 and removed_at is null
 limit 1
"""

INSERT_VARIANTS = """
insert into variants
  (store_id, product_id, is_default, position, name, options, sku, barcode, price_minor, compare_at_minor, image_url, extra)
select $1, $2, v.is_default, v.position, v.name,
       array(select json_array_elements_text(v.options)), v.sku, v.barcode, v.price_minor, v.compare_at_minor, v.image_url,
       v.extra
  from json_to_recordset($3::json) as v(
    is_default boolean, position integer, name text, options json, sku text, barcode text,
    price_minor bigint, compare_at_minor bigint, image_url text, extra jsonb)
 order by v.position
returning id
"""

UPDATE_VARIANTS = """
update variants t
   set position = v.position, name = v.name, options = array(select json_array_elements_text(v.options)),
       sku = v.sku, barcode = v.barcode, price_minor = v.price_minor, compare_at_minor = v.compare_at_minor,
       image_url = v.image_url, extra = v.extra
  from json_to_recordset($2::json) as v(
    id bigint, position integer, name text, options json, sku text, barcode text,
    price_minor bigint, compare_at_minor bigint, image_url text, extra jsonb)
 where t.store_id = $1 and t.id = v.id
"""

CLEAR_CATEGORIES = "delete from product_categories where store_id = $1 and product_id = $2"
ADD_CATEGORIES = """
insert into product_categories (store_id, product_id, category_id, position)
select $1, $2, c.id, c.position - 1 from unnest($3::bigint[]) with ordinality c(id, position)
"""


def _row(variant: NewVariant, position: int, *, is_default: bool) -> dict[str, object]:
    return {
        "id": variant.id,
        "is_default": is_default,
        "position": position,
        "name": variant.name,
        "options": variant.options,
        "sku": variant.sku or None,
        "barcode": variant.barcode,
        "price_minor": variant.price_minor,
        "compare_at_minor": variant.compare_at_minor,
        "image_url": variant.image_url,
        "extra": variant.extra,
    }


async def check_skus(
    tx: Tx, store: StoreId, product: ProductId | None, own: str | None, variants: Sequence[NewVariant]
) -> None:
    """Raises Taken on the field whose SKU another product of the store has."""
    fields = {variant.sku: f"variants.{i}.sku" for i, variant in enumerate(variants) if variant.sku}
    if own:
        fields[own] = "sku"
    taken = await tx.value(TAKEN_SKU, store, list(fields), product or 0) if fields else None
    if taken is not None:
        raise Taken(fields[taken], taken)


async def add_variants(
    tx: Tx, store: StoreId, product: ProductId, variants: Sequence[NewVariant], *, first: int, is_default: bool = False
) -> list[VariantId]:
    """Insert, positions from `first`; the ids in the same order."""
    rows = [_row(variant, first + i, is_default=is_default) for i, variant in enumerate(variants)]
    if not rows:
        return []
    made = await tx.all(INSERT_VARIANTS, store, product, msgspec.json.encode(rows).decode())
    ids = [VariantId(row["id"]) for row in made]
    await facts.write_variants(tx, store, [(id_, variant.facts) for id_, variant in zip(ids, variants, strict=True)])
    return ids


async def update_variants(tx: Tx, store: StoreId, variants: Sequence[tuple[int, NewVariant]]) -> None:
    """Overwrite variants by id; each comes with its position."""
    rows = [_row(variant, position, is_default=False) for position, variant in variants]
    if rows:
        await tx.run(UPDATE_VARIANTS, store, msgspec.json.encode(rows).decode())
        said = [(variant.id, variant.facts) for _, variant in variants if variant.id is not None]
        await facts.write_variants(tx, store, said)


async def replace_categories(tx: Tx, store: StoreId, product: ProductId, refs: Sequence[CategoryRef]) -> None:
    """The product's categories become these, the first one primary; those without an id are made when they are unknown."""
    await tx.run(CLEAR_CATEGORIES, store, product)
    ids = await categories.ensure(tx, store, refs)
    if ids:
        await tx.run(ADD_CATEGORIES, store, product, ids)
