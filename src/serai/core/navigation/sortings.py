"""Products' places under the sorting keys that a merchant made up."""

from collections.abc import Sequence
from typing import Final

from msgspec import Struct, json
from msgspec.structs import replace

from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid
from serai.kit.outbox import Event

KNOWN: Final = """
select p.id, coalesce(p.reference_key, p.slug) as key
  from products p
 where p.store_id = $1 and p.removed_at is null
   and p.id = any(array(
     select unnest($2::bigint[])
      union all
     select r.id from products r where r.store_id = $1 and r.reference_key = any($3::text[]) and r.removed_at is null
      union all
     select s.id from products s where s.store_id = $1 and s.slug = any($3::text[]) and s.removed_at is null))
"""

# The last of several that are about the same place counts; rows in one order, so that two requests never wait in a circle.
WRITE: Final = """
insert into product_sortings as s (store_id, product_id, shop_country_id, sort_key, sort_value)
select $1, w.product, w.country, w.key, w.value
  from (select distinct on (w.product, w.country, w.key) w.*
          from json_to_recordset($2::json) w(place integer, product bigint, country bigint, key text, value bigint)
         order by w.product, w.country, w.key, w.place desc) w
 order by w.product, w.country, w.key
on conflict (store_id, product_id, shop_country_id, sort_key) do update set sort_value = excluded.sort_value
"""

REMOVE: Final = """
delete from product_sortings s
 using json_to_recordset($2::json) w(place integer, product bigint, country bigint, key text, value bigint)
 where s.store_id = $1 and s.product_id = w.product and s.shop_country_id = w.country
   and (w.key is null or s.sort_key = w.key)
"""

LONGEST_KEY: Final = 255
MOST: Final = 5000
RESERVED: Final = "scayle:"


class Sorting(Struct, frozen=True, kw_only=True):
    """A product's value under a key, in one shop country; the highest comes first when sorted downwards.

    The product by its id, else by its reference key. `key` None, for removing only: under every key.
    """

    product: int | None = None
    reference: str | None = None
    country: int
    key: str | None
    value: int = 0


async def save_sortings(tx: Tx, store: StoreId, sortings: Sequence[Sorting]) -> None:
    """Write all of them or none. Raises Invalid. Two statements."""
    for i, each in enumerate(sortings):
        if each.key is None or not 1 <= len(each.key) <= LONGEST_KEY or each.key.startswith(RESERVED):
            raise Invalid.one(f"{i}.sort_key", f"Must have 1 to {LONGEST_KEY} characters and not begin with `{RESERVED}`.")
        if not -(2**53) <= each.value <= 2**53:
            raise Invalid.one(f"{i}.sort_value", "Is too large.")
    found = await _resolved(tx, store, sortings)
    await tx.run(WRITE, store, _rows(found))
    _tell(tx, store, found)


async def remove_sortings(tx: Tx, store: StoreId, sortings: Sequence[Sorting]) -> None:
    """Those that are there; the others are gone already. Raises Invalid for unknown products. Two statements."""
    found = await _resolved(tx, store, sortings)
    await tx.run(REMOVE, store, _rows(found))
    _tell(tx, store, found)


async def _resolved(tx: Tx, store: StoreId, sortings: Sequence[Sorting]) -> list[Sorting]:
    """With the products' ids. Raises Invalid naming those that the store does not have."""
    if len(sortings) > MOST:
        raise Invalid.one("body", f"May have at most {MOST} entries.")
    ids = sorted({each.product for each in sortings if each.product is not None})
    keys = sorted({each.reference for each in sortings if each.product is None and each.reference is not None})
    rows = await tx.all(KNOWN, store, ids, keys)
    known, by_key = {row["id"] for row in rows}, {row["key"]: row["id"] for row in rows}
    found = [
        replace(each, product=each.product if each.product is not None else by_key.get(each.reference or ""))
        for each in sortings
    ]
    wrong = {
        f"{i}.product_id": ["Is not a product of this store."] for i, each in enumerate(found) if each.product not in known
    }
    if wrong:
        raise Invalid(wrong)
    return found


def _rows(sortings: Sequence[Sorting]) -> str:
    rows = [
        {"place": i, "product": s.product, "country": s.country, "key": s.key, "value": s.value} for i, s in enumerate(sortings)
    ]
    return json.encode(rows).decode()


def _tell(tx: Tx, store: StoreId, sortings: Sequence[Sorting]) -> None:
    """One event a product: its place in lists changed."""
    by_product: dict[int, list[Sorting]] = {}
    for each in sortings:
        by_product.setdefault(each.product or 0, []).append(each)
    for product, own in sorted(by_product.items()):
        tx.emit(Event(store, "product_sorting.updated", product, 1, own))
