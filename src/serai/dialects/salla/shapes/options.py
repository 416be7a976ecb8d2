"""Options of a product and their values (§6.2, §7.1)."""

from msgspec import Struct

from serai.core import catalog
from serai.dialects.salla.money import Money, money_out
from serai.dialects.salla.shapes.variants import having_value
from serai.dialects.salla.view import View


class ValueOut(Struct, frozen=True, kw_only=True):
    id: int
    name: str
    price: Money
    formatted_price: str
    display_value: str | None
    advance: bool
    option_id: int
    image_url: str | None
    hashed_display_value: str | None
    translations: dict[str, dict[str, str]]
    is_default: bool
    is_out_of_stock: bool
    skus: tuple[int, ...]


class OptionOut(Struct, frozen=True, kw_only=True):
    """`skus` are the ids of the variants that the option makes."""

    id: int
    name: str
    description: str
    type: str
    required: bool
    associated_with_order_time: int
    availability_range: str | None
    not_same_day_order: bool
    choose_date_time: bool
    from_date_time: str | None
    to_date_time: str | None
    sort: int
    advance: bool
    display_type: str
    visibility: str
    translations: dict[str, dict[str, str]]
    values: tuple[ValueOut, ...]
    skus: tuple[int, ...]


def option_out(product: catalog.Full, option: catalog.Option, view: View) -> OptionOut:
    return OptionOut(
        id=option.id,
        name=option.name,
        description=option.description,
        type=option.kind,
        required=option.is_required,
        associated_with_order_time=0,
        availability_range=None,
        not_same_day_order=False,
        choose_date_time=False,
        from_date_time=None,
        to_date_time=None,
        sort=option.position + 1,
        advance=False,
        display_type=option.display,
        visibility=option.visibility,
        translations={},
        values=tuple(value_out(product, option, value, view) for value in option.values),
        skus=tuple(variant.id for variant in product.named) if option.makes_variants else (),
    )


def value_out(product: catalog.Full, option: catalog.Option, value: catalog.OptionValue, view: View) -> ValueOut:
    price = money_out(value.price_minor, view.currency)
    having = having_value(product, option, value)
    return ValueOut(
        id=value.id,
        name=value.name,
        price=price,
        formatted_price=f"{price.amount} {price.currency}",
        display_value=value.display_value,
        advance=False,
        option_id=option.id,
        image_url=value.image_url,
        hashed_display_value=None,
        translations={},
        is_default=value.is_default,
        is_out_of_stock=bool(having) and product.track_inventory and not any(v.sellable for v in having),
        skus=tuple(variant.id for variant in having),
    )
