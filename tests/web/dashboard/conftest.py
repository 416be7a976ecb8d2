"""A merchant with a store, logged in at the dashboard."""

import httpx
import pytest

from serai.core import stores
from tests.factories import Account, Make
from tests.web.visitor import Visitor


@pytest.fixture
async def shop(make: Make, account: Account) -> stores.Store:
    """The account's store."""
    return await make.store(account, slug="the-shop")


@pytest.fixture
async def merchant(browser: httpx.AsyncClient, account: Account, shop: stores.Store) -> Visitor:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    await visitor.press(email=account.user.email or "", password=account.password)
    assert visitor.where == "/dashboard"
    return visitor
