"""A shop with nothing of its own yet."""

from dataclasses import dataclass

import pytest

from serai.core import navigation, stores
from serai.core.navigation import NewCategory, ShopCategory, Tree
from serai.kit.db import Database
from tests.factories import Make


@dataclass
class Shop:
    """One store with its home country. What is done commits."""

    database: Database
    store: stores.Store
    country: stores.ShopCountry

    @property
    def id(self) -> int:
        return self.country.shop_id

    async def category(self, name: str, **more: object) -> ShopCategory:
        new = NewCategory(**{"names": {self.country.locale: name}, **more})  # type: ignore[arg-type]
        async with self.database.begin() as tx:
            return await navigation.create(tx, self.store.id, self.id, new)

    async def tree(self) -> Tree:
        return await navigation.tree(self.database, self.store.id, self.id, self.country.id, locale=self.country.locale)


async def open_shop(make: Make) -> Shop:
    store = await make.store()
    return Shop(make.database, store, await stores.home(make.database, store.id))


@pytest.fixture
async def shop(make: Make) -> Shop:
    return await open_shop(make)
