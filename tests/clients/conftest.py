"""A server in a process of its own, one for the tests of a file, and for each test a merchant with a store of its own."""

import uuid
from collections.abc import AsyncIterator, Awaitable, Callable

import pytest

from serai.core.stores import Store
from tests.chaos.conftest import database, sound  # noqa: F401 - a fixture
from tests.chaos.server import Server, serving
from tests.clients.oakleaf import Oakleaf, open_shop
from tests.clients.storefront import Client, over_tls
from tests.factories import Account, Make

LOOPBACK = "127.0.0.0/8"


@pytest.fixture(scope="module")
async def url(server_url: str) -> AsyncIterator[str]:
    async with sound(server_url) as made:
        yield made


@pytest.fixture(scope="module")
async def open_server(url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """One process, so that its metrics count all that was asked. Webhooks may lead to this machine."""
    async with serving(url, tmp_path_factory.mktemp("server"), SERAI_WEBHOOK_ALLOW=LOOPBACK) as made:
        yield made


@pytest.fixture(scope="module")
async def open_secure(url: str, tmp_path_factory: pytest.TempPathFactory) -> AsyncIterator[Server]:
    """`serai up --tls`."""
    async with serving(url, tmp_path_factory.mktemp("secure"), tls=True, command="up") as made:
        yield made


@pytest.fixture
async def server(open_server: Server, evidence_from: Callable[[str], Awaitable[None]]) -> Server:
    await evidence_from(open_server.base)
    return open_server


@pytest.fixture
async def secure(open_secure: Server, evidence_from: Callable[[str], Awaitable[None]]) -> Server:
    await evidence_from(open_secure.base)
    return open_secure


@pytest.fixture
def evidence_from(request: pytest.FixtureRequest) -> Callable[[str], Awaitable[None]]:
    """What was asked of a server before this test is no evidence of it."""

    async def start(base: str) -> None:
        if "evidence" in request.fixturenames:
            await request.getfixturevalue("evidence").start(base)

    return start


@pytest.fixture
async def owner(make: Make) -> Account:
    return await make.account(email=f"huda-{uuid.uuid4().hex[:8]}@shop.example")


@pytest.fixture
async def shop(make: Make, owner: Account) -> Store:
    """Saudi: 15 % tax, days as in Riyadh."""
    return await make.store(owner, currency="SAR", tax_rate="0.15", time_zone="Asia/Riyadh")


@pytest.fixture
async def oakleaf(make: Make) -> Oakleaf:
    return await open_shop(make)


@pytest.fixture
def sdk(secure: Server, oakleaf: Oakleaf) -> Client:
    """The storefront client in the shop."""
    return over_tls(secure, oakleaf)
