"""Campaigns: times in which a shop's prices are lower. A shop country has one at a time."""

from collections.abc import Sequence
from typing import Annotated

import msgspec

from serai.core import pricing, stores
from serai.core.pricing import CampaignId
from serai.core.stores import ShopCountry
from serai.dialects.scayle_admin import auth, custom_data
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.campaigns import (
    CampaignIn,
    CampaignOut,
    ProductReductionIn,
    VariantReductionIn,
    VariantReductionOut,
    campaign_out,
    reduction_out,
)
from serai.wire.call import Call

campaigns = Noun("Campaigns", limits="global")

OF_SHOP = "/shops/{shop_key:shop}/campaigns"
ONE = f"{OF_SHOP}/{{campaign_id:campaign}}"

VariantReductions = Annotated[list[VariantReductionIn], msgspec.Meta(max_length=5000)]
ProductReductions = Annotated[list[ProductReductionIn], msgspec.Meta(max_length=5000)]


@campaigns.post(OF_SHOP, status=201)
async def create_campaign(call: Call, shop_key: str, body: CampaignIn) -> CampaignOut:
    """Plan a campaign."""
    shop, countries = await _shop(call, shop_key), await _countries(call, shop_key, body)
    made = await pricing.create_campaign(call.tx, auth.store(call), shop, body.to_core(countries))
    return campaign_out(made, await stores.shop_countries(call.db, auth.store(call)))


@campaigns.get(OF_SHOP)
async def get_campaigns(call: Call, shop_key: str, query: ListQuery) -> Collection[CampaignOut]:
    """A shop's campaigns, oldest first."""
    shop, countries = await _shop(call, shop_key), await stores.shop_countries(call.db, auth.store(call))
    return await collect(
        call,
        query,
        read=lambda after, most: pricing.campaigns_after(call.db, auth.store(call), shop, after, most),
        id_of=lambda campaign: campaign.id,
        shape=lambda campaign: campaign_out(campaign, countries),
    )


@campaigns.get(ONE)
async def get_campaign(call: Call, shop_key: str, campaign_id: int) -> CampaignOut:
    """One campaign."""
    shop = await _shop(call, shop_key)
    found = await pricing.get_campaign(call.db, auth.store(call), CampaignId(campaign_id), shop=shop)
    return campaign_out(found, await stores.shop_countries(call.db, auth.store(call)))


@campaigns.put(ONE)
async def update_campaign(call: Call, shop_key: str, campaign_id: int, body: CampaignIn) -> CampaignOut:
    """Change a campaign; one that runs already keeps its beginning."""
    shop, countries = await _shop(call, shop_key), await _countries(call, shop_key, body)
    new = body.to_core(countries)
    made = await pricing.edit_campaign(call.tx, auth.store(call), shop, CampaignId(campaign_id), new)
    return campaign_out(made, await stores.shop_countries(call.db, auth.store(call)))


@campaigns.delete(ONE)
async def delete_campaign(call: Call, shop_key: str, campaign_id: int) -> None:
    """Take a campaign away."""
    await pricing.remove_campaign(call.tx, auth.store(call), await _shop(call, shop_key), CampaignId(campaign_id))


@campaigns.post(f"{ONE}/reductions/variants", status=204)
async def update_or_create_variant_reductions(call: Call, shop_key: str, campaign_id: int, body: VariantReductions) -> None:
    """Set what is taken off these variants."""
    less = [each.to_core() for each in body]
    shop = await _shop(call, shop_key)
    await pricing.reduce_variants(call.tx, auth.store(call), shop, CampaignId(campaign_id), less)


@campaigns.post(f"{ONE}/reductions/products", status=204)
async def update_or_create_product_reductions(call: Call, shop_key: str, campaign_id: int, body: ProductReductions) -> None:
    """Set what is taken off all variants of these products."""
    less = [each.to_core() for each in body]
    shop = await _shop(call, shop_key)
    await pricing.reduce_products(call.tx, auth.store(call), shop, CampaignId(campaign_id), less)


@campaigns.get(f"{ONE}/reductions/variants")
async def get_variant_reductions(
    call: Call, shop_key: str, campaign_id: int, query: ListQuery
) -> Collection[VariantReductionOut]:
    """What is taken off single variants."""
    shop, campaign = await _shop(call, shop_key), CampaignId(campaign_id)
    return await collect(
        call,
        query,
        read=lambda after, most: pricing.reductions_after(call.db, auth.store(call), shop, campaign, after, most),
        id_of=lambda less: less.id,
        shape=reduction_out,
    )


@campaigns.delete(f"{ONE}/reductions")
async def delete_reductions(call: Call, shop_key: str, campaign_id: int) -> None:
    """Leave the campaign's own percentage for everything."""
    await pricing.clear_reductions(call.tx, auth.store(call), await _shop(call, shop_key), CampaignId(campaign_id))


async def _shop(call: Call, key: str) -> int:
    return (await stores.find_shop(call.db, auth.store(call), key)).id


async def _countries(call: Call, shop_key: str, body: CampaignIn) -> Sequence[ShopCountry]:
    """Those that the body names by code or id; all of the shop's when it names none. Raises ShopCountryAmbiguous."""
    store = auth.store(call)
    if body.country_codes is None:
        return await stores.list_countries(call.db, store, shop_key, after=0, most=1000)
    return [await stores.find_country(call.db, store, shop_key, code) for code in body.country_codes]


async def _read(call: Call, campaign_id: int) -> custom_data.Data:
    return (await pricing.get_campaign(call.db, auth.store(call), CampaignId(campaign_id))).custom_data


async def _alter(call: Call, change: custom_data.Change, campaign_id: int) -> custom_data.Data:
    return await pricing.alter_campaign_data(call.tx, auth.store(call), CampaignId(campaign_id), change)


custom_data.add(campaigns, "/campaigns/{campaign_id:campaign}", of="campaign", read=_read, alter=_alter)
