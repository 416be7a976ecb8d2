"""Baskets as they are: lines, prices and what could be had, in one statement."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from serai.core.baskets import rules
from serai.core.baskets.model import Basket, BasketId, Place, Status
from serai.core.baskets.rules import Row, Terms
from serai.core.customers import CustomerId
from serai.core.pricing import FACTS, ROW
from serai.core.promotions import Promo
from serai.core.search import IS_ASSORTED, IS_SHOWN, SHOWN, Shown, shown_of
from serai.kit.db import Db

# What is reserved for the basket itself, or ran out, does not stand in its way.
FREE: Final = """(
         select coalesce(sum(k.on_hand - k.reserved), 0)
           from stock k
          where k.store_id = v.store_id and k.variant_id = v.id)
       + (
         select coalesce(sum(r.quantity), 0)
           from reservations r
          where r.store_id = v.store_id and r.variant_id = v.id
            and (r.expires_at <= {at} or r.owner = 'basket:' || i.basket_id))"""

# Beside named variants the default one is not for sale here.
IS_SOLD: Final = f"""v.removed_at is null and p.removed_at is null and p.status = 'active' and not p.is_hidden
         and {IS_ASSORTED.format(shop_country="$2")}
         and (not v.is_default or not exists (
           select 1 from variants n
            where n.store_id = v.store_id and n.product_id = v.product_id and not n.is_default and n.removed_at is null))"""

ITEM: Final = f"""json_build_object(
    'key', i.key, 'variant', i.variant_id, 'product', v.product_id, 'quantity', i.quantity,
    'group', case when i.group_id <> '' then json_build_object(
      'id', i.group_id, 'is_main', i.is_main, 'is_required', i.is_required) end,
    'custom_data', i.custom_data, 'display_data', i.display_data, 'price_key', i.price_key, 'promotions', i.promotions,
    'is_there', v.removed_at is null and p.removed_at is null, 'is_sold', {IS_SOLD},
    'is_endless', not p.track_inventory or exists (
      select 1 from stock e where e.store_id = v.store_id and e.variant_id = v.id and e.sellable_without_stock),
    'pieces', {FREE.format(at="$4")}, 'most', p.max_per_order,
    'facts', {FACTS.format(row=ROW, shop_country="$2", at="$4")})"""

# Only promotions that lines name: their ids are what the client wrote.
PROMO: Final = """json_build_object(
    'store_id', m.store_id, 'id', m.id, 'version', m.version, 'code', m.code,
    'worth', json_build_object('kind', m.kind, 'percent', m.percent::text, 'amount_minor', m.amount_minor),
    'starts_at', m.starts_at, 'ends_at', m.ends_at, 'minimum_subtotal_minor', m.minimum_subtotal_minor,
    'usage_limit', m.usage_limit, 'status', m.status,
    'maximum_subtotal_minor', m.maximum_subtotal_minor, 'usage_limit_per_customer', m.usage_limit_per_customer,
    'times_used', m.times_used,
    'created_at', m.created_at, 'updated_at', m.updated_at, 'name', m.name, 'summary', m.summary, 'status', m.status,
    'maximum_subtotal_minor', m.maximum_subtotal_minor, 'is_valid_on_campaigns', m.is_valid_on_campaigns,
    'is_for_promotions', m.is_for_promotions)"""

BASKET: Final = f"""
select json_build_object(
         'id', b.id, 'version', b.version, 'customer', b.customer_id, 'email', b.email, 'updated_at', b.updated_at,
         'promos', coalesce((
           select json_agg({PROMO})
             from promo_codes m
            where m.store_id = b.store_id and m.removed_at is null and m.id = any(array(
              select (w.wish ->> 'id')::bigint
                from basket_items u
               cross join lateral jsonb_array_elements(u.promotions) w(wish)
               where u.store_id = b.store_id and u.basket_id = b.id and w.wish ->> 'id' ~ '^[0-9]{{1,15}}$'))), '[]'),
         'items', coalesce((
           select json_agg({ITEM} order by i.id)
             from basket_items i
             join variants v on v.store_id = i.store_id and v.id = i.variant_id
             join products p on p.store_id = v.store_id and p.id = v.product_id
            where i.store_id = b.store_id and i.basket_id = b.id), '[]')) as document
  from baskets b
 where b.store_id = $1 and b.shop_country_id = $2 and b.key = $3
"""


# With the products themselves, as the shop country shows them.
BASKET_SHOWN: Final = BASKET.replace(
    " as document",
    f""" as document,
       coalesce((
         select json_agg({SHOWN})
           from products p
          where p.store_id = b.store_id and {IS_SHOWN} and {IS_ASSORTED.format(shop_country="$2")} and p.id = any(array(
            select l.product_id
              from basket_items o
              join variants l on l.store_id = o.store_id and l.id = o.variant_id
             where o.store_id = b.store_id and o.basket_id = b.id))), '[]') as products""",
)


class Kept(Struct, frozen=True, kw_only=True):
    """A basket as it is kept, and what decides about it."""

    id: BasketId
    version: int
    customer: CustomerId | None
    email: str | None
    updated_at: datetime
    promos: tuple[Promo, ...]
    items: tuple[Row, ...]


_DECODER: Final = msgspec.json.Decoder(Kept)


async def get(db: Db, place: Place, *, at: datetime) -> Basket:
    """The basket as it is at this moment; an empty one when nothing was ever put into it. One statement."""
    return basket_of(await kept(db, place, at=at), place, at=at)


async def get_shown(db: Db, place: Place, *, at: datetime) -> tuple[Basket, list[Shown]]:
    """The same with its products, those that are shown in the country. One statement."""
    row = await db.one(BASKET_SHOWN, place.store, place.country.id, place.key, at)
    found, products = (None, []) if row is None else (_DECODER.decode(row["document"]), shown_of(row["products"]))
    return basket_of(found, place, at=at), products


async def kept(db: Db, place: Place, *, at: datetime) -> Kept | None:
    """What basket_of takes. One statement."""
    row = await db.one(BASKET, place.store, place.country.id, place.key, at)
    return None if row is None else _DECODER.decode(row["document"])


def basket_of(found: Kept | None, place: Place, *, at: datetime) -> Basket:
    """Pure. Lines whose variant is gone are left out, unless they are asked for."""
    rows: Sequence[Row] = found.items if found else ()
    promos: dict[int, Promo] = {promo.id: promo for promo in found.promos} if found else {}
    terms = Terms(country=place.country, at=at, campaign=place.campaign, unchecked=place.unchecked, promos=promos)
    items = rules.items_of(rows, terms)
    shown = items if place.orphans else tuple(item for item in items if item.status is not Status.DELETED)
    return Basket(
        store_id=place.store,
        id=found.id if found else None,
        version=found.version if found else 0,
        shop_country=place.country.id,
        key=place.key,
        currency=place.country.currency,
        customer=found.customer if found else None,
        email=found.email if found else None,
        items=shown,
        cost=rules.cost_of(shown, place.country.currency),
        updated_at=found.updated_at if found else None,
    )


def without(found: Kept, *keys: str) -> Kept:
    """The basket without these lines."""
    return replace(found, items=tuple(row for row in found.items if row.key not in keys))
