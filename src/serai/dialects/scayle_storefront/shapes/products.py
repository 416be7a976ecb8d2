"""Products. Source: scayle-storefront.md 2.6 and 4."""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import UNSET, Struct, UnsetType

from serai.core.catalog import Full, Picture, ProductId
from serai.core.navigation import Node, Tree
from serai.core.search import Shown
from serai.dialects.scayle_storefront.dates import Moment, stamp
from serai.dialects.scayle_storefront.relations import NOTHING, Relations
from serai.dialects.scayle_storefront.shapes import attributes
from serai.dialects.scayle_storefront.shapes.attributes import Advanced, AttributeOut, Attributes
from serai.dialects.scayle_storefront.shapes.looks import Look
from serai.dialects.scayle_storefront.shapes.prices import LowestPriorPriceOut, PriceRangeOut, lowest_prior_out, price_out
from serai.dialects.scayle_storefront.shapes.variants import VariantOut, live_at, variant_out

NEW_FOR: Final = timedelta(days=28)


class ImageOut(Struct, frozen=True, rename="camel"):
    """`hash` is the path below the image host."""

    hash: str
    url: str
    name: str
    attributes: dict[str, AttributeOut | str] | UnsetType = UNSET


class VideoOut(Struct, frozen=True, rename="camel"):
    path: str
    url: str
    attributes: Attributes | UnsetType = UNSET
    custom_data: dict[str, Any] | UnsetType = UNSET


class ProductCategoryOut(Struct, frozen=True, kw_only=True, rename="camel"):
    category_id: int
    category_name: str
    category_url: str
    category_slug: str
    category_hidden: bool
    category_properties: tuple[Any, ...] | UnsetType = UNSET
    shop_level_custom_data: dict[str, Any] | UnsetType = UNSET
    country_level_custom_data: dict[str, Any] | UnsetType = UNSET


class BaseCategoryOut(Struct, frozen=True, rename="camel"):
    """`category_path`: names from the root, with pipes between."""

    category_id: int
    category_name: str
    category_parent_id: int
    category_path: str


class TimeframeOut(Struct, frozen=True, rename="camel"):
    sellable_from: Moment | UnsetType = UNSET
    sellable_to: Moment | UnsetType = UNSET


class ProductOut(Struct, frozen=True, kw_only=True, rename="camel"):
    """The fields from `attributes` on are there when `with` asks for them."""

    id: int
    is_active: bool
    is_sold_out: bool
    is_new: bool
    is_composite: bool
    created_at: Moment
    updated_at: Moment
    first_live_at: Moment
    indexed_at: Moment
    master_key: str
    reference_key: str
    custom_data: dict[str, Any]
    images: tuple[ImageOut, ...]
    attributes: Attributes | UnsetType = UNSET
    advanced_attributes: Advanced | UnsetType = UNSET
    variants: tuple[VariantOut, ...] | UnsetType = UNSET
    videos: tuple[VideoOut, ...] | UnsetType = UNSET
    categories: tuple[tuple[ProductCategoryOut, ...], ...] | UnsetType = UNSET
    siblings: tuple["ProductOut", ...] | UnsetType = UNSET
    price_range: PriceRangeOut | None | UnsetType = UNSET
    reduction_range: PriceRangeOut | None | UnsetType = UNSET
    lowest_prior_price: LowestPriorPriceOut | UnsetType = UNSET
    base_categories: tuple[BaseCategoryOut, ...] | UnsetType = UNSET
    search_category_ids: tuple[int, ...] | UnsetType = UNSET
    sellable_timeframe: TimeframeOut | UnsetType = UNSET


Siblings = Mapping[ProductId, Sequence[Shown]]
_Part = Callable[[Shown, Look, Relations], object]


