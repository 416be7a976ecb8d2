"""A product as answers show it (§5.1, §7.1): the seed's members, and all that the public documentation adds."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from msgspec import UNSET, Struct, UnsetType

from serai.core import catalog
from serai.dialects.salla.dates import DateOut, listed_on, stamp
from serai.dialects.salla.languages import said
from serai.dialects.salla.money import Money, money_out
from serai.dialects.salla.shapes.images import ImageOut, image_out
from serai.dialects.salla.shapes.options import OptionOut, option_out
from serai.dialects.salla.shapes.variants import VariantOut, is_on_sale, variants_out
from serai.dialects.salla.shapes.weights import WeightOut, unit_of, value_of
from serai.dialects.salla.view import View
from serai.kit.money import portion, to_decimal

Text = dict[str, str]


class PromotionOut(Struct, frozen=True):
    title: str | None
    sub_title: str | None


class UrlsOut(Struct, frozen=True):
    customer: str
    admin: str


class InCategoryOut(Struct, frozen=True):
    id: int
    name: str
    urls: UrlsOut
    parent_id: int
    status: str
    items: tuple[int, ...] = ()


class BrandRefOut(Struct, frozen=True):
    id: int
    name: str
    logo: str | None


class TagOut(Struct, frozen=True):
    id: int
    name: str


class MetadataOut(Struct, frozen=True):
    title: str | None
    description: str | None
    url: str | None


class ProductOut(Struct, frozen=True, kw_only=True):
    """The first fourteen members are the seed's, in its order. Details have `options`, `variants` and `metadata` too."""

    id: int
    name: str
    description: str
    price: Decimal | Money
    sale_price: Decimal | Money | None
    sku: str | None
    status: str
    quantity: int
    url: str
    images: tuple[ImageOut, ...]
    categories: tuple[InCategoryOut, ...]
    weight: WeightOut | Decimal | None
    created_at: DateOut
    currency: str
    weight_type: str
    type: str
    regular_price: Money
    promotion: PromotionOut
    subtitle: str | None
    thumbnail: str | None
    main_image: str | None
    mpn: str | None
    gtin: str | None
    short_link_code: str
    urls: UrlsOut
    taxed_price: Money
    pre_tax_price: Money
    tax: Money
    is_available: bool
    sale_start: str | None
    sale_end: str | None
    require_shipping: bool
    cost_price: str | None
    with_tax: bool
    channels: tuple[str, ...]
    max_items_per_user: int
    maximum_quantity_per_order: int | None
    notify_quantity: int | None
    hide_quantity: bool
    unlimited_quantity: bool
    calories: int | None
    customized_sku_quantity: bool
    starting_price: Money | None
    allow_attachments: bool
    is_pinned: bool
    enable_upload_image: bool
    updated_at: str
    brand: BrandRefOut | None
    tags: tuple[TagOut, ...]
    translations: dict[str, Text] | UnsetType = UNSET
    skus: tuple[VariantOut, ...] | UnsetType = UNSET
    options: tuple[OptionOut, ...] | UnsetType = UNSET
    variants: tuple[VariantOut, ...] | UnsetType = UNSET
    metadata: MetadataOut | UnsetType = UNSET


def product_out(product: catalog.Full, view: View, *, translated: bool = False) -> ProductOut:
    """With everything, as details and answers to writes have it; `translated`: in every language, too."""
    skus = variants_out(product)
    return _product(
        product,
        view,
        skus=skus,
        variants=skus,
        options=tuple(option_out(product, option, view) for option in product.options),
        metadata=MetadataOut(product.seo_title, product.seo_description, product.slug),
        translations=_translations(product) if translated else UNSET,
    )


def listed_out(product: catalog.Full, view: View) -> ProductOut:
    """As an element of a list."""
    skus = variants_out(product)
    options = tuple(option_out(product, option, view) for option in product.options)
    metadata = MetadataOut(product.seo_title, product.seo_description, product.slug)
    return _product(product, view, skus=skus, options=options, metadata=metadata)


def light_out(product: catalog.Full, view: View) -> ProductOut:
    """The list's `format=light`."""
    return _product(product, view)


