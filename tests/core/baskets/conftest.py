"""A shop country, and baskets in it."""

from dataclasses import dataclass

import pytest

from serai.core import baskets, stores
from serai.core.baskets import Basket, Group, NewItem, Outcome, Place
from serai.kit.db import Database
from tests.factories import Make


@dataclass
class Shop:
    """One store with its home country; what is done to its basket `b-1` commits."""

    database: Database
    store: stores.Store
    country: stores.ShopCountry

    def place(self, key: str = "b-1", **more: object) -> Place:
        return Place(country=self.country, key=key, **more)  # type: ignore[arg-type]

    async def add(self, variant: int, quantity: int = 1, *, key: str = "b-1", **more: object) -> Outcome:
        new = NewItem(variant=variant, quantity=quantity, **more)  # type: ignore[arg-type]
        async with self.database.begin() as tx:
            return await baskets.add(tx, self.place(key), new)

    async def get(self, key: str = "b-1", **more: object) -> Basket:
        return await baskets.get(self.database, self.place(key, **more), at=self.database.clock.now())


async def open_shop(make: Make, **more: object) -> Shop:
    store = await make.store(**more)  # type: ignore[arg-type]
    return Shop(make.database, store, await stores.home(make.database, store.id))


@pytest.fixture
async def shop(make: Make) -> Shop:
    """Of 19 % tax, in euros."""
    return await open_shop(make, tax_rate="0.19", currency="EUR")


REQUIRED = Group("g1", is_main=True, is_required=True)
