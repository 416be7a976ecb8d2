"""Campaigns and what they take off."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Annotated

import msgspec

from serai.core import pricing
from serai.core.stores import ShopCountry
from serai.dialects.scayle_admin.dates import stamp
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text
from serai.dialects.scayle_admin.shapes.prices import Moment, Percent, number_out
from serai.kit.identifiers import Identifier
from serai.wire.parse import Number

Words = dict[str, Text]
"""{locale: text}"""
Code = Annotated[str, msgspec.Meta(max_length=20, examples=["DE"])]


class ProductIO(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    badge_label: Words | None = None


class ColorIO(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    background: Text | None = None
    text: Text | None = None


class CampaignIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    name: Text
    start_at: Moment
    end_at: Moment
    description: Text | None = None
    country_codes: Annotated[list[Code], msgspec.Meta(max_length=300)] | None = None
    reduction: Percent | None = None
    campaign_key: Text | None = None
    custom_data: Data | None = None
    headline: Words | None = None
    subline: Words | None = None
    link: Words | None = None
    condition: Words | None = None
    hide_countdown: bool = False
    product: ProductIO | None = None
    color: ColorIO | None = None
    id: Id | None = None

    def to_core(self, countries: Sequence[ShopCountry]) -> pricing.NewCampaign:
        color = self.color or ColorIO()
        return pricing.NewCampaign(
            name=self.name,
            shop_countries=tuple(country.id for country in countries),
            starts_at=self.start_at,
            ends_at=self.end_at,
            percent=Decimal(self.reduction or 0),
            key=self.campaign_key,
            description=self.description,
            hide_countdown=self.hide_countdown,
            headline=self.headline,
            subline=self.subline,
            link=self.link,
            condition=self.condition,
            badge_label=None if self.product is None else self.product.badge_label,
            color_background=color.background,
            color_text=color.text,
            custom_data=self.custom_data or {},
        )


class CampaignOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    name: str
    description: str | None
    country_codes: list[str]
    reduction: Decimal
    start_at: str
    end_at: str
    campaign_key: str
    custom_data: Data | None
    headline: Words | None
    subline: Words | None
    link: Words | None
    condition: Words | None
    hide_countdown: bool
    product: ProductIO
    color: ColorIO


class VariantReductionIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reduction: Number
    product_variant_id: Id | Text | None = None
    product_variant_reference_key: Text | None = None
    id: Id | None = None

    def to_core(self) -> pricing.Less:
        return pricing.Less(_named(self.product_variant_id, self.product_variant_reference_key), Decimal(self.reduction))


class ProductReductionIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reduction: Number
    product_id: Id | Text | None = None
    product_reference_key: Text | None = None

    def to_core(self) -> pricing.Less:
        return pricing.Less(_named(self.product_id, self.product_reference_key), Decimal(self.reduction))


class VariantReductionOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    product_variant_id: int
    product_variant_reference_key: str
    reduction: Decimal


def campaign_out(campaign: pricing.Campaign, countries: Sequence[ShopCountry]) -> CampaignOut:
    """`countries` of the store; one whose code another one of the shop has goes by its id."""
    own: dict[int, str] = {each.id: each.country for each in countries if each.shop_id == campaign.shop_id}
    codes = list(own.values())
    return CampaignOut(
        id=campaign.id,
        name=campaign.name,
        description=campaign.description,
        country_codes=[own[i] if codes.count(own[i]) == 1 else str(i) for i in campaign.shop_countries if i in own],
        reduction=number_out(campaign.percent),
        start_at=stamp(campaign.starts_at),
        end_at=stamp(campaign.ends_at),
        campaign_key=campaign.key,
        custom_data=campaign.custom_data or None,
        headline=campaign.headline,
        subline=campaign.subline,
        link=campaign.link,
        condition=campaign.condition,
        hide_countdown=campaign.hide_countdown,
        product=ProductIO(badge_label=campaign.badge_label),
        color=ColorIO(background=campaign.color_background, text=campaign.color_text),
    )


def reduction_out(less: pricing.VariantLess) -> VariantReductionOut:
    return VariantReductionOut(
        id=less.id,
        product_variant_id=less.variant,
        product_variant_reference_key=less.sku or str(less.variant),
        reduction=number_out(less.percent),
    )


def _named(either: int | str | None, key: str | None) -> Identifier:
    """An id, or a reference key under either name."""
    return Identifier(either, None, "") if isinstance(either, int) else Identifier(None, either or key, "")