def product_out(shown: Shown, look: Look, asked: Relations = NOTHING, *, siblings: Siblings | None = None) -> ProductOut:
    """What `asked` names beside the fields that are always there."""
    product = shown.product
    first = live_at(shown, look)
    parts = {name: part(shown, look, asked.below(key)) for key, (name, part) in _PARTS.items() if key in asked}
    if siblings is not None and "siblings" in asked:
        parts["siblings"] = tuple(product_out(s, look, asked.below("siblings")) for s in siblings.get(product.id, ()))
    return ProductOut(
        id=product.id,
        is_active=True,
        is_sold_out=shown.is_sold_out,
        is_new=first > look.at - NEW_FOR,
        is_composite=False,
        created_at=stamp(product.created_at),
        updated_at=stamp(product.updated_at),
        first_live_at=stamp(first),
        indexed_at=stamp(product.updated_at),
        master_key=product.master.reference_key,
        reference_key=product.reference_key,
        custom_data=product.custom_data or {},
        images=images_out(product, look, asked.below("images")),
        **parts,  # type: ignore[arg-type] # each is the one of its field
    )


def images_out(product: Full, look: Look, asked: Relations) -> tuple[ImageOut, ...]:
    """The one that was chosen to stand for the product first."""
    pictures = sorted((i for i in product.images if not i.video_url), key=lambda image: not image.is_primary)
    return tuple(_image(picture, look, asked) for picture in pictures)


def _image(picture: Picture, look: Look, asked: Relations) -> ImageOut:
    return ImageOut(_path(picture.url), picture.url, picture.name or picture.alt, _image_attributes(picture, look, asked))


def _image_attributes(picture: Picture, look: Look, asked: Relations) -> dict[str, AttributeOut | str] | UnsetType:
    if "attributes" not in asked:
        return UNSET
    wanted = asked.below("attributes")
    if not wanted.says("legacy", "false"):
        return {**attributes.flat_out(picture.attributes, look)}
    return {**attributes.narrowed(attributes.attributes_out(picture.attributes, look), _without(wanted, "legacy"))}


def _without(asked: Relations, modifier: str) -> Relations:
    rest = {name: said for name, said in asked.modifiers.items() if name != modifier}
    return Relations(asked.plain, rest, asked.children)


def _path(url: str) -> str:
    return urlsplit(url).path.lstrip("/") or url


# ── what `with` adds ──


def _attributes(shown: Shown, look: Look, asked: Relations) -> Attributes:
    return attributes.of_product(shown.product, look, asked)


def _advanced(shown: Shown, look: Look, asked: Relations) -> Advanced:
    product = shown.product
    return attributes.advanced_out((*product.master.attributes, *product.attributes), look, asked)


def _variants(shown: Shown, look: Look, asked: Relations) -> tuple[VariantOut, ...]:
    return tuple(variant_out(shown, variant, price, look, asked) for variant, price in look.sold(shown))


def _videos(shown: Shown, look: Look, asked: Relations) -> tuple[VideoOut, ...]:
    return tuple(
        VideoOut(
            _path(i.video_url),
            i.video_url,
            attributes.narrowed(attributes.attributes_out(i.attributes, look), asked.below("attributes"))
            if "attributes" in asked
            else UNSET,
            (i.custom_data or {}) if "customData" in asked else UNSET,
        )
        for i in shown.product.images
        if i.video_url
    )


def _categories(shown: Shown, look: Look, asked: Relations) -> tuple[tuple[ProductCategoryOut, ...], ...]:
    hidden = asked.says("hidden", "true")
    if shown.nodes is not None:
        return _own_categories(Tree(shown.nodes, locale=look.locale), asked, hidden=hidden)
    paths = [category for category in shown.product.categories if hidden or category.status == "active"]
    return tuple(_steps([(s.id, look.text(s.names, s.name), s.slug) for s in c.path], c.status, asked) for c in paths)


def _own_categories(tree: Tree, asked: Relations, *, hidden: bool) -> tuple[tuple[ProductCategoryOut, ...], ...]:
    """The paths to the lowest of them, in the shop's own tree."""
    paths = (tree.rootline(node) for node in tree.leaves() if hidden or node.is_visible)
    return tuple(tuple(_step(tree, node, asked) for node in path) for path in paths)


