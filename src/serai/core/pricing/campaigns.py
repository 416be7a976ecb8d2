"""Campaigns: making, changing, removing and finding them. A shop country has one at a time."""

from collections.abc import Callable, Sequence
from typing import Final
from uuid import uuid4

import msgspec
from msgspec.structs import asdict, replace

from serai.core import stores
from serai.core.pricing import rules
from serai.core.pricing.errors import CampaignOverlaps
from serai.core.pricing.model import Campaign, CampaignId, NewCampaign
from serai.core.stores import StoreId
from serai.kit.db import Clash, Db, Row, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.outbox import Event

DOCUMENT = """json_build_object(
    'store_id', c.store_id, 'id', c.id, 'version', c.version, 'shop_id', c.shop_id, 'key', c.key, 'name', c.name,
    'description', c.description, 'percent', c.percent::text, 'starts_at', c.starts_at, 'ends_at', c.ends_at,
    'hide_countdown', c.hide_countdown, 'headline', c.headline, 'subline', c.subline, 'link', c.link,
    'condition', c.condition, 'badge_label', c.badge_label, 'color_background', c.color_background,
    'color_text', c.color_text, 'custom_data', c.custom_data, 'created_at', c.created_at, 'updated_at', c.updated_at,
    'shop_countries', array(select n.shop_country_id
                              from campaign_countries n
                             where n.store_id = c.store_id and n.campaign_id = c.id
                             order by n.shop_country_id))"""

GET: Final = f"""
select {DOCUMENT} as document
  from campaigns c
 where c.store_id = $1 and c.id = $2 and ($3::bigint is null or c.shop_id = $3)
"""

LOCK: Final = f"{GET}   for update of c"

AFTER: Final = f"""
select {DOCUMENT} as document
  from campaigns c
 where c.store_id = $1 and c.shop_id = $2 and c.id > $3
 order by c.id
 limit $4
"""

IN_COUNTRY: Final = f"""
select {DOCUMENT} as document
  from campaigns c
  join campaign_countries k on k.store_id = c.store_id and k.campaign_id = c.id
 where c.store_id = $1 and k.store_id = $1 and k.shop_country_id = $2 and k.ends_at > $3
 order by c.id
"""

INSERT: Final = """
insert into campaigns
  (store_id, shop_id, key, name, description, percent, starts_at, ends_at, hide_countdown, headline, subline, link,
   condition, badge_label, color_background, color_text, custom_data, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
returning id
"""

UPDATE: Final = """
update campaigns
   set version = version + 1, key = $3, name = $4, description = $5, percent = $6, starts_at = $7, ends_at = $8,
       hide_countdown = $9, headline = $10, subline = $11, link = $12, condition = $13, badge_label = $14,
       color_background = $15, color_text = $16, custom_data = $17, updated_at = $18
 where store_id = $1 and id = $2
"""

CLEAR: Final = "delete from campaign_countries where store_id = $1 and campaign_id = $2"

PLACE: Final = """
insert into campaign_countries (store_id, campaign_id, shop_country_id, starts_at, ends_at)
select $1, $2, c.id, $4, $5 from unnest($3::bigint[]) c(id) order by c.id
"""

REMOVE: Final = "delete from campaigns where store_id = $1 and id = $2"

NOTE: Final = "update campaigns set version = version + 1, custom_data = $3, updated_at = $4 where store_id = $1 and id = $2"

_DECODER: Final = msgspec.json.Decoder(Campaign)


async def create(tx: Tx, store: StoreId, shop: int, new: NewCampaign) -> Campaign:
    """Raises Invalid, NotFound for the shop, Taken on `key`, CampaignOverlaps."""
    new = rules.checked_campaign(new, now=tx.now)
    new = replace(new, key=new.key or str(uuid4()))
    await _check_countries(tx, store, shop, new)
    try:
        made = CampaignId(await tx.value(INSERT, store, shop, *_values(new), tx.now))
        await tx.run(PLACE, store, made, list(new.shop_countries), new.starts_at, new.ends_at)
    except Clash as clash:
        raise _meant(clash, new) from clash
    return _tell(tx, "created", await get(tx, store, made))


