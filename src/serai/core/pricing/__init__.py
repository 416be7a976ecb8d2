"""What variants cost: prices for countries, groups, promotions and times, campaigns, and the one decision among them.

Owns `variant_prices`, `campaigns` and what belongs to them. A variant's own net price stays in the catalogue, where every
dialect sets it; a plain price of the home country is kept in step with it, and gives way when it is set elsewhere.
"""

from serai.core.pricing.campaigns import after as campaigns_after
from serai.core.pricing.campaigns import alter_custom_data as alter_campaign_data
from serai.core.pricing.campaigns import create as create_campaign
from serai.core.pricing.campaigns import edit as edit_campaign
from serai.core.pricing.campaigns import get as get_campaign
from serai.core.pricing.campaigns import in_country as campaigns_in_country
from serai.core.pricing.campaigns import remove as remove_campaign
from serai.core.pricing.decide import ACTIVE, net, price_of, relative
from serai.core.pricing.errors import CampaignOverlaps
from serai.core.pricing.model import (
    OWN,
    Campaign,
    CampaignId,
    Category,
    Facts,
    NewCampaign,
    NewPrice,
    Price,
    PriceId,
    Reduction,
    Reference,
    Running,
    Unit,
    VariantPrice,
)
from serai.core.pricing.put import alter_custom_data as alter_price_data
from serai.core.pricing.put import put, put_all
from serai.core.pricing.put import remove as remove_price
from serai.core.pricing.read import FACTS, ROW, Current, current, facts_of, price, prices, prices_of, prices_of_all
from serai.core.pricing.reductions import (
    Less,
    VariantLess,
    clear_reductions,
    reduce_products,
    reduce_variants,
    reductions_after,
)

__all__ = [
    "ACTIVE",
    "FACTS",
    "OWN",
    "ROW",
    "Campaign",
    "CampaignId",
    "CampaignOverlaps",
    "Category",
    "Current",
    "Facts",
    "Less",
    "NewCampaign",
    "NewPrice",
    "Price",
    "PriceId",
    "Reduction",
    "Reference",
    "Running",
    "Unit",
    "VariantLess",
    "VariantPrice",
    "alter_campaign_data",
    "alter_price_data",
    "campaigns_after",
    "campaigns_in_country",
    "clear_reductions",
    "create_campaign",
    "current",
    "edit_campaign",
    "facts_of",
    "get_campaign",
    "net",
    "price",
    "price_of",
    "prices",
    "prices_of",
    "prices_of_all",
    "put",
    "put_all",
    "reduce_products",
    "reduce_variants",
    "reductions_after",
    "relative",
    "remove_campaign",
    "remove_price",
]
