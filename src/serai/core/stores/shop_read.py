"""A store's shops with their countries, and one of them by its key.

The shop that came with the store, and its country, are listed from the first product on, or from when somebody made them
theirs: to a client that looks for shops a new store has none.
"""

from collections.abc import Sequence

import msgspec

from serai.core.accounts import StoreId
from serai.core.stores.errors import ShopCountryAmbiguous
from serai.core.stores.shop_model import Shop
from serai.core.stores.shops import DOCUMENT as COUNTRY
from serai.core.stores.shops import ShopCountry
from serai.kit.db import Db, Tx
from serai.kit.errors import NotFound

_SHOWN = """(not {}.is_given
             or exists (select 1 from store_totals t where t.store_id = $1 and t.products > 0))"""

DOCUMENT = f"""json_build_object(
    'store_id', s.store_id, 'id', s.id, 'version', s.version, 'key', s.key, 'name', s.name, 'logo_url', s.logo_url,
    'price_group_key', s.price_group_key, 'smart_sorting_key', s.smart_sorting_key, 'custom_data', s.custom_data,
    'is_active', s.is_active, 'tree_id', coalesce(s.category_tree_id, s.id), 'company_id', s.company_id,
    'created_at', s.created_at,
    'countries', (
      select coalesce(json_agg({COUNTRY} order by c.id), '[]')
        from shop_countries c
       where c.store_id = s.store_id and c.shop_id = s.id and {_SHOWN.format("c")})
  )"""

LIST = f"""
select {DOCUMENT} as document
  from shops s
 where s.store_id = $1 and s.id > $2 and {_SHOWN.format("s")}
 order by s.id
 limit $3
"""

BY_KEY = f"""
select {DOCUMENT} as document
  from shops s
 where s.store_id = $1 and s.key = $2
"""

LOCK = "select id from shops where store_id = $1 and key = $2 for update"

COUNTRIES = f"""
select {COUNTRY} as document
  from shop_countries c
  join shops s on s.store_id = c.store_id and s.id = c.shop_id
 where c.store_id = $1 and s.key = $2 and c.id > $3 and {_SHOWN.format("c")}
 order by c.id
 limit $4
"""

NAMED = f"""
select {COUNTRY} as document
  from shop_countries c
  join shops s on s.store_id = c.store_id and s.id = c.shop_id
 where c.store_id = $1 and s.key = $2 and (c.id = $3 or c.country = $4)
 order by c.id
 limit 2
"""

LOCK_COUNTRY = "select id from shop_countries where store_id = $1 and id = $2 for update"

_LARGEST = 2**53 - 1
_SHOPS = msgspec.json.Decoder(Shop)
_COUNTRIES = msgspec.json.Decoder(ShopCountry)


async def list_shops(db: Db, store: StoreId, *, after: int, most: int) -> Sequence[Shop]:
    """Those with an id above `after`, by id. One statement."""
    return [_SHOPS.decode(row["document"]) for row in await db.all(LIST, store, after, most)]


async def find_shop(db: Db, store: StoreId, key: str) -> Shop:
    """Raises NotFound. One statement."""
    row = await db.one(BY_KEY, store, key)
    if row is None:
        raise NotFound("shop")
    return _SHOPS.decode(row["document"])


async def lock_shop(tx: Tx, store: StoreId, key: str) -> Shop:
    """The same, which nobody else changes until the transaction ends."""
    if await tx.value(LOCK, store, key) is None:
        raise NotFound("shop")
    return await find_shop(tx, store, key)


async def list_countries(db: Db, store: StoreId, shop_key: str, *, after: int, most: int) -> Sequence[ShopCountry]:
    """Those of a shop with an id above `after`, by id. Raises NotFound for the shop. One statement when there are any."""
    rows = await db.all(COUNTRIES, store, shop_key, after, most)
    if not rows:
        await find_shop(db, store, shop_key)
    return [_COUNTRIES.decode(row["document"]) for row in rows]


async def find_country(db: Db, store: StoreId, shop_key: str, code: str) -> ShopCountry:
    """By its ISO code, whatever its case, or by its id. One statement.

    Raises: NotFound, ShopCountryAmbiguous when the shop has several with this code.
    Source: docs/dialects/scayle-admin.md, "Shop countries".
    """
    number = int(code) if code.isascii() and code.isdigit() and len(code) < 17 and int(code) <= _LARGEST else None
    rows = await db.all(NAMED, store, shop_key, number, code.upper())
    if not rows:
        raise NotFound("shop country")
    if len(rows) > 1:
        raise ShopCountryAmbiguous
    return _COUNTRIES.decode(rows[0]["document"])


async def lock_country(tx: Tx, store: StoreId, shop_key: str, code: str) -> ShopCountry:
    """The same, which nobody else changes until the transaction ends."""
    found = await find_country(tx, store, shop_key, code)
    await tx.run(LOCK_COUNTRY, store, found.id)
    return await find_country(tx, store, shop_key, str(found.id))
