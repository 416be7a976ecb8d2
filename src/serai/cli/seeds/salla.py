"""The store of Salla's documentation, as its samples print it, and an app that is installed in it.

An id here is a number: `store-id-123` is 123. The printed total is two pieces, 15 % tax and the delivery; the printed order
is pending, and so not paid yet. Source: docs/dialects/salla.md.
"""

from datetime import datetime
from decimal import Decimal
from typing import Final

from serai.cli.seeds import keys
from serai.cli.seeds.ids import numbered
from serai.cli.seeds.opening import opened
from serai.cli.seeds.selling import sell
from serai.core import apps, catalog, customers, stores
from serai.core.accounts import UserId
from serai.core.catalog import CategoryChange, CategoryRef, Image, NewProduct, VariantFacts
from serai.core.customers import NewCustomer
from serai.core.orders import Address, Draft, Wanted
from serai.core.stores import Store, StoreId
from serai.kit.crypto import Vault
from serai.kit.db import Tx

SLUG: Final = "store-name"
_moment = datetime.fromisoformat

SETTINGS = stores.SettingsChange(
    description="What the samples sell.",
    contact_email="store@example.com",
    currency="SAR",
    time_zone="Asia/Riyadh",
    tax_rate=Decimal("0.15"),
    zones=(stores.ZoneDraft("Saudi Arabia", ("SA",), Decimal("70.01")),),
)
SHOP = stores.NewShop(
    key="sa",
    name="Store Name",
    countries=(stores.NewCountry(country="SA", locale="en_SA", url="https://store.salla.sa"),),
)
CATEGORY = CategoryChange(name="Category Name")
# Two pieces are reserved for the order; 10 are left.
PRODUCT = NewProduct(
    name="Product Name",
    description="Product description",
    price_minor=9999,
    sku="SKU123",
    sellable=12,
    categories=(CategoryRef(name="Category Name"),),
    images=(Image("https://cdn.salla.sa/image.jpg", "Product image", is_primary=True),),
    default_facts=VariantFacts(weight_grams=Decimal(1500), weight_unit="kg"),
)
CUSTOMER = NewCustomer(name="Customer Name", email="customer@example.com", phone="+966501234567")
HOME = Address(name="Customer Name", address="123 Street Name", city="Riyadh", postal_code="12345", country="SA")
OPENED: Final = _moment("2024-01-01T08:00:00Z")
LISTED: Final = _moment("2024-01-01T12:00:00Z")
ORDERED: Final = _moment("2024-01-15T14:30:00+03:00")
APP = apps.NewApp(
    name="Raff",
    description="The app that the documentation belongs to.",
    redirect_uris=("https://yourapp.com/api/salla/callback",),
    scopes=("offline_access", "products.read", "orders.read", "store.read"),
)


async def load(tx: Tx, owner: UserId, vault: Vault) -> None:
    """The store with its product, customer, order and app."""
    store = await _store(tx, owner)
    async with tx.at(LISTED).begin() as then:
        async with numbered(tx, categories=789):
            await catalog.create_category(then, store.id, CATEGORY)
        async with numbered(tx, products=123456):
            product = await catalog.create(then, store.id, PRODUCT)
    async with tx.at(ORDERED).begin() as then:
        customer = await customers.create(then, store.id, CUSTOMER)
    draft = Draft(customer=customer.id, lines=(Wanted(product.id, 2),), ship_to=HOME, payment_method="credit_card")
    async with numbered(tx, orders=456789, order_lines=111, order_history=222):
        await sell(tx, store.id, draft, at=ORDERED, steps=[])
    await _app(tx, store.id, owner, vault)


async def _store(tx: Tx, owner: UserId) -> Store:
    async with tx.at(OPENED).begin() as then:
        async with numbered(tx, stores=123):
            store = await opened(then, owner, name="Store Name", category="other", slug=SLUG, settings=SETTINGS)
        await stores.create_shop(then, store.id, SHOP)
    return store


async def _app(tx: Tx, store: StoreId, owner: UserId, vault: Vault) -> None:
    """Installed, with tokens that are the same in every demo."""
    registered = await apps.register(tx, vault, owner, APP)
    installed = await apps.install(tx, vault, store, registered.app.client_id, user=owner)
    await keys.name_app(tx, registered.app.id, installed.tokens)
