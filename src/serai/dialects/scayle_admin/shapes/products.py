"""Products and their masters. Fields that only the server sets may be sent and count for nothing."""

from collections.abc import Sequence
from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import catalog
from serai.dialects.scayle_admin.dates import stamp, stamp_or_none
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.attributes import AttributeIn, AttributeOut, attribute_out, drafts
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text
from serai.dialects.scayle_admin.shapes.images import ImageIn, ImageOut, image_out
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT
from serai.dialects.scayle_admin.shapes.prices import Moment, check_merchant
from serai.dialects.scayle_admin.shapes.variants import Prices, Stocks, VariantIn, VariantOut, variant_out

Key = Annotated[str, msgspec.Meta(min_length=1, max_length=255)]
Path = Annotated[list[Text], msgspec.Meta(min_length=1)]
REQUESTABLE: Final = (catalog.State.LIVE, catalog.State.DRAFT, catalog.State.BLOCKED)


class MasterCategories(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Each path goes from the root to the category, by name."""

    is_locked: bool = False
    paths: list[Path] = []


class MasterIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reference_key: Key
    categories: MasterCategories | UnsetType = UNSET
    attributes: list[AttributeIn] | UnsetType = UNSET


class TimeframeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    shop_key: Text
    country_code: Text
    sellable_from: Moment | None = None
    sellable_to: Moment | None = None
    product_id: Id | None = None


class SimilarIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    shop_key: Text
    country_code: Text
    product_ids: list[Id] = []


class ProductFields(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """What creating and changing a product have in common."""

    state: str | UnsetType = UNSET
    attributes: list[AttributeIn] | UnsetType = UNSET
    variants: list[VariantIn] | UnsetType = UNSET
    images: list[ImageIn] | UnsetType = UNSET
    custom_data: Data | None | UnsetType = UNSET
    sellable_timeframes: list[TimeframeIn] = []
    merchant_reference_keys: list[Text] = []
    similar_products: list[SimilarIn] = []
    id: Id | None = None
    created_at: Text | None = None
    updated_at: Text | None = None
    last_content_updated_at: Text | None = None
    problems: list[Text] | None = None
    product_sortings: list[Data] | None = None
    is_composite: bool | None = None

    def relations(self, master: MasterIn | UnsetType) -> Relations:
        """What was sent, and so comes back."""
        sent = {name for name in ("attributes", "images") if getattr(self, name) is not UNSET}
        inside = {name: Relations({}) for name in sorted(sent)}
        if not isinstance(self.variants, UnsetType):
            inside["variants"] = Relations({k: v for each in self.variants for k, v in each.relations().inside.items()})
        if not isinstance(master, UnsetType):
            inside["master"] = Relations({})
        return Relations(inside)

    def check(self) -> None:
        """Raises Invalid for another merchant than the store itself."""
        for key in self.merchant_reference_keys:
            check_merchant(key)


class ProductIn(ProductFields, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reference_key: Key
    name: dict[Text, Text]
    master: MasterIn | UnsetType = UNSET


class ProductChangeIn(ProductFields, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reference_key: Key | UnsetType = UNSET
    name: dict[Text, Text] | UnsetType = UNSET
    master: MasterIn | UnsetType = UNSET


def facts_of(body: ProductIn | ProductChangeIn, *, is_new: bool) -> catalog.Facts:
    """A product without a word about its state is live when it is made, and stays what it is later."""
    state = wanted_state(body.state) if not isinstance(body.state, UnsetType) else None
    return catalog.Facts(
        reference_key=body.reference_key,
        master_key=UNSET if isinstance(body.master, UnsetType) else body.master.reference_key,
        names=body.name,
        custom_data=body.custom_data,
        is_blocked=UNSET if state is None and not is_new else state is catalog.State.BLOCKED,
    )


def status_of(state: str | UnsetType) -> catalog.Status | UnsetType:
    if isinstance(state, UnsetType):
        return UNSET
    return catalog.Status.ACTIVE if wanted_state(state) is catalog.State.LIVE else catalog.Status.DRAFT


def wanted_state(state: str) -> catalog.State:
    """Raises NotRequestable for a state that only comes of itself, and for what is no state."""
    for each in REQUESTABLE:
        if each == state:
            return each
    raise catalog.NotRequestable(state)


def master_drafts(master: MasterIn | UnsetType) -> tuple[catalog.AttributeDraft, ...] | UnsetType:
    return UNSET if isinstance(master, UnsetType) else drafts(master.attributes)


# ── out ──


class MasterOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    reference_key: str
    categories: MasterCategories
    attributes: list[AttributeOut]


class TimeframeOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    product_id: int
    shop_key: str
    country_code: str
    sellable_from: str | None
    sellable_to: str | None


class SimilarOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    shop_key: str
    country_code: str
    product_ids: list[int]


class ProductOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`master`, `attributes`, `images` and `variants` where they were asked for or sent."""

    id: int
    reference_key: str
    name: dict[str, str]
    state: catalog.State
    problems: list[str]
    is_composite: bool
    created_at: str
    updated_at: str
    last_content_updated_at: str
    master: MasterOut | UnsetType = UNSET
    attributes: list[AttributeOut] | UnsetType = UNSET
    images: list[ImageOut] | UnsetType = UNSET
    variants: list[VariantOut] | UnsetType = UNSET
    product_sortings: list[dict[str, Any]]
    custom_data: dict[str, Any] | None
    merchant_reference_keys: list[str]
    sellable_timeframes: list[TimeframeOut]
    similar_products: list[SimilarOut]


def product_out(product: catalog.Full, wanted: Relations, prices: Prices, stocks: Stocks) -> ProductOut:
    state, inside = catalog.state_of(product), wanted.of("variants")
    return ProductOut(
        id=product.id,
        reference_key=product.reference_key,
        name=product.names,
        state=state,
        problems=list(catalog.problems_of(product)) if state is catalog.State.PROBLEM else [],
        is_composite=False,
        created_at=stamp(product.created_at),
        updated_at=stamp(product.updated_at),
        last_content_updated_at=stamp(product.updated_at),
        master=_master(product) if "master" in wanted else UNSET,
        attributes=[attribute_out(each) for each in product.attributes] if "attributes" in wanted else UNSET,
        images=[image_out(each) for each in product.images] if "images" in wanted else UNSET,
        variants=[variant_out(v, inside, prices, stocks) for v in sold(product)] if "variants" in wanted else UNSET,
        product_sortings=[],
        custom_data=product.custom_data or None,
        merchant_reference_keys=[DEFAULT.reference_key],
        sellable_timeframes=[
            TimeframeOut(
                product_id=product.id,
                shop_key=each.shop_key,
                country_code=each.country,
                sellable_from=stamp_or_none(each.sellable_from),
                sellable_to=stamp_or_none(each.sellable_until),
            )
            for each in product.countries
            if each.sellable_from or each.sellable_until
        ],
        similar_products=[
            SimilarOut(shop_key=each.shop_key, country_code=each.country, product_ids=list(each.similar_ids))
            for each in product.countries
            if each.similar_ids
        ],
    )


def categories_out(product: catalog.Full) -> MasterCategories:
    return MasterCategories(paths=[[step.name for step in category.path] for category in product.categories])


def sold(product: catalog.Full) -> Sequence[catalog.FullVariant]:
    """The variants as this wire counts them. One that was made here without any has none, until it has a price elsewhere."""
    if product.named or product.default.sku or product.default.price_minor or not product.has_key:
        return product.sold
    return ()


def _master(product: catalog.Full) -> MasterOut:
    return MasterOut(
        reference_key=product.master.reference_key,
        categories=categories_out(product),
        attributes=[attribute_out(each) for each in product.master.attributes],
    )


class StateIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    state: Text
    merchant_reference_keys: list[Text] | None = None
    merchant_product_states: list[Data] | None = None


class MerchantState(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    merchant_reference_key: str
    state: catalog.State


class StateOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    state: catalog.State
    merchant_product_states: list[MerchantState]


def state_out(product: catalog.Full) -> StateOut:
    state = catalog.state_of(product)
    return StateOut(
        state=state, merchant_product_states=[MerchantState(merchant_reference_key=DEFAULT.reference_key, state=state)]
    )
