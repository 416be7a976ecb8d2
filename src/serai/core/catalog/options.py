"""Options and their values as things with ids.

Which options make variants stands in the product (`option_names`) and its variants (`options`); what is here follows that.
An option keeps its id while its name stays, or else its place; a value while some variant has it.
"""

from collections.abc import Mapping, Sequence

import msgspec

from serai.core.catalog.model import ProductId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.text import fold

HAVE = """
select o.id, o.name, o.position,
       array(
         select w.name from option_values w where w.store_id = o.store_id and w.option_id = o.id order by w.position) as values
  from product_options o
 where o.store_id = $1 and o.product_id = $2 and o.makes_variants
 order by o.position, o.id
"""

OPTION_IDS = """
select nextval(pg_get_serial_sequence('product_options', 'id')) as id from generate_series(1, $1) order by 1
"""

ADD_OPTIONS = """
insert into product_options (store_id, id, product_id, position, name)
select $1, o.id, o.product_id, o.position, o.name
  from unnest($2::bigint[], $3::bigint[], $4::integer[], $5::text[]) o(id, product_id, position, name)
"""

ADD_VALUES = """
insert into option_values (store_id, option_id, position, name)
select $1, w.option_id, w.position, w.name
  from unnest($2::bigint[], $3::integer[], $4::text[]) w(option_id, position, name)
    on conflict on constraint option_values_name_key do update set position = excluded.position
"""

RENAME = """
update product_options t
   set name = o.name, position = o.position
  from unnest($2::bigint[], $3::integer[], $4::text[]) o(id, position, name)
 where t.store_id = $1 and t.id = o.id
"""

REMOVE = "delete from product_options where store_id = $1 and id = any($2::bigint[])"

REMOVE_VALUES = """
delete from option_values w
 using unnest($2::bigint[], $3::text[]) g(option_id, name)
 where w.store_id = $1 and w.option_id = g.option_id and w.name = g.name
"""


class Dimensions(msgspec.Struct, frozen=True):
    """A product's options in order and, for each of its named variants, its value of each."""

    names: tuple[str, ...]
    variants: tuple[tuple[str, ...], ...]

    def values(self, place: int) -> tuple[str, ...]:
        """The values of one option, each once, in the variants' order."""
        return tuple(dict.fromkeys(v[place] for v in self.variants if place < len(v) and v[place]))


async def add(tx: Tx, store: StoreId, products: Mapping[ProductId, Dimensions]) -> None:
    """The options of products that have none yet. Three statements for all of them; none when no product has options."""
    wanted = [(product, place, name) for product, d in products.items() for place, name in enumerate(d.names)]
    if not wanted:
        return
    ids = [row["id"] for row in await tx.all(OPTION_IDS, len(wanted))]
    owners, places, names = zip(*wanted, strict=True)
    await tx.run(ADD_OPTIONS, store, ids, list(owners), list(places), list(names))
    await _add_values(tx, store, [(id_, products[p].values(place)) for id_, (p, place, _) in zip(ids, wanted, strict=True)])


async def follow(tx: Tx, store: StoreId, product: ProductId, now: Dimensions) -> None:
    """Make the options what the product and its variants now say."""
    have = await tx.all(HAVE, store, product)
    by_name = {fold(row["name"]): row for row in have}
    same = {place: by_name.pop(fold(name)) for place, name in enumerate(now.names) if fold(name) in by_name}
    left = {row["position"]: row for row in by_name.values()}
    same |= {place: left.pop(place) for place in range(len(now.names)) if place not in same and place in left}
    await _remove(tx, store, [row["id"] for row in left.values()])
    moved = [(row["id"], p, now.names[p]) for p, row in same.items() if (row["position"], row["name"]) != (p, now.names[p])]
    if moved:
        await tx.run(RENAME, store, *(list(column) for column in zip(*moved, strict=True)))
    gone = [(row["id"], name) for p, row in same.items() for name in row["values"] if name not in now.values(p)]
    if gone:
        await tx.run(REMOVE_VALUES, store, *(list(column) for column in zip(*gone, strict=True)))
    await _add_values(tx, store, [(r["id"], now.values(p)) for p, r in same.items() if now.values(p) != tuple(r["values"])])
    await _add_new(tx, store, product, now, [place for place in range(len(now.names)) if place not in same])


async def _add_new(tx: Tx, store: StoreId, product: ProductId, now: Dimensions, places: Sequence[int]) -> None:
    if places:
        ids = [row["id"] for row in await tx.all(OPTION_IDS, len(places))]
        await tx.run(ADD_OPTIONS, store, ids, [product] * len(places), list(places), [now.names[p] for p in places])
        await _add_values(tx, store, [(id_, now.values(p)) for id_, p in zip(ids, places, strict=True)])


async def _remove(tx: Tx, store: StoreId, ids: Sequence[int]) -> None:
    if ids:
        await tx.run(REMOVE, store, list(ids))


async def _add_values(tx: Tx, store: StoreId, values: Sequence[tuple[int, Sequence[str]]]) -> None:
    rows = [(option, position, name) for option, names in values for position, name in enumerate(names)]
    if rows:
        await tx.run(ADD_VALUES, store, *(list(column) for column in zip(*rows, strict=True)))
