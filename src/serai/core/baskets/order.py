"""From a basket to an order: holding its pieces, then buying them at the basket's prices."""

from datetime import datetime, timedelta
from typing import Final

from msgspec import Struct

from serai.core import inventory, orders
from serai.core.baskets import edit, read
from serai.core.baskets.errors import BasketChanged, NothingToOrder, OtherCurrency
from serai.core.baskets.model import Basket, Item, Place
from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.inventory import Piece, Reservation, VariantId
from serai.core.orders import Address, Draft, Order, OutOfStock, Quote, Share, Short, Wanted
from serai.kit.db import Db, Tx

CURRENCY: Final = "select currency from stores where id = $1"

HELD_FOR: Final = timedelta(minutes=15)


class Seen(Struct, frozen=True):
    """A line as its buyer saw it in the basket: what its pieces come to, with tax."""

    variant: VariantId
    quantity: int
    total_minor: int


class Checkout(Struct, frozen=True, kw_only=True):
    """Who buys the basket, and where it goes.

    `seen` and `total_minor` are what the buyer was shown; None: whatever it comes to.
    """

    customer: CustomerId
    ship_to: Address
    notes: str | None = None
    payment_method: str | None = None
    redeem_points: int = 0
    seen: tuple[Seen, ...] | None = None
    total_minor: int | None = None


class Quoted(Struct, frozen=True):
    """A basket, and the order that it would be: its lines are those that can be had."""

    basket: Basket
    order: Quote


async def quote(db: Db, place: Place, checkout: Checkout, *, at: datetime) -> Quoted:
    """What `order` would come to now. Nothing is locked. Raises NothingToOrder, OtherCurrency, PointsRefused.

    Whether the customer may have the promotion shows only when it is ordered.
    """
    basket = await read.get(db, place, at=at)
    if not basket.available:
        raise NothingToOrder
    await _check_currency(db, place)
    return Quoted(basket, await orders.quote(db, place.store, _draft(basket, checkout)))


async def lock(tx: Tx, place: Place) -> None:
    """Nobody else changes or orders the basket until the transaction ends."""
    await tx.value(edit.TOUCH, place.store, place.country.id, place.key, tx.now)


def seen(basket: Basket) -> tuple[Seen, ...]:
    """Pure. What a buyer sees of the basket who is about to order it."""
    return tuple(Seen(i.variant, i.quantity, i.total.with_tax) for i in basket.available if i.total is not None)


async def reserve(tx: Tx, place: Place, *, lasting: timedelta = HELD_FOR) -> tuple[Reservation, ...]:
    """Hold the basket's pieces for it, in place of what it held; all of them or none.

    Raises NothingToOrder, OutOfStock. Five statements.
    """
    basket = await _locked(tx, place)
    pieces = [Piece(item.variant, item.quantity) for item in basket.available]
    try:
        return await inventory.hold(tx, place.store, pieces, owner=basket.owner, until=tx.now + lasting)
    except inventory.NotEnough as error:
        items = basket.available
        shorts = [Short(lack.index, items[lack.index].product, lack.requested, lack.available) for lack in error.lacks]
        raise OutOfStock(tuple(shorts)) from None


async def release(tx: Tx, place: Place) -> int:
    """Give back what the basket holds; the pieces."""
    basket = await read.get(tx, place, at=tx.now)
    return await inventory.release_owner(tx, place.store, basket.owner) if basket.id else 0


async def order(tx: Tx, place: Place, checkout: Checkout, *, actor: str) -> Order:
    """Order what the basket has and can be had, at its prices; what it held goes into the order, the lines go.

    The goods and their tax come to `basket.cost.with_tax` less the points, to the minor unit. Raises NothingToOrder,
    OtherCurrency, BasketChanged, OutOfStock, PromoRefused, PointsRefused, NotFound for the customer; nothing was then written.
    """
    basket = await _locked(tx, place)
    await _check_currency(tx, place)
    if checkout.seen not in (None, seen(basket)):
        raise BasketChanged
    placed = await orders.place(tx, place.store, _draft(basket, checkout), actor=actor)
    if checkout.total_minor not in (None, placed.total_minor):
        raise BasketChanged
    gone = [item.key for item in basket.available]
    await tx.run(edit.REMOVE, place.store, basket.id, gone)
    edit.tell(tx, await read.get(tx, place, at=tx.now))
    return placed


async def _check_currency(db: Db, place: Place) -> None:
    if await db.value(CURRENCY, place.store) != place.country.currency:
        raise OtherCurrency


def _draft(basket: Basket, checkout: Checkout) -> Draft:
    return Draft(
        customer=checkout.customer,
        lines=tuple(_wanted(item) for item in basket.available),
        ship_to=checkout.ship_to,
        notes=checkout.notes,
        payment_method=checkout.payment_method,
        promo_code=_code(basket),
        redeem_points=checkout.redeem_points,
        reservation_owner=basket.owner,
    )


def _wanted(item: Item) -> Wanted:
    """The line at the basket's price: what the promotion takes off it, and the tax that is then left, are agreed too."""
    if item.unit is None or item.total is None:
        raise NothingToOrder
    before = item.unit.without_tax * item.quantity
    return Wanted(
        product=ProductId(item.product),
        quantity=item.quantity,
        variant=item.variant,
        unit_minor=item.unit.without_tax,
        unit_tax_minor=item.unit.vat,
        share=Share(before - item.total.without_tax, item.total.vat),
    )


def _code(basket: Basket) -> str | None:
    applied = (each for item in basket.available for each in item.promotions)
    return next((each.promo.code for each in applied if each.counts and each.promo is not None), None)


async def _locked(tx: Tx, place: Place) -> Basket:
    """The basket, which nobody else changes until the transaction ends. Raises NothingToOrder."""
    await lock(tx, place)
    basket = await read.get(tx, place, at=tx.now)
    if not basket.available:
        raise NothingToOrder
    return basket
