"""The store of DevSkin's documentation, as its samples print it. Source: docs/dialects/devskin.md.

The samples' e-mail addresses are blanked out there, and they name no currency.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from serai.cli.seeds import keys
from serai.cli.seeds.ids import numbered
from serai.cli.seeds.opening import opened
from serai.cli.seeds.selling import Step, continue_after, delivered, sell
from serai.core import catalog, customers, stores
from serai.core.accounts import UserId
from serai.core.apps import KeyDialect
from serai.core.catalog import CategoryRef, Image, NewProduct, Product
from serai.core.customers import CustomerId, NewCustomer
from serai.core.orders import Address, Draft, State, Wanted
from serai.core.stores import Store, StoreId
from serai.kit.db import Tx

SLUG: Final = "premium-widgets"
_moment = datetime.fromisoformat

SETTINGS = stores.SettingsChange(
    description="Widgets for every day.",
    currency="USD",
    time_zone="America/Sao_Paulo",
    zones=(stores.ZoneDraft("Brazil", ("BR",), Decimal("10.00")),),
)
# 24 pieces were shipped to one customer and 2 are reserved for the other; 150 are left.
WIDGET = NewProduct(
    name="Premium Widget",
    slug="premium-widget",
    description="The widget that the others are measured by.",
    price_minor=9495,
    sku="WIDGET-P",
    sellable=176,
    categories=(CategoryRef(name="Widgets"),),
    images=(Image("https://images.example.com/premium-widget.jpg", "Premium Widget", is_primary=True),),
)
CARE = NewProduct(
    name="Widget Care Kit",
    description="A cloth and a small bottle of oil.",
    price_minor=1300,
    sku="WIDGET-CARE",
    sellable=60,
    categories=(CategoryRef(name="Accessories"),),
)
JANE = NewCustomer(email="jane@example.com", name="Jane Smith")
JOHN = NewCustomer(email="john@example.com", name="John Doe")
HOME = Address(name="John Doe", address="123 Main St", city="Sao Paulo", state="SP", postal_code="01310-100", country="BR")
BEFORE: Final = _moment("2025-11-10T08:00:00Z")
"""When what is not printed came, so that the printed rows are the newest and head their lists."""
CREATED: Final = _moment("2026-01-15T10:00:00Z")
ORDERED: Final = _moment("2026-02-10T14:30:00Z")
_ORDERS: Final = 12
_WITH_CARE: Final = 4


async def load(tx: Tx, owner: UserId) -> None:
    """The store with its products, customers, orders and demo key."""
    store = await _store(tx, owner)
    async with tx.at(BEFORE).begin() as then:
        care = await catalog.create(then, store.id, CARE)
        john = await customers.create(then, store.id, JOHN)
    async with tx.at(CREATED).begin() as then, numbered(tx, products=42):
        widget = await catalog.create(then, store.id, WIDGET)
    async with tx.at(_moment("2025-11-20T09:15:00Z")).begin() as then, numbered(tx, customers=501):
        jane = await customers.create(then, store.id, JANE)
    await _regular(tx, store.id, jane.id, widget, care)
    await continue_after(tx, store.id, year=2026, number=1233)
    draft = Draft(customer=john.id, lines=(Wanted(widget.id, 2),), ship_to=HOME, payment_method="card")
    async with numbered(tx, orders=1234):
        paid = Step(ORDERED + timedelta(minutes=30), State.PROCESSING)
        await sell(tx, store.id, draft, at=ORDERED, steps=[paid])


async def _store(tx: Tx, owner: UserId) -> Store:
    async with tx.at(_moment("2025-11-01T12:00:00Z")).begin() as then:
        async with numbered(tx, stores=15):
            store = await opened(then, owner, name="Premium Widgets", category="electronics", slug=SLUG, settings=SETTINGS)
        await keys.give(then, store.id, dialect=KeyDialect.DEVSKIN, text=keys.DEVSKIN)
    return store


async def _regular(tx: Tx, store: StoreId, customer: CustomerId, widget: Product, care: Product) -> None:
    """12 orders that come to the 2450.80 which the customer is printed to have spent: 12 × 199.90 and 4 × 13.00."""
    two = Draft(customer=customer, lines=(Wanted(widget.id, 2),), ship_to=replace(HOME, name="Jane Smith"))
    for i in range(_ORDERS):
        placed = CREATED + timedelta(days=2 * i + 1, hours=i)
        more = (Wanted(care.id, 1),) if i < _WITH_CARE else ()
        draft = replace(two, lines=two.lines + more, payment_method="card")
        await sell(tx, store, draft, at=placed, steps=delivered(placed))
