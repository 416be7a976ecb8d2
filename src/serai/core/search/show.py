"""Products as a shop country shows them: everything that is known, their stock and what decides their prices. One statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from serai.core.catalog import Full, ProductId
from serai.core.catalog.read_full import DOCUMENT_FULL
from serai.core.inventory import VariantId
from serai.core.navigation import Node
from serai.core.pricing import Facts
from serai.core.pricing.read import FACTS, ROW
from serai.core.search.model import Shelf, Shown
from serai.core.stores import ShopCountry
from serai.kit.db import Db

_SHELVES: Final = """coalesce((
         select json_agg(json_build_array(
                  k.variant_id, k.warehouse_id, k.on_hand - k.reserved, k.sellable_without_stock, k.expected_on)
                  order by k.variant_id, k.warehouse_id)
           from variants v
           join stock k on k.store_id = v.store_id and k.variant_id = v.id
          where v.store_id = p.store_id and v.product_id = p.id and v.removed_at is null), '[]')"""

_FACTS: Final = f"""coalesce((
         select json_agg({FACTS.format(row=ROW, shop_country="$3", at="$4::timestamptz")})
           from variants v
          where v.store_id = p.store_id and v.product_id = p.id and v.removed_at is null), '[]')"""

# The shop's own categories that have the product, with all above them; null where the shop shows the catalogue's.
_NODES: Final = """case when exists (
         select 1
           from shop_countries n
           join shops h on h.store_id = n.store_id and h.id = n.shop_id
           join shop_categories o on o.store_id = h.store_id and o.shop_id = coalesce(h.category_tree_id, h.id)
          where n.store_id = p.store_id and n.id = $3)
       then coalesce((
         select json_agg(json_build_object(
                  'id', c.id, 'parent_id', c.parent_id, 'names', c.names, 'slugs', c.slugs,
                  'is_active', coalesce(k.is_active, true), 'is_visible', coalesce(k.is_visible, true),
                  'properties', coalesce(k.properties, '{}'), 'custom_data', c.custom_data,
                  'country_custom_data', k.custom_data) order by c.position, c.id)
           from search_documents d
           join shop_categories c on c.store_id = d.store_id and c.id = any(d.category_ids)
           left join shop_category_countries k
             on k.store_id = c.store_id and k.category_id = c.id and k.shop_country_id = d.shop_country_id
          where d.store_id = p.store_id and d.shop_country_id = $3 and d.product_id = p.id), '[]') end"""

IS_SHOWN: Final = "p.removed_at is null and p.status = 'active' and not p.is_hidden"

# For statements with a product `p`: whether the shop country's assortment takes it in, which the documents know.
IS_ASSORTED: Final = """(
       exists (select 1 from search_documents y
                where y.store_id = p.store_id and y.shop_country_id = {shop_country} and y.product_id = p.id)
       or not exists (select 1 from shop_countries z
                       where z.store_id = p.store_id and z.id = {shop_country} and z.assortment is not null))"""

SHOW = f"""
select {DOCUMENT_FULL} as document, {_FACTS} as facts, {_SHELVES} as shelves, {_NODES} as nodes
  from products p
 where p.store_id = $1 and p.id = any($2::bigint[]) and {IS_SHOWN}
   and {IS_ASSORTED.format(shop_country="$3")}
"""

# For statements with a product `p`, the shop country as $2 and the time as $4: what `shown_of` reads.
SHOWN: Final = f"""json_build_object(
    'document', {DOCUMENT_FULL}, 'facts', {_FACTS.replace("$3", "$2")}, 'shelves', {_SHELVES},
    'nodes', {_NODES.replace("$3", "$2")})"""

PRODUCTS_OF = """
select distinct v.product_id
  from variants v
 where v.store_id = $1 and v.id = any($2::bigint[]) and v.removed_at is null
"""

_DOCUMENT: Final = msgspec.json.Decoder(Full)
_ALL_FACTS: Final = msgspec.json.Decoder(tuple[Facts, ...])
_ALL_NODES: Final = msgspec.json.Decoder(tuple[Node, ...] | None)


class _Row(msgspec.Struct, frozen=True, array_like=True):
    variant: VariantId
    warehouse: int
    quantity: int
    is_endless: bool
    expected_on: str | None


class _Whole(msgspec.Struct, frozen=True):
    document: msgspec.Raw
    facts: msgspec.Raw
    shelves: msgspec.Raw
    nodes: msgspec.Raw


_WHOLE: Final = msgspec.json.Decoder(tuple[_Whole, ...])
_ALL_SHELVES: Final = msgspec.json.Decoder(tuple[_Row, ...])


async def show(db: Db, country: ShopCountry, products: Sequence[int], *, at: datetime) -> list[Shown]:
    """Those of the products that are active and that the country sells, in the order asked for, each once; sold out ones too.

    One statement.
    """
    if not products:
        return []
    rows = await db.all(SHOW, country.store_id, list(products), country.id, at)
    made = (_shown(r["document"], r["facts"], r["shelves"], r["nodes"] or "null") for r in rows)
    found = {shown.product.id: shown for shown in made}
    return [found[ProductId(id_)] for id_ in dict.fromkeys(products) if id_ in found]


async def products_of(db: Db, country: ShopCountry, variants: Sequence[int]) -> list[ProductId]:
    """The products that these variants are of. One statement."""
    return [ProductId(row["product_id"]) for row in await db.all(PRODUCTS_OF, country.store_id, list(variants))]


def shown_of(documents: str) -> list[Shown]:
    """What an array of SHOWN has."""
    return [_shown(each.document, each.facts, each.shelves, each.nodes) for each in _WHOLE.decode(documents)]


_Text = str | msgspec.Raw


def _shown(document: _Text, facts: _Text, shelves: _Text, nodes: _Text) -> Shown:
    product = _DOCUMENT.decode(document)
    stock: dict[VariantId, tuple[Shelf, ...]] = {}
    for row in _ALL_SHELVES.decode(shelves):
        shelf = Shelf(row.variant, row.warehouse, row.quantity, row.is_endless, row.expected_on)
        stock[row.variant] = (*stock.get(row.variant, ()), shelf)
    return Shown(product, {f.variant: f for f in _ALL_FACTS.decode(facts)}, stock, _ALL_NODES.decode(nodes))
