"""How a buyer of each dialect buys one piece."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final

import httpx
from msgspec import Struct

from serai.core import accounts, apps, billing, catalog, customers, stores
from serai.core.accounts import Language
from serai.core.stores import StoreId
from serai.kit.crypto import Passwords, Vault
from serai.kit.db import Database

EMAIL: Final = "oversell@example.com"
PASSWORD: Final = "a password that is thrown away"  # noqa: S105 - of a database that lives for a minute


class Scene(Struct, frozen=True):
    """The store under attack, and what its buyers need."""

    store: StoreId
    product: int
    variant: int
    customer: int
    salloq: str
    salla: str
    scayle: str
    shop: str
    shop_country: int


Buyer = Callable[[httpx.AsyncClient, Scene, int], Awaitable[int]]
"""Buys as the buyer with this number; the status of the answer that says whether it worked."""


async def prepare(database: Database, vault: Vault, units: int) -> Scene:
    """A store with one product of so many pieces, and a key for each dialect."""
    signed = await accounts.register(database, Passwords(), email=EMAIL, password=PASSWORD, display_name="Oversell")
    async with database.begin() as tx:
        await billing.start_plan(tx, signed.user.id, plan="enterprise", cycle=billing.Cycle.MONTHLY, until=None)
        store = await stores.create(
            tx, signed.user.id, name="Oversell", category="things", public_slug="oversell", language=Language.EN
        )
        new = catalog.NewProduct(name="The last ones", price_minor=10_000, sellable=units, sku="LAST")
        product = await catalog.create(tx, store.id, new)
        customer = await customers.create(tx, store.id, customers.NewCustomer(email="buyer@example.com", name="Amina Buyer"))
        keys = {
            dialect: await apps.create_key(tx, store.id, name="oversell", dialect=dialect, scopes=None, expires_at=None)
            for dialect in (apps.KeyDialect.SALLOQ, apps.KeyDialect.SCAYLE)
        }
        app = apps.NewApp(name="Oversell", redirect_uris=("https://app.example/callback",), scopes=("orders.read_write",))
        registered = await apps.register(tx, vault, signed.user.id, app)
        installed = await apps.install(tx, vault, store.id, registered.app.client_id, user=signed.user.id)
        country = await stores.home(tx, store.id)
    return Scene(
        store=store.id,
        product=product.id,
        variant=product.default.id,
        customer=customer.id,
        salloq=keys[apps.KeyDialect.SALLOQ].text,
        salla=installed.tokens.access,
        scayle=keys[apps.KeyDialect.SCAYLE].text,
        shop=country.shop_key,
        shop_country=country.id,
    )


async def _salloq(client: httpx.AsyncClient, scene: Scene, _: int) -> int:
    body = {"customer_id": scene.customer, "items": [{"product_id": scene.product, "qty": 1}]}
    answer = await client.post("/salloq/api/orders", json=body, headers={"X-API-Key": scene.salloq})
    return answer.status_code


async def _salla(client: httpx.AsyncClient, scene: Scene, _: int) -> int:
    body = {
        "customer": {"id": scene.customer},
        "payment": {"status": "pending_payment"},
        "products": [{"identifier_type": "id", "identifier": scene.product, "quantity": 1}],
    }
    headers = {"Authorization": f"Bearer {scene.salla}"}
    answer = await client.post("/salla/admin/v2/orders", json=body, headers=headers)
    return answer.status_code


async def _scayle(client: httpx.AsyncClient, scene: Scene, number: int) -> int:
    """Into a basket first, as a shopper does; the shop's own checkout then hands the order over."""
    headers = {"X-Access-Token": scene.scayle}
    basket = f"/scayle/v1/baskets/attack-{number}/items?shopId={scene.shop_country}"
    added = await client.post(basket, json={"variantId": scene.variant, "quantity": 1}, headers=headers)
    if added.status_code != 201:
        return added.status_code
    body = {
        "customer": {"id": scene.customer},
        "address": {"shipping": {"street": "Main", "zipCode": "20000", "city": "Casablanca", "countryCode": "MAR"}},
        "items": [{"variant": {"id": scene.variant}, "price": {"withTax": 10_000, "withoutTax": 10_000}}],
    }
    path = f"/scayle/api/admin/v1/shops/{scene.shop}/countries/{scene.shop_country}/orders"
    return (await client.post(path, json=body, headers=headers)).status_code


BUYERS: Final[Mapping[str, Buyer]] = {"salloq": _salloq, "salla": _salla, "scayle": _scayle}
