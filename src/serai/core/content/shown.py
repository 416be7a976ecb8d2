"""A storefront as its visitors see it: what was last published, of a store that is found by its address."""

from collections.abc import AsyncIterator
from datetime import datetime
from typing import Final

import msgspec

from serai.core.content.model import Page, Theme
from serai.core.content.theme import decoded
from serai.core.stores import Language, ShopCountry, Social, Status, StoreId, Zone
from serai.core.stores.shops import DOCUMENT
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound

FIND: Final = """
select id from stores where public_slug = $1 or (custom_domain = $2 and custom_domain_verified_at is not null) limit 1
"""

# The store may have been remembered: it counts only while it still has the address.
SHOWN: Final = f"""
select {DOCUMENT} as country, t.name, t.public_slug, t.status, t.language, t.time_zone, t.published_at,
       case when t.custom_domain_verified_at is not null then t.custom_domain end as domain,
       e.description, e.contact_email, e.contact_phone, e.social, p.theme, coalesce(p.pages, '[]') as pages,
       coalesce((
         select json_agg(json_build_object('name', z.name, 'countries', z.countries, 'rate_minor', z.rate_minor)
                         order by z.position, z.id)
           from shipping_zones z where z.store_id = $1), '[]') as zones
  from stores t
  join store_settings e on e.store_id = t.id
  join shop_countries c on c.store_id = t.id and c.id = (select min(h.id) from shop_countries h where h.store_id = $1)
  join shops s on s.store_id = c.store_id and s.id = c.shop_id
  left join published_content p on p.store_id = t.id
 where t.id = $1 and c.store_id = $1 and e.store_id = $1
   and (t.public_slug = $2 or (t.custom_domain = $3 and t.custom_domain_verified_at is not null))
"""

# What the shop country sells now, along its key.
ADDRESSES: Final = """
select p.id, p.slug, p.updated_at
  from search_documents d
  join products p on p.store_id = d.store_id and p.id = d.product_id
 where d.store_id = $1 and d.shop_country_id = $2 and d.product_id > $3 and d.is_open
   and p.status = 'active' and not p.is_hidden and p.removed_at is null
 order by d.product_id
 limit $4
"""
AT_ONCE: Final = 5_000

MOST: Final = 10_000
"""Addresses whose stores are remembered in each process."""
_KNOWN: Final[dict[tuple[str, str], int]] = {}


class Shown(msgspec.Struct, frozen=True, kw_only=True):
    """`country` is the store's home shop country, `domain` the custom one once it is proven; pages by position."""

    country: ShopCountry
    name: str
    public_slug: str
    domain: str | None
    status: Status
    language: Language
    time_zone: str
    published_at: datetime | None
    description: str
    email: str | None
    phone: str | None
    social: Social
    zones: tuple[Zone, ...]
    theme: Theme
    pages: tuple[Page, ...]

    @property
    def store(self) -> StoreId:
        return self.country.store_id


class Address(msgspec.Struct, frozen=True):
    """A product that can be bought, by the last part of its address."""

    slug: str
    updated_at: datetime


async def shown(db: Db, *, slug: str = "", domain: str = "") -> Shown:
    """By its public slug or by its custom domain (A-labels). One statement, more for one not met before. Raises NotFound."""
    known = _KNOWN.get((slug, domain))
    row = None if known is None else await db.one(SHOWN, known, slug or None, domain or None)
    if row is None:
        _KNOWN.pop((slug, domain), None)
        store = await db.value(FIND, slug or None, domain or None)
        row = None if store is None else await db.one(SHOWN, store, slug or None, domain or None)
        if row is None:
            raise NotFound("store")
        _remember(slug, domain, store)
    return _shown(row)


async def is_shop_domain(db: Db, domain: str) -> bool:
    """Whether it is some store's proven custom domain. A statement for one not met before."""
    if ("", domain) in _KNOWN:
        return True
    store = await db.value(FIND, None, domain)
    if store is not None:
        _remember("", domain, store)
    return store is not None


async def addresses(db: Db, country: ShopCountry, *, most: int) -> AsyncIterator[Address]:
    """Of all products that the country sells now, by id, `most` at most. A statement for every AT_ONCE."""
    last = 0
    while most > 0:
        rows = await db.all(ADDRESSES, country.store_id, country.id, last, min(most, AT_ONCE))
        for row in rows:
            yield Address(row["slug"], row["updated_at"])
        if len(rows) < AT_ONCE:
            return
        last, most = rows[-1]["id"], most - len(rows)


def _remember(slug: str, domain: str, store: int) -> None:
    if len(_KNOWN) >= MOST:
        _KNOWN.clear()
    _KNOWN[slug, domain] = store


def _shown(row: Row) -> Shown:
    return Shown(
        country=msgspec.json.decode(row["country"], type=ShopCountry),
        name=row["name"],
        public_slug=row["public_slug"],
        domain=row["domain"],
        status=Status(row["status"]),
        language=Language(row["language"]),
        time_zone=row["time_zone"],
        published_at=row["published_at"],
        description=row["description"],
        email=row["contact_email"],
        phone=row["contact_phone"],
        social=msgspec.json.decode(row["social"], type=Social),
        zones=msgspec.json.decode(row["zones"], type=tuple[Zone, ...]),
        theme=decoded(row["theme"]),
        pages=msgspec.json.decode(row["pages"], type=tuple[Page, ...]),
    )
