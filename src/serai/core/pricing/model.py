"""Prices. Money in minor units; `tax_percent` 19 is 19 %, `rate` 0.19 is the same."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from serai.core.inventory import VariantId
from serai.core.stores import StoreId

PriceId = NewType("PriceId", int)
CampaignId = NewType("CampaignId", int)

OWN = PriceId(0)
"""The id that a variant's own price goes by where no stored price stands for it."""


class Unit(Struct, frozen=True):
    """What a price comes to for an amount that can be compared: 476 for 100 ml."""

    unit: str
    amount: int
    price_minor: int


class NewPrice(Struct, frozen=True, kw_only=True):
    """A price in a country, tax contained. It counts from `valid_from` (None: now) until before `valid_to` (None: for good).

    A higher `old_minor` makes it a sale. The three keys narrow it down; None in all of them is everybody's price.
    """

    country: str
    currency: str
    price_minor: int
    tax_percent: Decimal
    old_minor: int | None = None
    recommended_minor: int | None = None
    buying_minor: int | None = None
    group_key: str | None = None
    promotion_key: str | None = None
    merchant_key: str | None = None
    unit: Unit | None = None
    valid_from: datetime | None = None
    valid_to: datetime | None = None
    custom_data: dict[str, object] = {}


class VariantPrice(Struct, frozen=True, kw_only=True):
    """A price as it is kept. One with a `base_minor` counts only while the variant's own price is still what it made it.

    So a price that is set anywhere else, in whatever dialect, wins everywhere at once.
    """

    id: PriceId
    variant: VariantId
    country: str
    currency: str
    price_minor: int
    old_minor: int | None
    recommended_minor: int | None
    buying_minor: int | None
    tax_percent: Decimal
    group_key: str | None
    promotion_key: str | None
    merchant_key: str | None
    unit: Unit | None
    valid_from: datetime
    valid_to: datetime | None
    base_minor: int | None = None
    base_compare_minor: int | None = None
    custom_data: dict[str, object] = {}

    @property
    def key(self) -> str:
        return f"{self.variant}-{self.id}"

    @property
    def is_plain(self) -> bool:
        return self.group_key is None and self.promotion_key is None and self.merchant_key is None

    def is_valid(self, at: datetime) -> bool:
        return self.valid_from <= at and (self.valid_to is None or at < self.valid_to)


class Running(Struct, frozen=True):
    """The campaign of a shop country at a time, and what it takes off the variant in question."""

    id: CampaignId
    key: str
    percent: Decimal


class Facts(Struct, frozen=True, kw_only=True):
    """All that decides what a variant costs in a shop country: its own net price, the prices stored for it, the campaign."""

    variant: VariantId
    own_minor: int
    own_compare_minor: int | None
    own_currency: str
    rows: tuple[VariantPrice, ...]
    campaign: Running | None


class Category(StrEnum):
    """Why a price is lower, in the order in which reductions are applied."""

    SALE = "sale"
    CAMPAIGN = "campaign"
    PROMOTION = "promotion"
    VOUCHER = "voucher"


class Reduction(Struct, frozen=True):
    """One step down: `absolute_minor` with tax, `relative` of the price before the step (0.2), to four decimals."""

    category: Category
    type: str
    relative: Decimal
    absolute_minor: int
    promotion: str | None = None


class Reference(Struct, frozen=True):
    """The price of `size` units."""

    with_tax: int
    without_tax: int
    size: int
    unit: str


class Price(Struct, frozen=True, kw_only=True):
    """What a variant costs, and why.

    `with_tax` + Σ reductions = `original`; `with_tax` − `without_tax` = `vat`. `price` is the stored one that decided
    (OWN: the variant's own). `lowest_prior` is the lowest price of the 30 days before a sale.
    """

    currency: str
    with_tax: int
    without_tax: int
    rate: Decimal
    original: int
    reductions: tuple[Reduction, ...] = ()
    before_sale: int | None = None
    recommended: int | None = None
    reference: Reference | None = None
    lowest_prior: int | None = None
    promotion_key: str | None = None
    campaign: CampaignId | None = None
    price: PriceId = OWN
    custom_data: dict[str, object] = {}

    @property
    def vat(self) -> int:
        return self.with_tax - self.without_tax

    @property
    def reduced(self) -> int:
        return self.original - self.with_tax


class Campaign(Struct, frozen=True, kw_only=True):
    """A time in which a shop's prices are lower. `percent` is of every variant that has no percentage of its own.

    Texts are {locale: text}.
    """

    store_id: StoreId
    id: CampaignId
    version: int
    shop_id: int
    key: str
    name: str
    description: str | None
    shop_countries: tuple[int, ...]
    percent: Decimal
    starts_at: datetime
    ends_at: datetime
    hide_countdown: bool
    headline: dict[str, str] | None
    subline: dict[str, str] | None
    link: dict[str, str] | None
    condition: dict[str, str] | None
    badge_label: dict[str, str] | None
    color_background: str | None
    color_text: str | None
    custom_data: dict[str, object]
    created_at: datetime
    updated_at: datetime

    def is_running(self, at: datetime) -> bool:
        return self.starts_at <= at < self.ends_at


class NewCampaign(Struct, frozen=True, kw_only=True):
    """A campaign as it shall be. Without a key it gets one of its own."""

    name: str
    shop_countries: tuple[int, ...]
    starts_at: datetime
    ends_at: datetime
    percent: Decimal = Decimal(0)
    key: str | None = None
    description: str | None = None
    hide_countdown: bool = False
    headline: dict[str, str] | None = None
    subline: dict[str, str] | None = None
    link: dict[str, str] | None = None
    condition: dict[str, str] | None = None
    badge_label: dict[str, str] | None = None
    color_background: str | None = None
    color_text: str | None = None
    custom_data: dict[str, object] = {}
