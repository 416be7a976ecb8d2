"""A merchant with a store, an app, and a browser."""

from collections.abc import AsyncIterator

import httpx
import pytest

from serai.core.apps import Registered
from serai.front import Front
from tests.conftest import client
from tests.contract.ground import ground  # noqa: F401 - a fixture for all
from tests.factories import Account, Make
from tests.web.browsing import Merchant

INSTALLS = "select count(*) from app_installs"
CODES = "select count(*) from oauth_codes"


@pytest.fixture
async def account(make: Make) -> Account:
    account = await make.account(email="huda@shop.example")
    await make.store(account, slug="huda-shop")
    return account


@pytest.fixture
async def app(make: Make) -> Registered:
    return await make.app()


@pytest.fixture
async def browser(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, "") as made:
        yield made


@pytest.fixture
def merchant(browser: httpx.AsyncClient, account: Account) -> Merchant:
    return Merchant(browser, account.user.email or "", account.password)