def _step(tree: Tree, node: Node, asked: Relations) -> ProductCategoryOut:
    only = asked.only("properties")
    properties = tree.properties(node).items()
    return ProductCategoryOut(
        category_id=node.id,
        category_name=tree.name(node),
        category_url=tree.path(node),
        category_slug=tree.slug(node),
        category_hidden=not node.is_visible,
        category_properties=tuple({"name": k, "value": v} for k, v in properties if only is None or k in only),
        shop_level_custom_data=(node.custom_data or {}) if "shopLevelCustomData" in asked else UNSET,
        country_level_custom_data=(node.country_custom_data or {}) if "countryLevelCustomData" in asked else UNSET,
    )


def _steps(steps: Sequence[tuple[int, str, str]], status: str, asked: Relations) -> tuple[ProductCategoryOut, ...]:
    """(id, name, slug) from the root to a category with this status."""
    made = []
    for n, (id_, name, slug) in enumerate(steps):
        made.append(
            ProductCategoryOut(
                category_id=id_,
                category_name=name,
                category_url="/" + "/".join(s for _, _, s in steps[: n + 1]),
                category_slug=slug,
                category_hidden=status != "active" and n == len(steps) - 1,
                category_properties=(),
                shop_level_custom_data={} if "shopLevelCustomData" in asked else UNSET,
                country_level_custom_data={} if "countryLevelCustomData" in asked else UNSET,
            )
        )
    return tuple(made)


def _price_range(shown: Shown, look: Look, asked: Relations) -> PriceRangeOut | None:
    """Null when nothing of it has a price here."""
    prices = [price for _, price in look.sold(shown)]
    if not prices:
        return None
    low, high = min(prices, key=lambda p: p.with_tax), max(prices, key=lambda p: p.with_tax)
    data = "customData" in asked
    return PriceRangeOut(price_out(low, with_data=data), price_out(high, with_data=data))


def _reduction_range(shown: Shown, look: Look, _: Relations) -> PriceRangeOut | None:
    """The least and the most reduced price."""
    prices = sorted((price for _, price in look.sold(shown)), key=lambda p: p.reduced / p.original if p.original else 0)
    return PriceRangeOut(price_out(prices[0]), price_out(prices[-1])) if prices else None


def _lowest_prior(shown: Shown, look: Look, _: Relations) -> LowestPriorPriceOut:
    return lowest_prior_out(min((p for _, p in look.sold(shown)), key=lambda p: p.with_tax, default=None))


def _base_categories(shown: Shown, look: Look, _: Relations) -> tuple[BaseCategoryOut, ...]:
    return tuple(
        BaseCategoryOut(
            category.id,
            look.text(category.names, category.name),
            category.path[-2].id if len(category.path) > 1 else 0,
            "|".join(look.text(step.names, step.name) for step in category.path),
        )
        for category in shown.product.categories
    )


def category_ids(shown: Shown) -> tuple[int, ...]:
    """Of all categories that it lies in or below, roots before what lies below them."""
    if shown.nodes is not None:
        return tuple(node.id for node in shown.nodes)
    return tuple(dict.fromkeys(step.id for category in shown.product.categories for step in category.path))


def _timeframe(shown: Shown, look: Look, _: Relations) -> TimeframeOut:
    there = next((c for c in shown.product.countries if c.shop_country_id == look.country.id), None)
    begins, ends = (there.sellable_from, there.sellable_until) if there else (None, None)
    return TimeframeOut(stamp(begins) if begins else UNSET, stamp(ends) if ends else UNSET)


_PARTS: Final[Mapping[str, tuple[str, _Part]]] = {
    "attributes": ("attributes", _attributes),
    "advancedAttributes": ("advanced_attributes", _advanced),
    "variants": ("variants", _variants),
    "videos": ("videos", _videos),
    "categories": ("categories", _categories),
    "priceRange": ("price_range", _price_range),
    "reductionRange": ("reduction_range", _reduction_range),
    "lowestPriorPrice": ("lowest_prior_price", _lowest_prior),
    "baseCategories": ("base_categories", _base_categories),
    "searchCategoryIds": ("search_category_ids", lambda shown, _, __: category_ids(shown)),
    "sellableTimeframe": ("sellable_timeframe", _timeframe),
}
"""Key of `with` → the field, and how it is made."""
