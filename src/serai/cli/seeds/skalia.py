"""The store of SKALIA's documentation, as its samples print it.

Two numbers cannot be as printed, for an id here is a number: `var_001` is `var_1`, `page_0987654321` is `page_987654321`.
"""

from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from serai.cli.seeds.ids import numbered
from serai.cli.seeds.selling import Step, continue_after, delivered, sell
from serai.core import catalog, content, customers, stores
from serai.core.accounts import Language, UserId
from serai.core.catalog import CategoryRef, Image, NewProduct, NewVariant, Product, ProductChange
from serai.core.content import PageDraft, PageId, Section
from serai.core.customers import Customer
from serai.core.inventory import VariantId
from serai.core.orders import Address, Draft, State, Wanted
from serai.core.stores import Store, StoreId
from serai.kit.db import Tx

SLUG: Final = "my-awesome-store"
_moment = datetime.fromisoformat

ABOUT = PageDraft(
    id=None,
    title="About Us",
    slug="about",
    content="<h1>About Our Store</h1><p>We are...</p>",
    is_published=True,
    position=1,
)
CONTACT = PageDraft(
    id=None,
    title="Contact",
    slug="contact",
    content="<h1>Contact Us</h1><p>Email: contact@store.com</p>",
    is_published=True,
    position=2,
)
FIRST_ABOUT = replace(ABOUT, content="<h1>About Our Store</h1>")
ABOUT_ID: Final = PageId(1234567890)
CONTACT_ID: Final = PageId(987654321)
SETTINGS = stores.SettingsChange(
    description="New description",
    contact_email="contact@mystore.com",
    contact_phone="+212612345678",
    currency="MAD",
    zones=(stores.ZoneDraft("Morocco", ("MA",), Decimal("50.00")),),
    social=stores.SocialChange(
        facebook="https://facebook.com/mystore",
        instagram="https://instagram.com/mystore",
        twitter="https://twitter.com/mystore",
    ),
)
HEADPHONES = NewProduct(
    name="Premium Wireless Headphones",
    description="High-quality wireless headphones with noise cancellation",
    price_minor=129900,
    compare_at_minor=159900,
    sku="WH-1000XM5",
    barcode="1234567890123",
    categories=(CategoryRef(name="Electronics"),),
    tags=("audio", "wireless", "premium"),
    images=(
        Image("https://cdn.skalia.ma/products/prod_123/image1.jpg"),
        Image("https://cdn.skalia.ma/products/prod_123/image2.jpg"),
    ),
    low_stock_threshold=10,
    option_names=("Color",),
    seo_title="Premium Wireless Headphones - Best Noise Cancellation",
    seo_description="Shop premium wireless headphones with industry-leading noise cancellation",
    slug="premium-wireless-headphones",
)
VARIANTS = (
    NewVariant(name="Black", sku="WH-1000XM5-BLK", price_minor=129900, sellable=35, options=("Black",)),
    NewVariant(name="Silver", sku="WH-1000XM5-SLV", price_minor=129900, sellable=20, options=("Silver",)),
)
BLACK: Final = VariantId(1)
HOME: Final = Address(
    name="Jane Smith",
    address="123 Main Street",
    city="Casablanca",
    postal_code="20000",
    country="MA",
    phone="+212612345678",
)
ORDERED: Final = _moment("2026-04-08T10:00:00Z")
EARLIER: Final = tuple(_moment(f"2026-{day}T09:30:00Z") for day in ("01-20", "02-08", "02-27", "03-19"))
"""When the customer bought the other four of her five orders."""


async def load(tx: Tx, owner: UserId) -> None:
    """The store with all that the samples show of it."""
    store = await _store(tx, owner)
    product = await _product(tx, store.id)
    customer = await _customer(tx, store.id)
    await _orders(tx, store.id, product, customer)
    await _pages_and_theme(tx, store.id)
    # The printed orders are untaxed, and the printed store was last changed when it was published: hence this order.
    async with tx.at(_moment("2026-04-08T17:00:00Z")).begin() as then:
        await stores.change_settings(then, store.id, change=stores.SettingsChange(tax_rate=Decimal("0.20")))
    async with tx.at(_moment("2026-01-15T10:00:00Z")).begin() as then:
        await content.publish(then, store.id)


async def _store(tx: Tx, owner: UserId) -> Store:
    async with tx.at(_moment("2026-01-01T00:00:00Z")).begin() as then:
        async with numbered(tx, stores=1234567890):
            store = await stores.create(
                then, owner, name="My Awesome Store", category="fashion", public_slug=SLUG, language=Language.EN
            )
        await stores.change_domain(then, store.id, domain="shop.example.com")
        await stores.change_settings(then, store.id, change=SETTINGS)
    return store


async def _product(tx: Tx, store: StoreId) -> Product:
    """The variants come second: their numbers begin with the printed ones, the product's own is not printed."""
    async with tx.at(_moment("2026-01-10T00:00:00Z")).begin() as then, numbered(tx, products=1234567890):
        made = await catalog.create(then, store, HEADPHONES)
    async with tx.at(ORDERED).begin() as then, numbered(tx, variants=BLACK):
        return await catalog.edit(then, store, made.id, ProductChange(variants=VARIANTS))


async def _customer(tx: Tx, store: StoreId) -> Customer:
    new = customers.NewCustomer(
        name="Jane Smith", email="jane@example.com", phone="+212612345678", tags=("vip", "repeat-customer")
    )
    async with tx.at(_moment("2026-01-15T00:00:00Z")).begin() as then, numbered(tx, customers=1234567890):
        return await customers.create(then, store, new)


async def _orders(tx: Tx, store: StoreId, product: Product, customer: Customer) -> None:
    """Five of 1349.00 each: what the customer is printed to have spent. The last one is the sample."""
    lines = (Wanted(product.id, 1, BLACK),)
    draft = Draft(customer=customer.id, lines=lines, ship_to=HOME, payment_method="card")
    for placed in EARLIER:
        await sell(tx, store, draft, at=placed, steps=delivered(placed))
    await continue_after(tx, store, year=2026, number=1233)
    printed = replace(draft, notes="Please handle with care")
    paid = Step(ORDERED + timedelta(hours=1), State.PROCESSING, "TRK123456789")
    async with numbered(tx, orders=1234567890):
        await sell(tx, store, printed, at=ORDERED, steps=[paid])


async def _pages_and_theme(tx: Tx, store: StoreId) -> None:
    january = tx.at(_moment("2026-01-01T00:00:00Z"))
    async with january.begin() as then, numbered(tx, pages=ABOUT_ID):
        await content.replace_pages(then, store, pages=[FIRST_ABOUT])
    async with january.begin() as then, numbered(tx, pages=CONTACT_ID):
        await content.replace_pages(then, store, pages=[replace(FIRST_ABOUT, id=ABOUT_ID), CONTACT])
    async with tx.at(_moment("2026-03-15T00:00:00Z")).begin() as then:
        pages = [replace(ABOUT, id=ABOUT_ID), replace(CONTACT, id=CONTACT_ID)]
        await content.replace_pages(then, store, pages=pages)
    featured = Section(type="featured-products", title="Featured Products", product_ids=(123, 456))
    async with january.begin() as then:
        homepage = content.HomepageChange(sections=(featured,))
        await content.change_theme(then, store, change=content.ThemeChange(homepage=homepage))
