"""Campaigns that run or will."""

from collections.abc import Callable, Mapping
from typing import Any, Final, Literal

from serai.core import pricing
from serai.core.pricing import Campaign, CampaignId
from serai.dialects.scayle_storefront.auth import shop
from serai.dialects.scayle_storefront.paging import PageQuery, page_of, pagination
from serai.dialects.scayle_storefront.paths import Missing, named
from serai.dialects.scayle_storefront.shapes.answers import Listed
from serai.dialects.scayle_storefront.shapes.campaigns import CampaignOut, campaign_out
from serai.wire.call import Call
from serai.wire.operation import Operations

campaigns = Operations("Campaigns")

_ORDERS: Final[Mapping[str, Callable[[Campaign], Any]]] = {
    "id": lambda campaign: campaign.id,
    "reduction": lambda campaign: campaign.percent,
    "start_at": lambda campaign: campaign.starts_at,
    "end_at": lambda campaign: campaign.ends_at,
}


class CampaignsQuery(PageQuery, frozen=True, kw_only=True, rename="camel"):
    sort: Literal["id", "reduction", "start_at", "end_at"] = "id"
    sort_dir: Literal["asc", "desc"] = "asc"


@campaigns.get("/v1/campaigns")
async def get_campaigns(call: Call, query: CampaignsQuery) -> Listed[CampaignOut]:
    """The campaigns that run in the shop country, or will."""
    who, page = shop(call), page_of(query)
    found = await pricing.campaigns_in_country(call.db, who.store, who.country.id, at=call.services.clock.now())
    found.sort(key=lambda campaign: (_ORDERS[query.sort](campaign), campaign.id), reverse=query.sort_dir == "desc")
    made = tuple(campaign_out(each, who.locale) for each in found[page.offset : page.offset + page.size])
    return Listed(made, pagination(page, current=len(made), total=len(found)))


@campaigns.get("/v1/campaigns/{campaign:campaign}")
async def get_campaign(call: Call, campaign: int) -> CampaignOut:
    """One campaign of the shop country."""
    who = shop(call)
    with named(campaign):
        found = await pricing.get_campaign(call.db, who.store, CampaignId(campaign), shop=who.country.shop_id)
    if who.country.id not in found.shop_countries:
        raise Missing("campaign", campaign)
    return campaign_out(found, who.locale)
