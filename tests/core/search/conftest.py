"""A small shop: shirts and shoes in two categories, two colours, three brands."""

from dataclasses import dataclass

import pytest

from serai.core import catalog, search, stores
from serai.core.catalog import AttributeDraft, CategoryRef, GroupChange, Kind, Level, Product
from tests.factories import Make


@dataclass
class World:
    """The shop, and a way to look."""

    make: Make
    store: stores.Store
    country: stores.ShopCountry

    async def product(self, name: str, *, colors: tuple[str, ...] = (), category: str = "", **more: object) -> Product:
        draft = (AttributeDraft("color", list(colors)),) if colors else ()
        refs = (CategoryRef(name=category),) if category else ()
        return await self.make.product(self.store, name=name, attributes=draft, categories=refs, **more)

    async def find(
        self,
        term: str | None = None,
        *,
        order: search.Order = search.Order.ID,
        descending: bool = True,
        size: int = 10,
        offset: int = 0,
        **more: object,
    ) -> search.Found:
        """After everything that happened so far was caught up with."""
        await self.make.searched()
        filter_ = search.Filter(term=term, **more)  # type: ignore[arg-type]
        at = self.make.database.clock.now()
        order = search.Order.RELEVANCE if term and order is search.Order.ID else order
        return await search.find(
            self.make.database, self.country, filter_, order=order, descending=descending, size=size, offset=offset, at=at
        )

    async def facets(self, **more: object) -> search.Facets:
        await self.make.searched()
        filter_ = search.Filter(**more)  # type: ignore[arg-type]
        at = self.make.database.clock.now()
        return await search.facets(self.make.database, self.country, filter_, locale=self.country.locale, at=at)

    async def value(self, color: str) -> int:
        sql = "select id from attribute_values where store_id = $1 and value = $2"
        return await self.make.database.value(sql, self.store.id, color)

    async def category(self, name: str) -> int:
        sql = "select id from categories where store_id = $1 and name = $2"
        return await self.make.database.value(sql, self.store.id, name)


@pytest.fixture
async def world(make: Make) -> World:
    store = await make.store(currency="EUR", tax_rate="0.19")
    group = GroupChange(name="color", kind=Kind.SIMPLE_LIST, level=Level.PRODUCT, labels={"en_MA": "Colour"})
    async with make.database.begin() as tx:
        await catalog.create_group(tx, store.id, group)
    return World(make, store, await stores.home(make.database, store.id))
