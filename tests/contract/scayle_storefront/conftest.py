"""A shop country, and clients that look at it: with the store's key, and as everybody does."""

from collections.abc import AsyncIterator

import httpx
import pytest

from serai.core import stores
from serai.front import Front
from tests.conftest import client
from tests.factories import Make


@pytest.fixture
async def store(make: Make) -> stores.Store:
    """Prices in euros, 19 % tax."""
    return await make.store(currency="EUR", tax_rate="0.19")


@pytest.fixture
async def country(make: Make, store: stores.Store) -> stores.ShopCountry:
    """The store's home shop country."""
    return await stores.home(make.database, store.id)


@pytest.fixture
async def api(front: Front, country: stores.ShopCountry) -> AsyncIterator[httpx.AsyncClient]:
    """Names the shop with every request, in its header; has no key."""
    async with client(front, "/scayle", **{"x-shop-id": str(country.id)}) as made:
        yield made


@pytest.fixture
async def keyed(front: Front, make: Make, store: stores.Store, country: stores.ShopCountry) -> AsyncIterator[httpx.AsyncClient]:
    """The same with the store's key."""
    key = await make.key(store, dialect="scayle")
    async with client(front, "/scayle", **{"x-shop-id": str(country.id), "x-access-token": key}) as made:
        yield made
