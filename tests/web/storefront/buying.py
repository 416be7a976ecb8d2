"""Somebody who buys: what they put into their basket, what they write at the checkout."""

from dataclasses import dataclass
from urllib.parse import urlsplit

import httpx

from serai.core import catalog, orders, stores
from serai.core.catalog import ProductChange
from serai.kit.db import Database
from tests.factories import Make
from tests.web.visitor import Visitor

ADDRESS = {
    "name": "Amina Idrissi",
    "phone": "+212612345678",
    "address": "12 rue des Orangers",
    "city": "Rabat",
    "country": "MA",
}
GUEST = {"email": "amina@shopper.example", **ADDRESS}
ORDER = ("press", "order")
UPDATE = ("press", "update")
PASSWORD = "a long password"

ORDERS = "select count(*) from orders where store_id = $1"
NEWEST = "select max(id) from orders where store_id = $1"


@dataclass
class Shop:
    """A shop, and what was ordered in it."""

    make: Make
    store: stores.Store

    @property
    def database(self) -> Database:
        return self.make.database

    async def placed(self) -> int:
        count: int = await self.database.value(ORDERS, self.store.id)
        return count

    async def newest(self) -> orders.Order:
        number = await self.database.value(NEWEST, self.store.id)
        return await orders.get(self.database, [self.store.id], orders.OrderId(number))

    async def product(self, **more: object) -> catalog.Product:
        return await self.make.product(self.store, **more)  # type: ignore[arg-type]

    async def edit(self, product: catalog.Product, **change: object) -> None:
        async with self.database.begin() as tx:
            await catalog.edit(tx, self.store.id, product.id, ProductChange(**change))  # type: ignore[arg-type]


async def token(visitor: Visitor) -> str:
    """What the visitor's forms must bring."""
    found = next(form for form in (await _entry(visitor)).page.forms if "csrf" in form.names)
    return dict(found.fields)["csrf"]


async def _entry(visitor: Visitor) -> Visitor:
    base = "/".join(urlsplit(visitor.where).path.split("/")[:3])
    seen = Visitor(visitor.browser)
    await seen.open(f"{base}/account/log-in")
    return seen


async def put(visitor: Visitor, product: catalog.Product, quantity: object = 1, *, variant: object = None) -> httpx.Response:
    """Into the basket, as the product's page does it; the visitor is then at the basket."""
    base = "/".join(urlsplit(visitor.where).path.split("/")[:3])
    sent = {"csrf": await token(visitor), "variant": str(variant or product.default.id), "quantity": str(quantity)}
    visitor.where = f"{base}/cart"
    visitor.answer = await visitor.browser.post(visitor.where, data=sent)
    return await visitor._followed()


async def check_out(visitor: Visitor, **typed: str) -> httpx.Response:
    """Order as a guest what the basket has."""
    await visitor.open(base_of(visitor) + "/checkout")
    return await visitor.press(button=ORDER, **{**GUEST, **typed})


def base_of(visitor: Visitor) -> str:
    return "/".join(urlsplit(visitor.where).path.split("/")[:3])


async def register(visitor: Visitor, email: str = "amina@shopper.example", **typed: str) -> httpx.Response:
    await visitor.open(base_of(visitor) + "/account/register")
    return await visitor.press(
        "/account/register", **{"first_name": "Amina", "last_name": "Idrissi", "email": email, "password": PASSWORD, **typed}
    )


async def log_in(visitor: Visitor, email: str = "amina@shopper.example", password: str = PASSWORD) -> httpx.Response:
    await visitor.open(base_of(visitor) + "/account/log-in")
    return await visitor.press("/account/log-in", email=email, password=password)


def front_of(browser: httpx.AsyncClient, store: stores.Store) -> Visitor:
    """Somebody before the shop."""
    return Visitor(browser, where=f"/s/{store.public_slug}/")
