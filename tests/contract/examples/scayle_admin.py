"""What the pairs of SCAYLE's document leave open in its Admin API. Source: docs/dialects/scayle-admin.md."""

from datetime import datetime
from typing import Any, Final

from serai.cli.seeds import ids, keys, scayle
from serai.core import catalog, orders, stores
from serai.core.catalog import Facts, NewProduct
from serai.core.orders import OrderId, State
from serai.core.stores import NewCountry, NewShop, StoreId
from serai.dialects.scayle_admin.bulk import Carrier
from tests.contract.examples.compare import TEXT, TIME
from tests.contract.examples.pairs import Additive, Changing, Examples, Ground, Known

BASE: Final = "/scayle/api/admin/v1"
GROUPS: Final = (
    {"name": "size", "type": "simple", "level": "variant", "frontendName": {"en_GB": "Size"}},
    {"name": "season", "type": "simpleList", "level": "master", "frontendName": {"en_GB": "Season"}},
)
FEE: Final = {
    "category": "delivery",
    "key": "least_packages",
    "option": "deliveryCosts",
    "amount": {"withTax": 475, "withoutTax": 399},
    "tax": {"vat": {"amount": 76, "rate": 0.19}},
}
BILLED: Final = {
    "id": 70,
    "street": "Elbstr.",
    "houseNumber": "5",
    "zipCode": "20457",
    "city": "Hamburg",
    "countryCode": "DEU",
    "isDefault": {"billing": True, "shipping": False},
    "recipient": {"firstName": "Mina", "lastName": "Halim", "gender": "f", "type": "personal"},
}
SHIPPED: Final = {**BILLED, "id": 71, "isDefault": {"billing": False, "shipping": True}}
SWISS = NewShop(
    key="ch",
    name="Oakleaf CH",
    countries=(
        NewCountry(country="CH", locale="de_CH", currency="CHF", url="https://oakleaf.example/de"),
        NewCountry(country="CH", locale="fr_CH", currency="CHF", url="https://oakleaf.example/fr"),
    ),
)


async def _demo(ground: Ground) -> StoreId:
    return (await stores.shop_country(ground.database, scayle.SHOP_ID)).store_id


async def _post(ground: Ground, path: str, body: object) -> Any:
    said = await ground.http.post(BASE + path, json=body, headers={"x-access-token": ground.values["access_token"]})
    assert said.status_code == 201, said.text
    return said.json()


async def give_reading_key(ground: Ground) -> None:
    store = await stores.get(ground.database, await _demo(ground))
    ground.values["reading_token"] = await ground.make.key(store, dialect="scayle", scopes=("admin:read",))


async def add_product(ground: Ground) -> None:
    """The one that the document's calls name, by both its identifiers."""
    new = NewProduct(name="A product", price_minor=100, facts=Facts(reference_key="my-key-123"))
    store = await _demo(ground)
    async with ground.database.begin() as tx, ids.numbered(tx, products=123):
        await catalog.create(tx, store, new)


async def add_groups(ground: Ground) -> None:
    """Six groups in all."""
    for name in ("fabric", "care"):
        body = {"name": name, "type": "simple", "level": "product", "frontendName": {"en_GB": name.capitalize()}}
        await _post(ground, "/attribute-groups", body)


async def sell_in_switzerland(ground: Ground) -> None:
    """Two shop countries of one code."""
    store = await _demo(ground)
    async with ground.database.begin() as tx:
        shop = await stores.create_shop(tx, store, SWISS)
    ground.values["french"] = str(shop.countries[1].id)


async def use_up(ground: Ground) -> None:
    """All requests of the minute in one scope."""
    while (
        await ground.http.get(f"{BASE}/shops/oa/countries/DE/customers", headers={"x-access-token": keys.SCAYLE})
    ).status_code == 200:
        pass


async def begin(ground: Ground) -> None:
    """A store in which there is nothing."""
    ground.values["access_token"] = await ground.make.key(await ground.make.store(currency="EUR"), dialect="scayle")


async def prepare(ground: Ground) -> None:
    """What the product speaks of."""
    for group in GROUPS:
        await _post(ground, "/attribute-groups", group)
    for path in (["Women"], ["Women", "Shirts"]):
        await _post(ground, "/master-categories", {"path": path})
    await _post(ground, "/warehouses", {"referenceKey": "WH-1"})


async def sell_in_austria(ground: Ground) -> None:
    country = {"countryCode": "AT", "defaultLanguageCode": "de_AT", "currencyCode": "EUR", "url": "https://oakleaf.example/at"}
    await _post(ground, "/shops/oa/countries", country)


