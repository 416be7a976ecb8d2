"""A client of the Admin API with a key to everything in one store."""

from collections.abc import AsyncIterator

import httpx
import pytest

from serai.core import stores
from serai.front import Front
from tests.conftest import client
from tests.contract.scayle_admin.sample_product import prepare
from tests.factories import Make

BASE = "/scayle/api/admin/v1"


@pytest.fixture
async def store(make: Make) -> stores.Store:
    """Prices in euros without tax on top."""
    return await make.store(currency="EUR")


@pytest.fixture
async def admin(front: Front, make: Make, store: stores.Store) -> AsyncIterator[httpx.AsyncClient]:
    """Holds a key with every scope."""
    async with client(front, BASE) as made:
        made.headers["X-Access-Token"] = await make.key(store, dialect="scayle")
        yield made


OAKLEAF = {
    "key": "oa",
    "name": "Oakleaf",
    "countries": [
        {
            "countryCode": "DE",
            "defaultLanguageCode": "de_DE",
            "supportedLanguageCodes": ["de_DE", "en_GB"],
            "currencyCode": "EUR",
            "url": "https://oakleaf.example",
        }
    ],
}


@pytest.fixture
async def oakleaf(admin: httpx.AsyncClient) -> int:
    """The id of the sample shop's country, which is the store's first."""
    answer = await admin.post("/shops", json=OAKLEAF)
    assert answer.status_code == 201, answer.text
    return answer.json()["countries"][0]["id"]


@pytest.fixture
async def ready(admin: httpx.AsyncClient, oakleaf: int) -> int:
    """What the sample product speaks of is there; the id of the sample shop's country."""
    await prepare(admin)
    return oakleaf


COUNTRY = "/shops/oa/countries/DE"