async def edit(tx: Tx, store: StoreId, shop: int, campaign: CampaignId, new: NewCampaign) -> Campaign:
    """The campaign becomes this one; without a key it keeps its own. One that runs already may keep its beginning.

    Raises NotFound, Invalid, Taken on `key`, CampaignOverlaps.
    """
    before = _found(await tx.one(LOCK, store, campaign, shop))
    new = rules.checked_campaign(new, now=tx.now, before=before.starts_at)
    new = replace(new, key=new.key or before.key)
    await _check_countries(tx, store, shop, new)
    await tx.run(CLEAR, store, campaign)
    try:
        await tx.run(UPDATE, store, campaign, *_values(new), tx.now)
        await tx.run(PLACE, store, campaign, list(new.shop_countries), new.starts_at, new.ends_at)
    except Clash as clash:
        raise _meant(clash, new) from clash
    return _tell(tx, "updated", await get(tx, store, campaign))


async def remove(tx: Tx, store: StoreId, shop: int, campaign: CampaignId) -> None:
    """Take a campaign away with its reductions. Raises NotFound."""
    before = _found(await tx.one(LOCK, store, campaign, shop))
    await tx.run(REMOVE, store, campaign)
    _tell(tx, "removed", before)


async def get(db: Db, store: StoreId, campaign: CampaignId, *, shop: int | None = None) -> Campaign:
    """Raises NotFound, also when it is another shop's than the one that is asked about."""
    return _found(await db.one(GET, store, campaign, shop))


async def after(db: Db, store: StoreId, shop: int, last: int, most: int) -> list[Campaign]:
    """A shop's campaigns with ids above `last`, ascending, at most so many."""
    return [_DECODER.decode(row["document"]) for row in await db.all(AFTER, store, shop, last, most)]


async def in_country(db: Db, store: StoreId, shop_country: int, *, at: object) -> list[Campaign]:
    """A shop country's campaigns that run at this time or will, by id."""
    return [_DECODER.decode(row["document"]) for row in await db.all(IN_COUNTRY, store, shop_country, at)]


async def alter_custom_data(
    tx: Tx, store: StoreId, campaign: CampaignId, change: Callable[[dict[str, object]], dict[str, object]]
) -> dict[str, object]:
    """Replace a campaign's custom data by what `change` makes of it; what it is then. Raises NotFound, Invalid."""
    before = _found(await tx.one(LOCK, store, campaign, None))
    data = change(before.custom_data)
    await tx.run(NOTE, store, campaign, rules.custom_data(data), tx.now)
    _tell(tx, "updated", replace(before, version=before.version + 1, custom_data=data, updated_at=tx.now))
    return data


async def _check_countries(db: Db, store: StoreId, shop: int, new: NewCampaign) -> None:
    own = {country.id for country in await stores.shop_countries(db, store) if country.shop_id == shop}
    if not own:
        raise NotFound("shop")
    if not new.shop_countries or not set(new.shop_countries) <= own:
        raise Invalid.one("shop_countries", "Must be countries of this shop.")


def _values(new: NewCampaign) -> Sequence[object]:
    """From `key` on, in the order of the statements."""

    def text(words: dict[str, str] | None) -> str | None:
        return None if words is None else msgspec.json.encode(words).decode()

    texts = [text(words) for words in (new.headline, new.subline, new.link, new.condition, new.badge_label)]
    return (
        *(new.key, new.name, new.description, new.percent, new.starts_at, new.ends_at, new.hide_countdown, *texts),
        *(new.color_background, new.color_text, rules.custom_data(new.custom_data)),
    )


def _meant(clash: Clash, new: NewCampaign) -> Exception:
    if clash.constraint == "campaign_countries_overlap_idx":
        return CampaignOverlaps()
    return Taken("key", new.key or "") if clash.constraint == "campaigns_key_key" else clash


def _found(row: Row | None) -> Campaign:
    if row is None:
        raise NotFound("campaign")
    return _DECODER.decode(row["document"])


def _tell(tx: Tx, what: str, campaign: Campaign) -> Campaign:
    tx.emit(Event(campaign.store_id, f"campaign.{what}", campaign.id, campaign.version, asdict(campaign)))
    return campaign
