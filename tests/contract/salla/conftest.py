"""A Saudi store, and clients of apps that are installed in it."""

from collections.abc import AsyncIterator

import httpx
import pytest

from serai.core import catalog, orders, stores
from serai.front import Front
from tests.conftest import client
from tests.factories import Make

BASE = "/salla/admin/v2"
ADDRESS = orders.Address(address="123 Street Name", city="Riyadh", country="SA", postal_code="12345", name="Sara Ali")


@pytest.fixture
async def shop(make: Make) -> stores.Store:
    """15 % tax, days as in Riyadh."""
    return await make.store(currency="SAR", tax_rate="0.15", time_zone="Asia/Riyadh")


@pytest.fixture
async def api(front: Front, make: Make, shop: stores.Store) -> AsyncIterator[httpx.AsyncClient]:
    """An app of the profile `documented` with every scope."""
    async with client(front, BASE, Authorization=f"Bearer {await make.salla_token(shop)}") as made:
        yield made


@pytest.fixture
async def live(front: Front, make: Make, shop: stores.Store) -> AsyncIterator[httpx.AsyncClient]:
    """An app of the profile `live` with every scope."""
    token = await make.salla_token(shop, profile="live")
    async with client(front, BASE, Authorization=f"Bearer {token}") as made:
        yield made


@pytest.fixture
async def candle(make: Make, shop: stores.Store) -> catalog.Product:
    """99.99 SAR, 10 pieces."""
    return await make.product(shop, name="Oud candle", price=9999, stock=10, sku="CND-1", description="Hand poured")


@pytest.fixture
async def order(make: Make, shop: stores.Store, candle: catalog.Product) -> orders.Order:
    """2 × 99.99, 15 % tax, to Riyadh; paid by card."""
    customer = await make.customer(shop, email="customer@example.com", name="Customer Name", phone="+966501234567")
    return await make.order(shop, candle, customer=customer, quantity=2, ship_to=ADDRESS, payment_method="credit_card")
