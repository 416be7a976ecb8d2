"""The store of Salloq's documentation, as its samples print it. Source: docs/dialects/salloq.md."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Final

from serai.cli.seeds import keys
from serai.cli.seeds.ids import numbered
from serai.cli.seeds.opening import opened
from serai.cli.seeds.selling import Step, sell
from serai.core import catalog, customers, loyalty, promotions, stores, subscriptions
from serai.core.accounts import UserId
from serai.core.apps import KeyDialect
from serai.core.catalog import CategoryRef, Image, NewProduct, ProductId
from serai.core.customers import CustomerId, NewCustomer
from serai.core.orders import Address, Draft, State, Wanted
from serai.core.promotions import Kind, NewPromo, Worth
from serai.core.stores import Store, StoreId
from serai.core.subscriptions import FrequencyId, NewSubscription
from serai.kit.db import Tx

SLUG: Final = "maison-elysee"
_moment = datetime.fromisoformat

SETTINGS = stores.SettingsChange(
    description="Fragrances, by the bottle or every month.",
    currency="USD",
    time_zone="America/Los_Angeles",
    tax_rate=Decimal("0.084"),
    zones=(stores.ZoneDraft("United States", ("US",), Decimal("8.00")),),
)
# One piece goes with the order; 25 are left.
IRIS = NewProduct(
    name="Iris Élysée",
    slug="iris-elysee",
    description="A sophisticated iris fragrance...",
    price_minor=14500,
    sku="IRIS-50",
    sellable=26,
    subscription_enabled=True,
    categories=(CategoryRef(slug="perfume"), CategoryRef(slug="floral")),
    tags=("iris", "eau-de-parfum"),
    images=(Image("https://images.example.com/iris-elysee.jpg", "Iris Élysée", is_primary=True),),
)
JANE = NewCustomer(email="customer@example.com", first_name="Jane", last_name="Smith", phone="555-0123")
HOME = Address(address="123 Main St", city="San Francisco", state="CA", postal_code="94102", country="US")
ORDERED: Final = _moment("2025-12-08T10:30:00Z")
SAVE10 = NewPromo(code="SAVE10", worth=Worth(Kind.PERCENT, percent=Decimal(10)))
POINTS = loyalty.SettingsChange(points_per_unit=100, point_value=Decimal("0.01"), min_redeem_points=500)
EARNED: Final = 5000
SPENT: Final = 2500

# The printed subscription's day is long past. It stays as printed until something else is subscribed to in its store.
HOLD = "update stores_with_renewals set due_at = null where store_id = $1"


async def load(tx: Tx, owner: UserId) -> None:
    """The store with its product, customer, order, subscription, points, promo code and demo key."""
    store = await _store(tx, owner)
    async with tx.at(_moment("2024-02-01T09:00:00Z")).begin() as then, numbered(tx, products=163):
        product = await catalog.create(then, store.id, IRIS)
    async with tx.at(_moment("2024-01-15T10:00:00Z")).begin() as then, numbered(tx, customers=2186):
        customer = await customers.create(then, store.id, JANE)
    draft = Draft(customer=customer.id, lines=(Wanted(product.id, 1),), ship_to=HOME, payment_method="card")
    steps = (
        Step(ORDERED + timedelta(minutes=2), State.PROCESSING),
        Step(ORDERED + timedelta(days=1), State.SHIPPED, "1Z999AA1234567890"),
    )
    async with numbered(tx, orders=307):
        await sell(tx, store.id, draft, at=ORDERED, steps=steps)
    await _loyal(tx, store.id, product.id, customer.id)


async def _store(tx: Tx, owner: UserId) -> Store:
    async with tx.at(_moment("2024-01-02T09:00:00Z")).begin() as then:
        store = await opened(then, owner, name="Maison Élysée", category="beauty", slug=SLUG, settings=SETTINGS)
        await keys.give(then, store.id, dialect=KeyDialect.SALLOQ, text=keys.SALLOQ)
    return store


async def _loyal(tx: Tx, store: StoreId, product: ProductId, customer: CustomerId) -> None:
    """Why she comes back: the subscription that is printed, her points, and a code for everybody."""
    new = NewSubscription(customer=customer, product=product, frequency=FrequencyId(2), quantity=1, start_date=date(2026, 1, 8))
    async with tx.at(_moment("2025-12-08T10:00:00Z")).begin() as then, numbered(tx, subscriptions=42):
        await subscriptions.create(then, store, new)
        await then.run(HOLD, store)
    async with tx.at(_moment("2025-12-01T09:00:00Z")).begin() as then:
        await loyalty.change_settings(then, store, POINTS)
        await loyalty.adjust(then, store, customer=customer, points=EARNED)
        await loyalty.adjust(then, store, customer=customer, points=-SPENT)
        await promotions.create(then, store, SAVE10)
