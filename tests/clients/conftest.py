"""A database of the test's own, served by a real process, and a merchant with a store in it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from serai.core.stores import Store
from tests.chaos.conftest import database, url  # noqa: F401 - fixtures
from tests.chaos.server import Server, serving
from tests.clients.oakleaf import Oakleaf, open_shop
from tests.clients.storefront import Client, over_tls
from tests.factories import Account, Make

LOOPBACK = "127.0.0.0/8"


@pytest.fixture
async def server(url: str, tmp_path: Path) -> AsyncIterator[Server]:  # noqa: F811
    """One process, so that its metrics count all that was asked. Webhooks may lead to this machine."""
    async with serving(url, tmp_path, SERAI_WEBHOOK_ALLOW=LOOPBACK) as made:
        yield made


@pytest.fixture
async def owner(make: Make) -> Account:
    return await make.account(email="huda@shop.example")


@pytest.fixture
async def shop(make: Make, owner: Account) -> Store:
    """Saudi: 15 % tax, days as in Riyadh."""
    return await make.store(owner, currency="SAR", tax_rate="0.15", time_zone="Asia/Riyadh")


@pytest.fixture
async def oakleaf(make: Make) -> Oakleaf:
    return await open_shop(make)


@pytest.fixture
async def secure(url: str, tmp_path: Path, oakleaf: Oakleaf) -> AsyncIterator[Server]:  # noqa: F811
    """`serai up --tls`. The shop is there before, so that its worker finds nothing to do."""
    async with serving(url, tmp_path, tls=True, command="up") as made:
        yield made


@pytest.fixture
def sdk(secure: Server, oakleaf: Oakleaf) -> Client:
    """The storefront client in the shop."""
    return over_tls(secure, oakleaf)
