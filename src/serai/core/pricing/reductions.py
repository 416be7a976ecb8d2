"""What a campaign takes off single variants, and off all variants of a product; a variant's own percentage comes first."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from serai.core import catalog
from serai.core.inventory import VariantId
from serai.core.pricing import campaigns, rules
from serai.core.pricing.model import Campaign, CampaignId
from serai.core.stores import StoreId
from serai.kit.db import Db, Tx
from serai.kit.errors import Invalid
from serai.kit.identifiers import Identifier
from serai.kit.outbox import Event

FIND_PRODUCTS: Final = """
select w.place, p.id
  from unnest($2::bigint[], $3::text[]) with ordinality w(id, key, place)
  join lateral (
    select n.id from products n where n.store_id = $1 and n.id = w.id and n.removed_at is null
     union all
    select k.id from products k
     where k.store_id = $1 and w.id is null and k.removed_at is null
       and (k.reference_key = w.key or (k.reference_key is null and k.slug = w.key))
     limit 1) p on true
"""

PUT_VARIANTS: Final = """
insert into campaign_variants (store_id, campaign_id, variant_id, percent)
select $1, $2, n.id, n.percent from unnest($3::bigint[], $4::numeric[]) n(id, percent) order by n.id
on conflict (store_id, campaign_id, variant_id) do update set percent = excluded.percent
"""

PUT_PRODUCTS: Final = """
insert into campaign_products (store_id, campaign_id, product_id, percent)
select $1, $2, n.id, n.percent from unnest($3::bigint[], $4::numeric[]) n(id, percent) order by n.id
on conflict (store_id, campaign_id, product_id) do update set percent = excluded.percent
"""

PUT: Final = {"variants": PUT_VARIANTS, "products": PUT_PRODUCTS}

AFTER: Final = """
select c.id, c.variant_id, v.sku, c.percent
  from campaign_variants c
  join variants v on v.store_id = c.store_id and v.id = c.variant_id
 where c.store_id = $1 and v.store_id = $1 and c.campaign_id = $2 and c.id > $3
 order by c.id
 limit $4
"""

CLEAR: Final = """
with gone as (delete from campaign_products where store_id = $1 and campaign_id = $2)
delete from campaign_variants where store_id = $1 and campaign_id = $2
"""


class Less(Struct, frozen=True):
    """So many percent off the variant or product of this name."""

    which: Identifier
    percent: Decimal


class VariantLess(Struct, frozen=True):
    """A variant's percentage as it is kept."""

    id: int
    variant: VariantId
    sku: str | None
    percent: Decimal


async def reduce_variants(tx: Tx, store: StoreId, shop: int, campaign: CampaignId, less: Sequence[Less]) -> None:
    """Set these variants' percentages; those of others stay. Raises NotFound for the campaign, Invalid by index."""
    found = await _checked(tx, store, shop, campaign, less)
    ids = await catalog.variants_named(tx, store, [each.which for each in less])
    await _put(tx, "variants", found, less, ids)


async def reduce_products(tx: Tx, store: StoreId, shop: int, campaign: CampaignId, less: Sequence[Less]) -> None:
    """The same for all variants of products."""
    found = await _checked(tx, store, shop, campaign, less)
    rows = await tx.all(FIND_PRODUCTS, store, [each.which.id for each in less], [each.which.key for each in less])
    known = {row["place"] - 1: row["id"] for row in rows}
    await _put(tx, "products", found, less, [known.get(i) for i in range(len(less))])


async def clear_reductions(tx: Tx, store: StoreId, shop: int, campaign: CampaignId) -> None:
    """Leave the campaign's own percentage for everything. Raises NotFound."""
    found = await campaigns.get(tx, store, campaign, shop=shop)
    await tx.run(CLEAR, store, campaign)
    _tell(tx, found)


async def reductions_after(db: Db, store: StoreId, shop: int, campaign: CampaignId, last: int, most: int) -> list[VariantLess]:
    """Variants' percentages with ids above `last`, ascending. Raises NotFound for the campaign."""
    await campaigns.get(db, store, campaign, shop=shop)
    rows = await db.all(AFTER, store, campaign, last, most)
    return [VariantLess(row["id"], VariantId(row["variant_id"]), row["sku"], row["percent"]) for row in rows]


async def _checked(tx: Tx, store: StoreId, shop: int, campaign: CampaignId, less: Sequence[Less]) -> Campaign:
    found = await campaigns.get(tx, store, campaign, shop=shop)
    if len(less) > rules.MOST_REDUCTIONS:
        raise Invalid.one("body", f"May have {rules.MOST_REDUCTIONS} entries.")
    for i, each in enumerate(less):
        rules.check_percent(each.percent, field=f"{i}.percent")
    return found


async def _put(tx: Tx, what: str, campaign: Campaign, less: Sequence[Less], ids: Sequence[int | None]) -> None:
    """Of several percentages for one thing the last counts."""
    unknown: dict[str, list[str]] = {f"{i}.id": ["Is not known."] for i, each in enumerate(ids) if each is None}
    if unknown:
        raise Invalid(unknown)
    percents = {each: one.percent for each, one in zip(ids, less, strict=True)}
    if percents:
        await tx.run(PUT[what], campaign.store_id, campaign.id, list(percents), list(percents.values()))
        _tell(tx, campaign)


def _tell(tx: Tx, campaign: Campaign) -> None:
    kind = "campaign.reductions_changed"
    tx.emit(Event(campaign.store_id, kind, campaign.id, campaign.version, {"id": campaign.id}))
