"""An order's items (§5.5). The path that was asked decides the shape of `options` (C7)."""

from decimal import Decimal

from msgspec import Struct

from serai.core.orders import Line, Order
from serai.dialects.salla.money import Money, money_out


class ItemTaxOut(Struct, frozen=True):
    percent: str
    amount: Money


class ItemAmountsOut(Struct, frozen=True):
    price_without_tax: Money
    total_discount: Money
    tax: ItemTaxOut
    total: Money


class ItemOptionOut(Struct, frozen=True):
    """What was chosen of a product that comes in several: here always one choice, the variant's name."""

    id: int
    product_option_id: int | None
    name: str
    type: str
    value: str


class ItemOut(Struct, frozen=True, kw_only=True):
    """The first seven members are the seed's."""

    id: int
    product_id: int
    name: str
    quantity: int
    price: Money
    sku: str | None
    options: dict[str, str] | tuple[ItemOptionOut, ...]
    product_sku_id: int
    currency: str
    weight: int
    weight_label: str
    notes: str
    amounts: ItemAmountsOut
    images: tuple[str, ...] = ()
    codes: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    reservations: tuple[str, ...] = ()


def items_out(order: Order) -> tuple[ItemOut, ...]:
    """`options` is an object: the seed's path."""
    return tuple(_item(order, line, {"Variant": line.variant_name} if line.variant_name else {}) for line in order.lines)


def items_with_option_lists(order: Order) -> tuple[ItemOut, ...]:
    """`options` is a list: the other path."""
    return tuple(_item(order, line, _chosen(line)) for line in order.lines)


def percent(rate: Decimal) -> str:
    """0.15 → "15.00"."""
    return f"{rate * 100:.2f}"


def _chosen(line: Line) -> tuple[ItemOptionOut, ...]:
    if line.variant_name is None:
        return ()
    return (ItemOptionOut(line.variant_id, None, "Variant", "radio", line.variant_name),)


def _item(order: Order, line: Line, options: dict[str, str] | tuple[ItemOptionOut, ...]) -> ItemOut:
    currency = order.currency
    total = line.subtotal_minor - line.discount_minor + line.tax_minor
    return ItemOut(
        id=line.id,
        product_id=line.product_id,
        name=line.product_name,
        quantity=line.quantity,
        price=money_out(line.unit_minor, currency),
        sku=line.sku,
        options=options,
        product_sku_id=line.variant_id,
        currency=currency,
        weight=0,
        weight_label="",
        notes="",
        amounts=ItemAmountsOut(
            price_without_tax=money_out(line.unit_minor, currency),
            total_discount=money_out(line.discount_minor, currency),
            tax=ItemTaxOut(percent(order.tax_rate), money_out(line.tax_minor, currency)),
            total=money_out(total, currency),
        ),
    )
