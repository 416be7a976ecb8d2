"""Products with everything that is known of them, for the dialects that show it."""

from datetime import datetime
from decimal import Decimal
from typing import NewType

import msgspec

from serai.core.catalog.attribute_model import Attribute
from serai.core.catalog.model import BrandId, Category, Image, ImageId, Json, Product, Texts, Variant
from serai.core.catalog.tags import Tag

OptionId = NewType("OptionId", int)
OptionValueId = NewType("OptionValueId", int)
MasterId = NewType("MasterId", int)


class BrandOf(msgspec.Struct, frozen=True):
    """A product's brand, in short."""

    id: BrandId
    name: str
    slug: str
    names: Texts
    logo_url: str | None
    cluster: str | None


class OptionValue(msgspec.Struct, frozen=True):
    """`price_minor` is added to the product's price, for options that make no variants."""

    id: OptionValueId
    name: str
    price_minor: int
    display_value: str | None
    image_url: str | None
    is_default: bool


class Option(msgspec.Struct, frozen=True):
    """A choice. With `makes_variants` its values tell the variants apart: place n in `Variant.options`."""

    id: OptionId
    position: int
    name: str
    makes_variants: bool
    kind: str
    display: str
    description: str
    is_required: bool
    visibility: str
    traits: Json
    values: tuple[OptionValue, ...]


class Step(msgspec.Struct, frozen=True):
    """A category on the way from the root. `attributes`: those its products have, in SCAYLE's words."""

    id: int
    name: str
    names: Texts
    slug: str
    attributes: tuple[Json, ...]


class FullCategory(Category, frozen=True):
    """`path` from the root to the category itself."""

    names: Texts
    status: str
    path: tuple[Step, ...]


class Picture(Image, frozen=True, kw_only=True):
    """`positions`: where it stands in single shop countries."""

    id: ImageId
    position: int
    custom_data: Json | None
    positions: tuple[Json, ...]
    attributes: tuple[Attribute, ...]


class FullVariant(Variant, frozen=True):
    """`cost_minor` in minor units; the weight in grams, `weight_unit` is how to show it.

    `sale_minor` is what it costs on a sale from `sale_from` (None: it has begun) until before `sale_until`, where such a
    sale is to come or to end.
    """

    custom_data: Json | None
    cost_minor: int | None
    gtin: str | None
    mpn: str | None
    weight_grams: Decimal | None
    weight_unit: str | None
    attributes: tuple[Attribute, ...]
    sale_minor: int | None = None
    sale_from: datetime | None = None
    sale_until: datetime | None = None

    @property
    def reference_key(self) -> str:
        return self.sku or str(self.id)


class InCountry(msgspec.Struct, frozen=True):
    """A product in one shop country. No bound: always, as far as that side goes."""

    shop_country_id: int
    shop_key: str
    country: str
    sellable_from: datetime | None
    sellable_until: datetime | None
    first_live_at: datetime | None
    similar_ids: tuple[int, ...]


class Master(msgspec.Struct, frozen=True):
    """What the product has in common with its siblings. `id` None: nothing but the key is known."""

    id: MasterId | None
    reference_key: str
    attributes: tuple[Attribute, ...]


class Full(Product, frozen=True):
    """`tax_rate` and `locale` are the store's; `own_names` as they were written, `names` with the product's own among them."""

    reference_key: str
    has_key: bool
    tax_rate: Decimal
    master: Master
    own_names: Texts
    own_descriptions: Texts
    locale: str
    brand: BrandOf | None
    kind: str
    is_blocked: bool
    is_hidden: bool
    first_live_at: datetime | None
    subtitle: str | None
    promotion_title: str | None
    promotion_subtitle: str | None
    max_per_order: int | None
    requires_shipping: bool
    custom_data: Json | None
    traits: Json
    options: tuple[Option, ...]
    attributes: tuple[Attribute, ...]
    tag_ids: tuple[Tag, ...]
    countries: tuple[InCountry, ...]
    categories: tuple[FullCategory, ...]
    images: tuple[Picture, ...]
    variants: tuple[FullVariant, ...]

    @property
    def default(self) -> FullVariant:
        return self.variants[0]

    @property
    def named(self) -> tuple[FullVariant, ...]:
        return self.variants[1:]

    @property
    def sold(self) -> tuple[FullVariant, ...]:
        """The variants as SCAYLE and Salla count them: the named ones, or the default one when there are none."""
        return self.named or self.variants

    @property
    def names(self) -> Texts:
        """The name in every language; the store's own text is never missing."""
        return localised(self.own_names, self.name, self.locale)

    @property
    def descriptions(self) -> Texts:
        return localised(self.own_descriptions, self.description, self.locale)


def localised(texts: Texts, own: str, locale: str) -> Texts:
    """Texts by language with the store's own text, which stands under `locale` when it is none of them."""
    return texts if own in texts.values() else {locale: own, **texts}