async def order(ground: Ground) -> None:
    """One piece, with the costs of delivery as a fee; paid."""
    body = {
        "referenceKey": "ext-901",
        "basketKey": "b-42",
        "customer": {"referenceKey": "crm-1007"},
        "address": {"billing": BILLED, "shipping": SHIPPED},
        "items": [{"variant": {"referenceKey": "TEE-01-green-M"}, "price": {"withTax": 2380, "withoutTax": 2000}}],
        "cost": {"appliedFees": [FEE], "withTax": 2855},
        "payment": [{"key": "creditcard", "amount": 2855, "transactionKey": "tx-1", "data": {}}],
        "shipping": {"policy": "least_packages"},
    }
    made = await _post(ground, "/shops/oa/countries/DE/orders", body)
    ground.values |= {"order": str(made["id"]), "item": str(made["items"][0]["id"])}
    async with ground.database.begin() as tx:
        store = StoreId(await tx.value("select store_id from orders where id = $1", made["id"]))
        await orders.move(tx, store, OrderId(made["id"]), to=State.PROCESSING, actor="test")


async def carry_out(ground: Ground) -> None:
    """What was sent in bulk, as the worker does."""
    while await Carrier(ground.services, ground.services.extras["outgoing"]).work():
        pass


SCAYLE_ADMIN: Final = Examples(
    name="scayle_admin",
    mount="/scayle",
    at=datetime.fromisoformat("2026-01-21T08:00:00Z"),
    values={"access_token": keys.SCAYLE},
    captured={"08-attribute-groups": {"cursor": "cursor.next"}, "34-bulk-request": {"bulk": "key"}},
    changing=(
        Changing("*", "errors[].message", TEXT),
        Changing("04-*|05-*|06-*", "*problems[]", TEXT),
        Changing("04-*", "entities[].images[].id"),
        Changing("08-*", "cursor.next", r"\S+"),
        Changing("10-*", "errors[].errorKey", "ATTRIBUTE_GROUP_IS_RESERVED"),
        Changing("04-*|18-*|19-*", "headers.X-RateLimit-Reset"),
        Changing("2*|3*", "*id"),
        Changing("2*|3*", "*Id"),
        Changing("22-*|31-*", "*At", TIME),
        Changing("22-*|25-*", "*key", r"\d+-\d+"),
        Changing("27-*", "campaignKey", r"[0-9a-f-]{36}"),
        Changing("31-*", "publicKey", r"ORD-2026-\d{6}"),
        Changing("31-*", "items[].key", r"\d+-0"),
        Changing("34-*|35-*|36-*", "*key"),
    ),
    known=(
        Additive("01-*", "*", "the whole document", "SC-031"),
        Additive(
            "22-*", "variants[].prices[].*", "members of a price that the sample leaves out", "contract 6, ProductVariantPrice"
        ),
        Additive("27-*", "*", "members of a campaign that the sample leaves out", "contract 6, Campaign"),
        Additive("28-*", "cursor", "every list has one", "docs/dialects/scayle-admin.md, Shell"),
        Additive("30-*", "*", "members of an address that the sample leaves out", "contract 7, Address"),
        Additive("31-*", "*", "the sample is shortened", "contract 8"),
        Additive("36-*", "response.body.*", "the whole stock, as the operation itself answers", "contract 6, Stock"),
        Known("22-*", "images[].assetUrl", "a picture is linked, not fetched: its own path", "docs/dialects/scayle-admin.md"),
        Known(
            "22-*",
            "variants[].prices[].validFrom",
            "a price says since when it counts",
            "docs/dialects/scayle-admin.md, Prices",
        ),
        Known("31-*", "detailedStatus.billing.*", "a paid order is billing_completed", "docs/dialects/scayle-admin.md, Orders"),
        Known("31-*", "shopCountry*", "as the shop country itself is shown", "contract 2"),
        Known("31-*", "customer", "in the order of the customer's own sample", "contract 7"),
        Known(
            "31-*",
            "items[].product.*",
            "pictures are not kept with orders; the name is in the country's language",
            "contract 8",
        ),
        Known("31-*", "items[].variant.stock", "not kept with orders", "contract 8"),
        Known("31-*", "items[].price.*", "what the order was sent with: no reduction", "docs/dialects/scayle-admin.md, Orders"),
        Known("31-*", "items[].packageId", "a parcel is known when it is shipped", "docs/dialects/scayle-admin.md, Orders"),
        Known("31-*", "packages", "a parcel is known when it is shipped", "docs/dialects/scayle-admin.md, Orders"),
        Known("33-*", "criteria", "one on the shop country is added", "docs/dialects/scayle-admin.md, Vouchers"),
        Known("36-*", "response.statusCode", "the warehouse had a count before: 200", "docs/dialects/scayle-admin.md, Stocks"),
        Additive("33-*", "criteria[].id", "the answer adds it", "contract 8"),
    ),
    before={
        "03-read-only-key": give_reading_key,
        "05-product-by-id": add_product,
        "08-attribute-groups": add_groups,
        "12-ambiguous-country": sell_in_switzerland,
        "18-rate-limit": use_up,
        "19-new-system": begin,
        "22-create-product": prepare,
        "27-campaign": sell_in_austria,
        "31-order": order,
        "35-bulk-request-status": carry_out,
    },
)