def _product(product: catalog.Full, view: View, **more: Any) -> ProductOut:
    default, traits, url = product.default, product.traits, f"{view.store_url}/p{product.id}"
    regular = default.compare_at_minor if is_on_sale(default) and default.compare_at_minor else default.price_minor
    unit = unit_of(default.weight_unit)
    main = next((image.url for image in product.images if image.is_primary), None)
    lowest = min((v.price_minor for v in product.named), default=None)
    tax = portion(default.price_minor, product.tax_rate)
    return ProductOut(
        id=product.id,
        name=said(product.name, product.own_names, view.language),
        description=said(product.description, product.own_descriptions, view.language),
        price=_price(default.price_minor if view.live else regular, view),
        sale_price=_sale_price(default, view),
        sku=default.sku,
        status=status_of(product, view),
        quantity=product.sellable,
        url=url,
        images=tuple(image_out(image) for image in product.images),
        categories=tuple(_category(category, view) for category in product.categories),
        weight=_weight(default.weight_grams, unit, view),
        created_at=listed_on(product.created_at, view),
        currency=product.currency,
        weight_type=unit,
        type=product.kind,
        regular_price=money_out(regular, view.currency),
        promotion=PromotionOut(product.promotion_title, product.promotion_subtitle),
        subtitle=product.subtitle,
        thumbnail=main,
        main_image=main,
        mpn=default.mpn,
        gtin=default.gtin,
        short_link_code=f"p{product.id}",
        urls=UrlsOut(url, f"{view.store_url}/admin/products/{product.id}"),
        taxed_price=money_out(default.price_minor + tax, view.currency),
        pre_tax_price=money_out(default.price_minor, view.currency),
        tax=money_out(tax, view.currency),
        is_available=product.status is catalog.Status.ACTIVE and not product.is_sold_out,
        sale_start=_stamp(default.sale_from, view),
        sale_end=_stamp(default.sale_until, view),
        require_shipping=product.requires_shipping,
        cost_price=None if default.cost_minor is None else str(to_decimal(default.cost_minor, view.currency)),
        with_tax=traits.get("with_tax") is not False,
        channels=tuple(_texts(traits.get("channels"))) or ("app", "web"),
        max_items_per_user=product.max_per_order or 0,
        maximum_quantity_per_order=product.max_per_order,
        notify_quantity=product.low_stock_threshold or None,
        hide_quantity=traits.get("hide_quantity") is True,
        unlimited_quantity=not product.track_inventory,
        calories=_whole(traits.get("calories")),
        customized_sku_quantity=bool(product.named),
        starting_price=None if lowest is None else money_out(lowest, view.currency),
        allow_attachments=traits.get("enable_upload_image") is True,
        is_pinned=traits.get("pinned") is True,
        enable_upload_image=traits.get("enable_upload_image") is True,
        updated_at=stamp(product.updated_at, view),
        brand=_brand(product.brand, view),
        tags=tuple(TagOut(tag.id, tag.name) for tag in product.tag_ids),
        **more,
    )


def status_of(product: catalog.Product, view: View) -> str:
    """C4. What cannot be bought for want of stock is `out`."""
    if product.status is not catalog.Status.ACTIVE:
        return "hidden"
    if product.is_sold_out:
        return "out"
    return "sale" if view.live else "active"


def _translations(product: catalog.Full) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for word, texts in (("name", product.names), ("description", product.descriptions)):
        for locale, text in sorted(texts.items()):
            found.setdefault(locale.split("_")[0], {})[word] = text
    return found


def _price(minor: int, view: View) -> Decimal | Money:
    """C1, C2."""
    return money_out(minor, view.currency) if view.live else to_decimal(minor, view.currency)


def _sale_price(variant: catalog.Variant, view: View) -> Decimal | Money | None:
    """C2. Without a sale none, which in `live` is an amount of 0."""
    if is_on_sale(variant):
        return _price(variant.price_minor, view)
    return _price(0, view) if view.live else None


def _stamp(moment: datetime | None, view: View) -> str | None:
    return None if moment is None else stamp(moment, view)


def _weight(grams: Decimal | None, unit: str, view: View) -> WeightOut | Decimal | None:
    """C3."""
    if view.live:
        return None if grams is None else value_of(grams, unit)
    return WeightOut(unit, value_of(grams, unit))


def _category(category: catalog.FullCategory, view: View) -> InCategoryOut:
    parent = category.path[-2].id if len(category.path) > 1 else 0
    urls = UrlsOut(f"{view.store_url}/c{category.id}", f"{view.store_url}/admin/categories/{category.id}")
    name = said(category.name, category.names, view.language)
    return InCategoryOut(category.id, name, urls, parent, category.status)


def _brand(brand: catalog.BrandOf | None, view: View) -> BrandRefOut | None:
    return None if brand is None else BrandRefOut(brand.id, said(brand.name, brand.names, view.language), brand.logo_url)


def _texts(value: object) -> list[str]:
    return [item for item in value if isinstance(item, str)] if isinstance(value, list) else []


def _whole(value: object) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None
