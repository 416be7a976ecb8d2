"""A shop with something in every corner that a SCAYLE storefront looks into."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from serai.core import catalog, navigation, pricing, promotions, stores
from serai.core.catalog import AttributeDraft, CategoryChange, CategoryRef, Facts, GroupChange, Image, Kind, Level, NewVariant
from serai.core.navigation import NewItem, NewRedirect
from serai.kit.db import Tx
from tests.factories import Make

SIZES = (
    NewVariant(name="M", price_minor=2000, compare_at_minor=2500, sku="TEE-01-green-M", sellable=14, options=("M",)),
    NewVariant(name="L", price_minor=2000, compare_at_minor=2500, sku="TEE-01-green-L", sellable=0, options=("L",)),
)


@dataclass(frozen=True)
class Oakleaf:
    """Euros and 19 % tax. The green tee costs 23.80 instead of 29.75; 14 pieces in M, none in L."""

    country: stores.ShopCountry
    key: str
    tee: catalog.Product
    sibling: catalog.Product
    shoe: catalog.Product
    women: int
    shirts: int
    promo: promotions.Promo
    campaign: pricing.Campaign
    ids: dict[str, int]

    @property
    def medium(self) -> int:
        return self.tee.named[0].id

    @property
    def sold_out(self) -> int:
        return self.tee.named[1].id


async def open_shop(make: Make) -> Oakleaf:
    """The shop, and all of it to be found."""
    store = await make.store(currency="EUR", tax_rate="0.19")
    country = await stores.home(make.database, store.id)
    async with make.database.begin() as tx:
        for name, level in (("color", Level.PRODUCT), ("size", Level.VARIANT)):
            labels = {country.locale: name.capitalize()}
            await catalog.create_group(tx, store.id, GroupChange(name=name, kind=Kind.SIMPLE_LIST, level=level, labels=labels))
        women = await catalog.create_category(tx, store.id, CategoryChange(name="Women"))
        shirts = await catalog.create_category(tx, store.id, CategoryChange(name="T-Shirts", parent=women.id))
        campaign = await _campaign(tx, country)
        await _menu_and_redirects(tx, country, shirts.id)
    tee = await _tee(make, store, "green", shirts.id, variants=SIZES, option_names=("Size",))
    sibling = await _tee(make, store, "red", shirts.id, stock=5)
    shoe = await make.product(store, name="Shoe", price=5000, vendor="Glow", stock=3, categories=(CategoryRef(name="Shoes"),))
    promo = await make.promo(store, code="SUMMER", percent="10")
    await make.searched()
    known = await make.database.all("select value, id from attribute_values where store_id = $1", store.id)
    brands = await make.database.all("select name, id from brands where store_id = $1", store.id)
    groups = await make.database.all("select name, id from attribute_groups where store_id = $1", store.id)
    return Oakleaf(
        country=country,
        key=await make.key(store, dialect="scayle"),
        tee=tee,
        sibling=sibling,
        shoe=shoe,
        women=women.id,
        shirts=shirts.id,
        promo=promo,
        campaign=campaign,
        ids={**{row["value"]: row["id"] for row in known}, **{row["name"]: row["id"] for row in (*brands, *groups)}},
    )


async def _tee(make: Make, store: stores.Store, color: str, category: int, **more: object) -> catalog.Product:
    return await make.product(
        store,
        **{"price": 2000, "stock": None, **more},  # type: ignore[arg-type]
        name=f"Linen tee {color}",
        vendor="Oakleaf",
        categories=(CategoryRef(id=catalog.CategoryId(category)),),
        images=(Image(f"https://cdn.example.com/images/tee-01-{color}-front.jpg", alt="front"),),
        attributes=(AttributeDraft("color", [color.capitalize()]),),
        facts=Facts(reference_key=f"TEE-01-{color}", master_key="TEE-01"),
    )


async def _campaign(tx: Tx, country: stores.ShopCountry) -> pricing.Campaign:
    """Runs as soon as one may."""
    now = datetime.now(UTC)
    new = pricing.NewCampaign(
        name="Spring",
        key="spring-26",
        shop_countries=(country.id,),
        starts_at=now + timedelta(seconds=1),
        ends_at=now + timedelta(days=10),
        percent=Decimal(15),
        headline={country.locale: "Spring deals"},
        color_background="#ffffff",
        color_text="#111111",
    )
    return await pricing.create_campaign(tx, country.store_id, country.shop_id, new)


async def _menu_and_redirects(tx: Tx, country: stores.ShopCountry, category: int) -> None:
    link = {"url": "https://example.com/help", "opens_anew": True}
    items = (
        NewItem(kind="category", names={country.locale: "Shirts"}, target={"category_id": category, "filters": []}),
        NewItem(kind="link", names={country.locale: "Help"}, target=link),
        NewItem(kind="page", names={country.locale: "Imprint"}, target={"page": "imprint"}),
    )
    await navigation.save_menu(tx, country.store_id, country.shop_id, reference_key="header", name="Header", items=items)
    for source, target in (("/old", "/new"), ("/older", "/new")):
        redirect = NewRedirect(source=source, target=target)
        await navigation.create_redirect(tx, country.store_id, country.shop_id, redirect)
