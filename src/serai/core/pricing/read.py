"""Prices as they are kept and as they come out. One statement for any number of variants."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct

from serai.core import stores
from serai.core.inventory import VariantId
from serai.core.pricing.decide import counts, price_of
from serai.core.pricing.model import OWN, Facts, Price, VariantPrice
from serai.core.stores import ShopCountry, ShopCountryId, StoreId
from serai.kit.db import Db, Row
from serai.kit.errors import NotFound
from serai.kit.money import portion

ROW = """json_build_object(
    'id', r.id, 'variant', r.variant_id, 'country', r.country, 'currency', r.currency, 'price_minor', r.price_minor,
    'old_minor', r.old_minor, 'recommended_minor', r.recommended_minor, 'buying_minor', r.buying_minor,
    'tax_percent', r.tax_percent::text, 'group_key', nullif(r.group_key, ''),
    'promotion_key', nullif(r.promotion_key, ''), 'merchant_key', nullif(r.merchant_key, ''),
    'unit', case when r.unit is not null then
      json_build_object('unit', r.unit, 'amount', r.unit_amount, 'price_minor', r.unit_minor) end,
    'valid_from', r.valid_from, 'valid_to', r.valid_to, 'base_minor', r.base_minor,
    'base_compare_minor', r.base_compare_minor, 'custom_data', r.custom_data)"""

# For statements with a variant `v`: what price_of decides from. Prices of the last 90 days tell what was lowest before.
FACTS = """json_build_object(
    'variant', v.id, 'own_minor', v.price_minor, 'own_compare_minor', v.compare_at_minor,
    'own_currency', (select m.currency from stores m where m.id = v.store_id),
    'rows', coalesce((
      select json_agg({row} order by r.id)
        from variant_prices r
        join shop_countries x on x.store_id = r.store_id and x.country = r.country
       where r.store_id = v.store_id and x.store_id = v.store_id and r.variant_id = v.id and x.id = {shop_country}
         and r.valid_from <= {at} and (r.valid_to is null or r.valid_to > {at} - interval '90 days')), '[]'),
    'campaign', (
      select json_build_object('id', k.id, 'key', k.key, 'percent', coalesce(kv.percent, kp.percent, k.percent)::text)
        from campaign_countries kc
        join campaigns k on k.store_id = kc.store_id and k.id = kc.campaign_id
        left join campaign_variants kv
          on kv.store_id = k.store_id and kv.campaign_id = k.id and kv.variant_id = v.id
        left join campaign_products kp
          on kp.store_id = k.store_id and kp.campaign_id = k.id and kp.product_id = v.product_id
       where kc.store_id = v.store_id and k.store_id = v.store_id and kc.shop_country_id = {shop_country}
         and kc.starts_at <= {at} and kc.ends_at > {at}))"""

PRICES = f"""
select {FACTS.format(row=ROW, shop_country="$3", at="$4")} as facts
  from variants v
 where v.store_id = $1 and v.id = any($2::bigint[])
"""

CURRENT = f"""
select c.id as shop_country, {FACTS.format(row=ROW, shop_country="c.id", at="$3::timestamptz")} as facts,
       (select min(t.moment)
          from variant_prices u
          join lateral unnest(array[u.valid_from, u.valid_to]) t(moment) on t.moment > $3
         where u.store_id = v.store_id and u.variant_id = v.id and u.country = c.country) as until
  from variants v
  join shop_countries c on c.store_id = v.store_id
 where v.store_id = $1 and c.store_id = $1 and v.id = any($2::bigint[])
 order by v.id, c.id
"""

OF_VARIANTS = f"""
select v.id, json_build_object(
         'variant', v.id, 'own_minor', v.price_minor, 'own_compare_minor', v.compare_at_minor,
         'own_currency', (select m.currency from stores m where m.id = v.store_id),
         'rows', coalesce((
           select json_agg({ROW} order by r.id)
             from variant_prices r
            where r.store_id = v.store_id and r.variant_id = v.id and (r.valid_to is null or r.valid_to > $3)), '[]'),
         'campaign', null) as facts
  from variants v
 where v.store_id = $1 and v.id = any($2::bigint[]) and v.removed_at is null
