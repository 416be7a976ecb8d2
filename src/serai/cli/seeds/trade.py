"""The customers and orders of the store of realistic size: a shop that grows over its last ninety days."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from random import Random
from typing import Final

from serai.cli.seeds.selling import Step, sell
from serai.cli.seeds.words import METHODS, NOTES, PEOPLE, PLACES
from serai.core import customers
from serai.core.catalog import Product, ProductId, Status
from serai.core.customers import Customer, NewCustomer
from serai.core.inventory import VariantId
from serai.core.orders import Address, Draft, State, Wanted
from serai.core.stores import StoreId
from serai.kit.db import Tx

DAYS: Final = 90
_FEWEST: Final = 10
_REGULAR: Final = 0.5
"""Share of orders that go to the first fifth of the customers."""

_LOOKS: Final = 50
_MOST_LINES: Final = 3
_ENOUGH: Final = 0.55

# (within how many days of now, where such orders stand, how often): what is recent is still on its way.
_STATES: Final = (
    (2.0, (State.PENDING, State.PROCESSING, State.CANCELLED), (6, 5, 1)),
    (6.0, (State.PENDING, State.PROCESSING, State.SHIPPED, State.CANCELLED), (1, 3, 6, 1)),
    (DAYS + 1.0, (State.DELIVERED, State.CANCELLED, State.REFUNDED, State.SHIPPED), (34, 3, 2, 1)),
)
# (usual days after the order, at most this share of the time since).
_PACE: Final = {
    State.PROCESSING: (0.02, 0.3),
    State.CANCELLED: (0.5, 0.5),
    State.SHIPPED: (1.1, 0.6),
    State.DELIVERED: (3.5, 0.8),
    State.REFUNDED: (9.0, 0.95),
}
_WAYS: Final = {
    State.PENDING: (),
    State.PROCESSING: (State.PROCESSING,),
    State.SHIPPED: (State.PROCESSING, State.SHIPPED),
    State.DELIVERED: (State.PROCESSING, State.SHIPPED, State.DELIVERED),
    State.CANCELLED: (State.CANCELLED,),
    State.REFUNDED: (State.PROCESSING, State.SHIPPED, State.DELIVERED, State.REFUNDED),
}


async def people(tx: Tx, store: StoreId, *, orders: int, chance: Random) -> list[tuple[Customer, Address]]:
    """Customers with their addresses, as many as such a number of orders comes from."""
    made = []
    for i in range(max(_FEWEST, orders * 2 // 5)):
        new, address = _person(i, chance)
        async with tx.at((tx.now - timedelta(days=DAYS + 1 + chance.random() * 30)).replace(microsecond=0)).begin() as then:
            made.append((await customers.create(then, store, new), address))
    return made


def _person(number: int, chance: Random) -> tuple[NewCustomer, Address]:
    firsts, lasts = chance.choice(PEOPLE)
    name = f"{chance.choice(firsts)} {chance.choice(lasts)}"
    place = chance.choice(PLACES)
    phone = f"{place.dial}{chance.randrange(10**5, 10**6)}"
    tags = tuple(tag for tag, share in (("vip", 0.1), ("newsletter", 0.4)) if chance.random() < share)
    new = NewCustomer(name=name, email=f"client{number + 1}@example.com", phone=phone, tags=tags)
    street = f"{chance.randint(1, 180)}, {chance.choice(place.streets)}"
    address = Address(
        name=name, address=street, city=place.city, postal_code=place.postal_code, country=place.country, phone=phone
    )
    return new, address


async def trade(
    tx: Tx,
    store: StoreId,
    stock: Sequence[Product],
    buyers: Sequence[tuple[Customer, Address]],
    *,
    orders: int,
    chance: Random,
) -> None:
    """So many orders in the order of their time, each from what is then offered and still on the shelves."""
    offered = [product for product in stock if product.status is Status.ACTIVE]
    shelves = {v.id: v.sellable for product in stock for v in product.variants}
    for at in _moments(tx.now, orders, chance):
        known = offered[: bisect_left(offered, at, key=lambda product: product.created_at)]
        lines = _basket(known, shelves, chance)
        if lines:
            regular = chance.random() < _REGULAR
            buyer = chance.choice(buyers[: len(buyers) // 5] if regular else buyers)
            await sell(tx, store, _draft(*buyer, lines, chance), at=at, steps=list(_steps(at, tx.now, chance)))


def _draft(customer: Customer, address: Address, lines: tuple[Wanted, ...], chance: Random) -> Draft:
    return Draft(
        customer=customer.id,
        lines=lines,
        ship_to=address,
        payment_method=chance.choice(METHODS),
        notes=chance.choice(NOTES) if chance.random() < 0.1 else None,
    )


def _moments(now: datetime, orders: int, chance: Random) -> list[datetime]:
    """The times of the orders, oldest first, and more of them the nearer to now."""
    ago = sorted((0.01 + DAYS * chance.random() ** 1.6 for _ in range(orders)), reverse=True)
    return [(now - timedelta(days=days)).replace(microsecond=0) for days in ago]


def _basket(offered: Sequence[Product], shelves: dict[VariantId, int], chance: Random) -> tuple[Wanted, ...]:
    """Up to three products that are there, taken off the shelves; older ones sell best. Nothing when all is sold."""
    lines: dict[ProductId, Wanted] = {}
    for _ in range(_LOOKS if offered else 0):
        product = offered[chance.randrange(chance.randint(1, len(offered)))]
        quantity = chance.choice((1, 1, 1, 2))
        there = [v.id for v in product.named or product.variants if shelves[v.id] >= quantity]
        if there and product.id not in lines:
            chosen = chance.choice(there)
            shelves[chosen] -= quantity
            lines[product.id] = Wanted(product.id, quantity, chosen)
        if (lines and chance.random() < _ENOUGH) or len(lines) == _MOST_LINES:
            break
    return tuple(lines.values())


def _steps(at: datetime, now: datetime, chance: Random) -> Iterator[Step]:
    """The way to where such an order stands today, none of it in the future."""
    age = (now - at) / timedelta(days=1)
    states, weights = next((states, weights) for days, states, weights in _STATES if age <= days)
    for state in _WAYS[chance.choices(states, weights)[0]]:
        usual, share = _PACE[state]
        then = at + timedelta(seconds=int(min(usual, age * share) * 86_400))
        yield Step(then, state, f"DZ{chance.randrange(10**9, 10**10)}MA") if state is State.SHIPPED else Step(then, state)
