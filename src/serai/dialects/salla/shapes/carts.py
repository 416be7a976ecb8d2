"""Abandoned carts (§6.8): baskets of known people that stood still. Amounts have their tax in them."""

from datetime import datetime
from typing import Final

from msgspec import Struct

from serai.core.baskets import Item, Standing
from serai.dialects.salla.dates import DateOut, date_out
from serai.dialects.salla.money import Money, money_out
from serai.dialects.salla.view import View

_MINUTE: Final = 60


class WhoOut(Struct, frozen=True, kw_only=True):
    """`id` is null for somebody who left an e-mail address and nothing else."""

    id: int | None
    name: str | None
    mobile: str | None
    email: str | None
    avatar: str | None
    country: str | None
    city: str | None


class ItemAmountsOut(Struct, frozen=True):
    price: Money
    total: Money


class CartItemOut(Struct, frozen=True, kw_only=True):
    id: str
    product_id: int
    product_sku_id: int
    quantity: int
    weight: int
    amounts: ItemAmountsOut
    notes: str


class CartOut(Struct, frozen=True, kw_only=True):
    id: int
    total: Money
    subtotal: Money
    total_discount: Money
    checkout_url: str
    status: str
    age_in_minutes: int
    created_at: DateOut
    updated_at: DateOut
    customer: WhoOut
    coupon: None
    items: tuple[CartItemOut, ...]


def cart_out(left: Standing, view: View, *, now: datetime) -> CartOut:
    basket, cost = left.basket, left.basket.cost
    before = sum(item.unit.with_tax * item.quantity for item in basket.available if item.unit is not None)
    return CartOut(
        id=basket.id or 0,
        total=money_out(cost.with_tax, basket.currency),
        subtotal=money_out(before, basket.currency),
        total_discount=money_out(max(0, before - cost.with_tax), basket.currency),
        checkout_url=f"{view.store_url}/cart/{basket.key}",
        status="active",
        age_in_minutes=int((now - left.updated_at).total_seconds() // _MINUTE),
        created_at=date_out(left.created_at, view),
        updated_at=date_out(left.updated_at, view),
        customer=WhoOut(
            id=left.customer, name=left.name, mobile=left.phone, email=left.email, avatar=None, country=None, city=None
        ),
        coupon=None,
        items=tuple(_item(item, basket.currency) for item in basket.items),
    )


def _item(item: Item, currency: str) -> CartItemOut:
    unit = item.unit.with_tax if item.unit is not None else 0
    total = item.total.with_tax if item.total is not None else 0
    return CartItemOut(
        id=item.key,
        product_id=item.product,
        product_sku_id=item.variant,
        quantity=item.quantity,
        weight=0,
        amounts=ItemAmountsOut(money_out(unit, currency), money_out(total, currency)),
        notes="",
    )