"""

ONE = f"select {ROW} as document from variant_prices r where r.store_id = $1 and r.variant_id = $2 and r.id = $3"

_FACTS: Final = msgspec.json.Decoder(Facts)
_ROW: Final = msgspec.json.Decoder(VariantPrice)


class Current(Struct, frozen=True):
    """A variant's price in a shop country now, and when a stored price begins or ends next; what a search keeps."""

    variant: VariantId
    shop_country: ShopCountryId
    price: Price
    until: datetime | None


def facts_of(document: str) -> Facts:
    """What FACTS gave."""
    return _FACTS.decode(document)


async def prices(
    db: Db,
    store: StoreId,
    variants: Sequence[VariantId],
    country: ShopCountry,
    *,
    at: datetime,
    campaign_key: str | None = None,
    promotion_key: str | None = None,
) -> Mapping[VariantId, Price]:
    """What these variants cost in a shop country of the store, those that have a price there. One statement."""
    rows = await db.all(PRICES, store, list(variants), country.id, at)
    found: dict[VariantId, Price] = {}
    for row in rows:
        facts = facts_of(row["facts"])
        price = price_of(facts, country, at=at, campaign_key=campaign_key, promotion_key=promotion_key)
        if price is not None:
            found[facts.variant] = price
    return found


async def current(db: Db, store: StoreId, variants: Sequence[VariantId], *, at: datetime) -> list[Current]:
    """Everybody's price of these variants in each shop country of the store, without campaigns. Two statements.

    By variant, then shop country; those without a price are left out.
    """
    countries = {country.id: country for country in await stores.shop_countries(db, store)}
    found = []
    for row in await db.all(CURRENT, store, list(variants), at):
        facts, country = facts_of(row["facts"]), countries.get(row["shop_country"])
        price = None if country is None else price_of(facts, country, at=at)
        if country is not None and price is not None:
            found.append(Current(facts.variant, country.id, price, row["until"]))
    return found


async def prices_of(db: Db, store: StoreId, variant: VariantId, *, at: datetime) -> tuple[VariantPrice, ...]:
    """A variant's stored prices, now and to come; its own before them where none stands for it in the home country.

    Raises NotFound. Two statements.
    """
    found = await prices_of_all(db, store, [variant], at=at)
    if variant not in found:
        raise NotFound("variant")
    return found[variant]


async def prices_of_all(
    db: Db, store: StoreId, variants: Sequence[VariantId], *, at: datetime
) -> dict[VariantId, tuple[VariantPrice, ...]]:
    """The same of many, those that the store has. Two statements."""
    home = await stores.home(db, store)
    rows = await db.all(OF_VARIANTS, store, list(variants), at)
    return {VariantId(row["id"]): _shown(facts_of(row["facts"]), home, at) for row in rows}


def _shown(facts: Facts, home: ShopCountry, at: datetime) -> tuple[VariantPrice, ...]:
    rows = tuple(price for price in facts.rows if counts(price, facts))
    if any(p.is_plain and p.is_valid(at) and (p.country, p.currency) == (home.country, home.currency) for p in rows):
        return rows
    return (_own(facts, home, at), *rows) if home.currency == facts.own_currency else rows


async def price(db: Db, store: StoreId, variant: VariantId, which: int) -> VariantPrice:
    """One stored price. Raises NotFound, for the variant's own too."""
    return _found(await db.one(ONE, store, variant, which))


def row_of(document: str) -> VariantPrice:
    """What ROW gave."""
    return _ROW.decode(document)


def _found(row: Row | None) -> VariantPrice:
    if row is None:
        raise NotFound("price")
    return row_of(row["document"])


def _own(facts: Facts, home: ShopCountry, at: datetime) -> VariantPrice:
    compare = facts.own_compare_minor

    def gross(minor: int) -> int:
        return minor + portion(minor, home.tax_rate)

    return VariantPrice(
        id=OWN,
        variant=facts.variant,
        country=home.country,
        currency=home.currency,
        price_minor=gross(facts.own_minor),
        old_minor=gross(compare) if compare is not None and compare > facts.own_minor else None,
        recommended_minor=None,
        buying_minor=None,
        tax_percent=home.tax_rate * 100,
        group_key=None,
        promotion_key=None,
        merchant_key=None,
        unit=None,
        valid_from=at,
        valid_to=None,
    )
