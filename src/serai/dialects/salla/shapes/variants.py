"""Variants of a product, which this wire also calls its SKUs (§6.2)."""

from decimal import Decimal

from msgspec import Struct

from serai.core import catalog
from serai.dialects.salla.money import Money, money_out
from serai.dialects.salla.shapes.weights import label, unit_of, value_of


class VariantOut(Struct, frozen=True, kw_only=True):
    """`related_option_values` are the ids of its values, in the order of `related_options`."""

    id: int
    price: Money
    sale_price: Money
    regular_price: Money
    cost_price: Money | None
    stock_quantity: int
    unlimited_quantity: bool
    notify_low: int | None
    barcode: str | None
    sku: str | None
    mpn: str | None
    gtin: str | None
    related_options: tuple[int, ...]
    related_option_values: tuple[int, ...]
    weight: Decimal | None
    weight_type: str
    weight_label: str | None
    is_default: bool


def variant_out(product: catalog.Full, variant: catalog.FullVariant) -> VariantOut:
    currency = product.currency
    unit = unit_of(variant.weight_unit)
    regular = variant.compare_at_minor or variant.price_minor
    related = related_to(product, variant)
    return VariantOut(
        id=variant.id,
        price=money_out(variant.price_minor, currency),
        sale_price=money_out(variant.price_minor if is_on_sale(variant) else 0, currency),
        regular_price=money_out(regular, currency),
        cost_price=None if variant.cost_minor is None else money_out(variant.cost_minor, currency),
        stock_quantity=variant.sellable,
        unlimited_quantity=not product.track_inventory,
        notify_low=product.low_stock_threshold or None,
        barcode=variant.barcode,
        sku=variant.sku,
        mpn=variant.mpn,
        gtin=variant.gtin,
        related_options=tuple(option.id for option, _ in related),
        related_option_values=tuple(value.id for _, value in related),
        weight=None if variant.weight_grams is None else value_of(variant.weight_grams, unit),
        weight_type=unit,
        weight_label=label(variant.weight_grams, unit),
        is_default=variant.id == product.sold[0].id,
    )


def variants_out(product: catalog.Full) -> tuple[VariantOut, ...]:
    """The named ones: a product without options has none here."""
    return tuple(variant_out(product, variant) for variant in product.named)


def is_on_sale(variant: catalog.Variant) -> bool:
    """Whether there is a normal price above the present one."""
    return variant.compare_at_minor is not None and variant.compare_at_minor > variant.price_minor


def having_value(product: catalog.Full, option: catalog.Option, value: catalog.OptionValue) -> list[catalog.FullVariant]:
    """The variants that have this value of the option; none of one that makes no variants."""
    making = [each.id for each in product.options if each.makes_variants]
    if option.id not in making:
        return []
    place = making.index(option.id)
    return [variant for variant in product.named if variant.options[place : place + 1] == (value.name,)]


def related_to(product: catalog.Full, variant: catalog.Variant) -> list[tuple[catalog.Option, catalog.OptionValue]]:
    """The variant's value of each option that makes variants."""
    making = [option for option in product.options if option.makes_variants]
    return [
        (option, value)
        for option, name in zip(making, variant.options, strict=False)
        for value in option.values
        if value.name == name
    ]
