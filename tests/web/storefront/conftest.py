"""An open shop, and somebody who looks around in it."""

from collections.abc import Iterator
from dataclasses import replace

import asyncpg
import httpx
import pytest

from serai.core import content, stores
from serai.core.stores import Status
from tests.factories import Account, Make
from tests.web.visitor import Visitor


@pytest.fixture
async def shop(make: Make, account: Account) -> stores.Store:
    """The account's store, open at `/s/the-shop`."""
    return await opened(make, await make.store(account, slug="the-shop"))


@pytest.fixture
def guest(browser: httpx.AsyncClient, shop: stores.Store) -> Visitor:
    """In front of the shop, no page seen yet."""
    return Visitor(browser, where=f"/s/{shop.public_slug}/")


@pytest.fixture
def statements(connection: asyncpg.Connection) -> Iterator[list[str]]:
    """Every statement that is sent, as it is sent."""
    sent: list[str] = []

    def note(record: asyncpg.connection.LoggedQuery) -> None:
        sent.append(record.query)

    connection.add_query_logger(note)
    yield sent
    connection.remove_query_logger(note)


async def opened(make: Make, store: stores.Store) -> stores.Store:
    """Published as it is now."""
    async with make.database.begin() as tx:
        return await content.publish(tx, store.id)


async def turned(make: Make, store: stores.Store, status: Status) -> None:
    async with make.database.begin() as tx:
        await content.change_status(tx, store.id, status=status)


def at(visitor: Visitor, origin: str) -> Visitor:
    """The same browser's way in at another host."""
    return replace(visitor, where=origin, answer=None)
