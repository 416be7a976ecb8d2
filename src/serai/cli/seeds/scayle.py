"""The shop of SCAYLE's examples, as they print it. Source: docs/dialects/scayle-storefront.md, scayle-admin.md.

Its campaign begins as printed and goes on for as long as anybody looks at the demo.
"""

from datetime import datetime
from decimal import Decimal
from typing import Final

from msgspec.structs import replace

from serai.cli.seeds import keys
from serai.cli.seeds.ids import numbered
from serai.cli.seeds.opening import opened
from serai.core import catalog, inventory, navigation, pricing, stores
from serai.core.accounts import UserId
from serai.core.apps import KeyDialect
from serai.core.catalog import (
    AttributeDraft,
    BrandChange,
    CategoryChange,
    CategoryId,
    CategoryRef,
    Facts,
    GroupChange,
    Image,
    Kind,
    Level,
    NewProduct,
    NewVariant,
)
from serai.core.navigation import NewItem
from serai.core.pricing import NewCampaign, NewPrice
from serai.core.stores import NewCountry, NewShop, Store, StoreId
from serai.kit.db import Tx

SLUG: Final = "oakleaf"
SHOP_ID: Final = 1001
_moment = datetime.fromisoformat

SETTINGS = stores.SettingsChange(description="Shirts.", currency="EUR", time_zone="Europe/Berlin", tax_rate=Decimal("0.19"))
SHOP = NewShop(
    key="oa",
    name="Oakleaf DE",
    custom_data={
        "properties": {"freeShippingFrom": "5000"},
        "delivery": {"carrierKey": "PARCEL_STD", "minDays": 2, "maxDays": 4},
    },
    countries=(NewCountry(country="DE", locale="en_GB", locales=("de_DE",), currency="EUR", url="https://oakleaf.example"),),
)
GROUPS: Final = {
    2: GroupChange(name="color", labels={"en_GB": "Colour", "de_DE": "Farbe"}, kind=Kind.LOCALIZED_LIST, level=Level.PRODUCT),
    3: GroupChange(name="size", labels={"en_GB": "Size", "de_DE": "Größe"}, kind=Kind.SIMPLE, level=Level.VARIANT),
    4: GroupChange(name="season", labels={"en_GB": "Season", "de_DE": "Saison"}, kind=Kind.SIMPLE_LIST, level=Level.MASTER),
    900: GroupChange(name="primaryImage", labels={"en_GB": "Primary image"}, kind=Kind.SIMPLE, level=Level.IMAGE),
}
GREEN: Final = {"en_GB": "Green", "de_DE": "Grün"}
FRONT = Image(
    "https://cdn.oakleaf.example/images/tee-01-green-front.jpg",
    is_primary=True,
    name="front",
    drafts=(AttributeDraft("primaryImage", "true"),),
)
TEE = NewProduct(
    name="",
    price_minor=0,
    vendor="Oakleaf",
    images=(FRONT,),
    variants=(
        NewVariant(
            name="M",
            price_minor=0,
            sku="TEE-01-green-M",
            barcode="4000000000017",
            sellable=14,
            attributes=(AttributeDraft("size", "M"),),
        ),
    ),
    facts=Facts(
        reference_key="TEE-01-green",
        master_key="TEE-01",
        names={"en_GB": "Green tee", "de_DE": "Shirt grün"},
        first_live_at=_moment("2026-01-06T00:00:00Z"),
    ),
    attributes=(AttributeDraft("color", [GREEN]),),
    master_attributes=(AttributeDraft("season", ["summer"]),),
)
# Another one, which ran out.
SOLD_OUT = NewProduct(
    name="",
    price_minor=0,
    vendor="Oakleaf",
    sku="TEE-02-blue-M",
    facts=Facts(
        reference_key="TEE-02-blue",
        master_key="TEE-02",
        names={"en_GB": "Blue tee", "de_DE": "Shirt blau"},
    ),
)
PRICE = NewPrice(country="DE", currency="EUR", price_minor=2380, old_minor=2975, tax_percent=Decimal(19))
CAMPAIGN = NewCampaign(
    key="spring-26",
    name="Spring",
    percent=Decimal(15),
    shop_countries=(),
    starts_at=_moment("2026-03-01T00:00:00Z"),
    ends_at=_moment("2099-03-31T22:00:00Z"),
    headline={"en_GB": "Spring deals"},
    link={"en_GB": "/deals"},
    badge_label={"en_GB": "Deal"},
    color_background="#ffffff",
    color_text="#111111",
)
HELP = NewItem(kind="link", names={"en_GB": "Help"}, target={"url": "https://example.com/help", "opens_anew": True})
OPENED: Final = _moment("2026-01-04T08:00:00Z")
MADE: Final = _moment("2026-01-05T08:00:00Z")
CHANGED: Final = _moment("2026-01-20T10:15:00Z")


