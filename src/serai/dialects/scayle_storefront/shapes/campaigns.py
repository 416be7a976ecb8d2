"""Campaigns and brands. Source: scayle-storefront.md 4."""

from decimal import Decimal
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from serai.core.catalog import Brand
from serai.core.navigation import in_locale
from serai.core.pricing import Campaign
from serai.dialects.scayle_storefront.dates import Moment, stamp
from serai.dialects.scayle_storefront.shapes.prices import fraction


def _named(name: str) -> str:
    """In camel case, but for the two names that older storefronts read."""
    first, *rest = name.split("_")
    return name if name in ("start_at", "end_at") else first + "".join(word.capitalize() for word in rest)


class ColorOut(Struct, frozen=True):
    background: str | None
    text: str | None


class CampaignProductOut(Struct, frozen=True, rename="camel"):
    attribute_id: int
    badge_label: str


class CampaignOut(Struct, frozen=True, kw_only=True, rename=_named):
    """`reduction` in percent. The times stand there twice: older storefronts read the first pair."""

    id: int
    key: str
    name: str
    description: str
    reduction: Decimal
    start_at: Moment
    end_at: Moment
    starts_at: Moment
    ends_at: Moment
    custom_data: dict[str, Any]
    headline: str
    subline: str
    link: str
    color_style: str
    hide_countdown: bool
    color: ColorOut | UnsetType = UNSET
    product: CampaignProductOut
    condition: str


class BrandOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """`logo_hash` is empty without a logo."""

    id: int
    slug: str
    name: str
    group: str
    is_active: bool
    logo_hash: str
    external_reference: str | UnsetType = UNSET
    custom_data: dict[str, Any]
    created_at: Moment
    updated_at: Moment
    indexed_at: Moment


def campaign_out(campaign: Campaign, locale: str) -> CampaignOut:
    has_color = campaign.color_background is not None or campaign.color_text is not None
    return CampaignOut(
        id=campaign.id,
        key=campaign.key,
        name=campaign.name,
        description=campaign.description or "",
        reduction=fraction(campaign.percent),
        start_at=stamp(campaign.starts_at),
        end_at=stamp(campaign.ends_at),
        starts_at=stamp(campaign.starts_at),
        ends_at=stamp(campaign.ends_at),
        custom_data=campaign.custom_data,
        headline=in_locale(campaign.headline or {}, locale),
        subline=in_locale(campaign.subline or {}, locale),
        link=in_locale(campaign.link or {}, locale),
        color_style="",
        hide_countdown=campaign.hide_countdown,
        color=ColorOut(campaign.color_background, campaign.color_text) if has_color else UNSET,
        product=CampaignProductOut(0, in_locale(campaign.badge_label or {}, locale)),
        condition=in_locale(campaign.condition or {}, locale),
    )


def brand_out(brand: Brand, locale: str) -> BrandOut:
    return BrandOut(
        id=brand.id,
        slug=brand.slug,
        name=brand.names.get(locale) or brand.name,
        group=brand.cluster or "",
        is_active=brand.is_active,
        logo_hash=brand.logo_url or "",
        external_reference=brand.reference_key or UNSET,
        custom_data=brand.custom_data or {},
        created_at=stamp(brand.created_at),
        updated_at=stamp(brand.updated_at),
        indexed_at=stamp(brand.updated_at),
    )
