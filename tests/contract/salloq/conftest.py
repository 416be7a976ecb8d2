"""A store as in the documentation's samples, and a client with a key to all of it."""

from decimal import Decimal

import httpx
import pytest

from serai.core import catalog, customers, stores
from tests.factories import Make

USA = stores.ZoneDraft("USA", ("US",), Decimal("8.00"))


@pytest.fixture
async def shop(make: Make) -> stores.Store:
    """8.4 % tax, shipping at 8.00 within the USA, days as in New York."""
    return await make.store(currency="USD", tax_rate="0.084", zones=(USA,), time_zone="America/New_York")


@pytest.fixture
async def api(salloq: httpx.AsyncClient, make: Make, shop: stores.Store) -> httpx.AsyncClient:
    """Holds a key with the scope `*`."""
    salloq.headers["X-API-Key"] = await make.key(shop)
    return salloq


@pytest.fixture
async def iris(make: Make, shop: stores.Store) -> catalog.Product:
    """The sample's perfume: 145.00, 25 pieces."""
    return await make.product(shop, name="Iris Élysée", price=14500, stock=25)


@pytest.fixture
async def jane(make: Make, shop: stores.Store) -> customers.Customer:
    return await make.customer(shop, name="Jane Smith", email="customer@example.com", phone="555-0123")
