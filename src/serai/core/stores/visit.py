"""A request that names a shop country and nothing else: whose it is, and what the key shown with it may do there."""

from datetime import datetime
from typing import Final

import msgspec

from serai.core.stores.shops import DOCUMENT, STORE_OF, ShopCountry
from serai.kit.db import Db
from serai.kit.errors import NotFound

# A key counts only in its own store.
KEY = """left join lateral (
         select k.id, k.scopes, k.last_used_at
           from api_keys k
          where k.digest = $2 and k.store_id = c.store_id and k.dialect = 'scayle' and k.revoked_at is null
            and (k.expires_at is null or k.expires_at > $3)) k on true"""

BY_ID = f"""
select {DOCUMENT} as document, e.scayle_profile as profile, k.id as key_id, k.scopes, k.last_used_at
  from shop_countries c
  join shops s on s.store_id = c.store_id and s.id = c.shop_id
  join store_settings e on e.store_id = c.store_id
  {KEY}
 where c.store_id = $1 and c.id = $4
"""

MOST: Final = 10_000
"""Shop countries whose stores are remembered: that never changes, so that it is asked once in each process."""
_KNOWN: Final[dict[int, int]] = {}

# The store of the key, else of the host, else the only one there is.
BY_NAME = f"""
select {DOCUMENT} as document, e.scayle_profile as profile, k.id as key_id, k.scopes, k.last_used_at
  from shop_countries c
  join shops s on s.store_id = c.store_id and s.id = c.shop_id
  join store_settings e on e.store_id = c.store_id
  {KEY}
 where c.store_id = $1 and s.key = $4 and c.country = $5 and ($6 = c.language || '_' || c.country or $6 = any(c.locales))
 order by c.id
 limit 1
"""

WHOSE = """
select coalesce(
         (select k.store_id from api_keys k where k.digest = $1 and k.dialect = 'scayle' and k.revoked_at is null),
         (select t.id from stores t where t.public_slug = $2),
         (select min(d.store_id) from shop_directory d having count(distinct d.store_id) = 1))
"""


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """The shop country, the store's profile (`documented`, `live`), and the store's key that was shown, if it lives."""

    country: ShopCountry
    profile: str
    key: int | None
    scopes: frozenset[str]
    key_used_at: datetime | None


async def visit(db: Db, country: int, *, digest: bytes | None, at: datetime) -> Visit:
    """Raises NotFound for a shop country that is unknown or switched off. One statement, another for one not met before."""
    known = _KNOWN.get(country)
    row = None if known is None else await db.one(BY_ID, known, digest, at, country)
    if row is None:
        store = await db.value(STORE_OF, country)
        row = None if store is None else await db.one(BY_ID, store, digest, at, country)
        if row is None:
            raise NotFound("shop")
        if len(_KNOWN) >= MOST:
            _KNOWN.clear()
        _KNOWN[country] = store
    return _visit(dict(row))


async def visit_by_name(
    db: Db, shop_key: str, *, country: str, locale: str, host_slug: str | None, digest: bytes | None, at: datetime
) -> Visit | None:
    """By names that are unique within one store; None when nothing tells which store. Raises NotFound. Two statements."""
    store = await db.value(WHOSE, digest, host_slug)
    if store is None:
        return None
    row = await db.one(BY_NAME, store, digest, at, shop_key, country, locale)
    if row is None:
        raise NotFound("shop")
    return _visit(dict(row))


def _visit(row: dict[str, object]) -> Visit:
    country = msgspec.json.decode(str(row["document"]), type=ShopCountry)
    if not country.is_active:
        raise NotFound("shop")
    return msgspec.convert(
        {
            "country": country,
            "profile": row["profile"],
            "key": row["key_id"],
            "scopes": row["scopes"] or (),
            "key_used_at": row["last_used_at"],
        },
        Visit,
    )