async def load(tx: Tx, owner: UserId) -> None:
    """The shop with its categories, products, campaign, menu and demo key."""
    store = await _store(tx, owner)
    async with tx.at(OPENED).begin() as then:
        await _describe(tx, then, store.id)
        women, shirts = await _categories(tx, then, store.id)
    async with tx.at(MADE).begin() as then:
        async with numbered(tx, products=501, variants=7000):
            tee = await catalog.create(then, store.id, replace(TEE, categories=(CategoryRef(id=shirts),)), free=True)
        await pricing.put(then, store.id, tee.named[0].id, PRICE)
        async with numbered(tx, products=502, variants=7002):
            out = await catalog.create(then, store.id, replace(SOLD_OUT, categories=(CategoryRef(id=women),)), free=True)
        await pricing.put(then, store.id, out.default.id, PRICE)
    async with tx.at(CHANGED).begin() as then:
        await catalog.touch(then, store.id, [tee.id])
    await _show(tx, store.id, shirts)


async def _store(tx: Tx, owner: UserId) -> Store:
    async with tx.at(OPENED).begin() as then:
        async with numbered(tx, shop_countries=SHOP_ID, warehouses=3):
            store = await opened(then, owner, name="Oakleaf", category="fashion", slug=SLUG, settings=SETTINGS)
        await stores.create_shop(then, store.id, SHOP)
        (main,) = await inventory.warehouses(then, store.id)
        await inventory.edit_warehouse(then, store.id, main.id, inventory.WarehouseChange(reference_key="WH-1"))
        await keys.give(then, store.id, dialect=KeyDialect.SCAYLE, text=keys.SCAYLE)
    return store


async def _describe(tx: Tx, then: Tx, store: StoreId) -> None:
    """What products are described by: the groups with their first values, and the brand."""
    first = {"color": (205, GREEN), "primaryImage": (9001, "true")}
    for id_, new in GROUPS.items():
        async with numbered(tx, attribute_groups=id_):
            group = await catalog.create_group(then, store, new)
        if group.name in first:
            number, value = first[group.name]
            async with numbered(tx, attribute_values=number):
                await catalog.add_attribute_value(then, store, group, value)
    async with numbered(tx, brands=71):
        await catalog.create_brand(then, store, BrandChange(name="Oakleaf"))


async def _categories(tx: Tx, then: Tx, store: StoreId) -> tuple[CategoryId, CategoryId]:
    """(Women, Shirts below it)"""
    async with numbered(tx, categories=10):
        women = await catalog.create_category(then, store, CategoryChange(name="Women"))
    async with numbered(tx, categories=12):
        shirts = await catalog.create_category(then, store, CategoryChange(name="Shirts", parent=women.id))
    return women.id, shirts.id


async def _show(tx: Tx, store: StoreId, shirts: CategoryId) -> None:
    """The campaign and the menu."""
    home = await stores.home(tx, store)
    link = NewItem(kind="category", names={"en_GB": "Shirts"}, target={"category_id": shirts, "filters": []})
    async with tx.at(CHANGED).begin() as then:
        async with numbered(tx, campaigns=8):
            await pricing.create_campaign(then, store, home.shop_id, replace(CAMPAIGN, shop_countries=(home.id,)))
        async with numbered(tx, navigation_trees=4, navigation_items=41):
            await navigation.save_menu(then, store, home.shop_id, reference_key="header", name="Header", items=(link, HELP))
