"""npm `swagger-client` loads `admin-api.json` and runs the documentation's lines and a merchant's first day.

Source: scayle-admin.md 1.3, 15; the overview's own code.
"""

import base64
from typing import Any, Final

import pytest

from serai.core import catalog
from serai.core.catalog import Facts, GroupChange, Image, Kind, Level
from serai.core.stores import Store
from tests.chaos.server import Server
from tests.clients import run
from tests.contract.scayle_admin.conftest import OAKLEAF
from tests.contract.scayle_admin.sample_product import GROUPS, TEE
from tests.evidence import Evidence
from tests.factories import Make

PROVES = pytest.mark.proves("client: npm swagger-client 3.34.4")

PIXEL: Final = base64.b64encode(
    bytes.fromhex(
        "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c489"
        "0000000d49444154789c6360606060000000050001a5f645400000000049454e44ae426082"
    )
).decode()
GREEN: Final = {"productIdentifier": "key=TEE-01-green"}
MEDIUM: Final = {"variantIdentifier": "key=TEE-01-green-M"}
COUNTRY: Final = {"shopKey": "oa", "countryCode": "de"}
CUSTOMER: Final = {
    "referenceKey": "C 1/2",
    "firstName": "Amina",
    "lastName": "Haddad",
    "email": "amina@example.com",
    "gender": "f",
    "birthDate": "1990-05-17",
    "phone": "+49301234567",
    "status": {"isActive": True, "isGuestCustomer": False},
}
CAMPAIGN: Final = {
    "name": "Spring",
    "countryCodes": ["DE"],
    "reduction": 14.75,
    "startAt": "2040-03-01T00:00:00+00:00",
    "endAt": "2040-03-31T22:00:00+00:00",
}

Call = tuple[object, ...]
Outcome = dict[str, Any]


def base(server: Server) -> str:
    return f"{server.base}/api/admin/v1/"


async def ask(server: Server, token: str, *calls: Call) -> list[Outcome]:
    """By call (tag, operation, parameters, body): the status and body it was answered with."""
    found: list[Outcome] = await run.node("scayle_admin.mjs", {"url": base(server), "token": token, "calls": calls})
    return found


async def made(server: Server, token: str, *calls: Call) -> list[Any]:
    """The bodies, all of them good."""
    found = await ask(server, token, *calls)
    for call, outcome in zip(calls, found, strict=True):
        assert outcome["status"] < 300, (call, outcome)
    return [outcome.get("body") for outcome in found]


@PROVES
async def test_the_documentations_own_lines_run(server: Server, make: Make, shop: Store, evidence: Evidence) -> None:
    token = await make.key(shop, dialect="scayle")
    picture = Image("https://img.example/tee.jpg", alt="front")
    facts = Facts(reference_key="my-key-123")
    await make.product(shop, id=catalog.ProductId(123), images=(picture,), facts=facts)
    names = [f"group-{n}" for n in range(12)]
    async with make.database.begin() as tx:
        for name in names:
            group = GroupChange(name=name, kind=Kind.SIMPLE, level=Level.PRODUCT, labels={"en_GB": name})
            await catalog.create_group(tx, shop.id, group)

    lines = await run.node("scayle_admin_seed.mjs", {}, ADMIN_API_URL=base(server), ADMIN_API_TOKEN=token)

    shops, asset, by_id, by_key, *groups, refused = lines
    assert (shops, by_id, by_key) == ([1], [123, "my-key-123"], [123, "my-key-123"])
    assert asset[0].endswith("tee.jpg")
    assert [name for (name,) in groups] == names
    assert refused == [{"errors": [{"errorKey": "UNAUTHORIZED", "message": "No or invalid access token", "context": {}}]}]
    await evidence.of(server.base)


@PROVES
async def test_a_merchants_first_day(server: Server, make: Make, evidence: Evidence) -> None:
    token = await make.key(await make.store(currency="EUR"), dialect="scayle")
    country = await prepare(server, token)
    large = {**TEE["variants"][0], "referenceKey": "TEE-01 green/L", "ean": "4000000000024", "attributes": []}
    stock = {**TEE["variants"][0]["stocks"][0], "quantity": 20, "changedAt": "2026-02-01T00:00:00+00:00"}
    fabric = {"name": "fabric", "type": "simple", "value": "linen"}
    product, variant, _, image, attribute, shown, listed, slashed = await made(
        server,
        token,
        ("Products", "createProduct", {"with": "variants.prices,variants.stocks"}, TEE),
        ("Variants", "createProductVariant", GREEN, large),
        ("Stocks", "createProductVariantStock", MEDIUM, stock),
        ("Images", "createProductImage", GREEN, {"source": {"attachment": PIXEL}, "position": 1}),
        ("Attributes", "updateOrCreateProductAttribute", {**GREEN, "attributeGroupName": "fabric"}, fabric),
        ("Products", "getProduct", {**GREEN, "with": "images,variants.attributes,variants.stocks,attributes,master"}),
        ("Products", "getProducts", {"with": "images,variants.attributes", "limit": 1}),
        ("Variants", "getProductVariant", {"variantIdentifier": "key=TEE-01 green/L", **GREEN}),
    )
    assert (product["referenceKey"], product["variants"][0]["prices"][0]["price"]) == ("TEE-01-green", 2380)
    assert (variant["referenceKey"], slashed["id"]) == ("TEE-01 green/L", variant["id"])
    assert image["assetUrl"]
    assert attribute["value"] == "linen"
    assert [v["referenceKey"] for v in shown["variants"]] == ["TEE-01-green-M", "TEE-01 green/L"]
    assert shown["variants"][0]["stocks"][0]["quantity"] == 20
    assert (shown["master"]["referenceKey"], len(shown["images"])) == ("TEE-01", 2)
    assert (ids(listed), listed["cursor"]["next"]) == ([product["id"]], None)

    async with server.client() as storefront:
        sold = (await storefront.get(f"/v1/products/{product['id']}?with=variants&shopId={country}")).json()
    (medium, *_) = sold["variants"]
    assert (sold["masterKey"], medium["id"]) == ("TEE-01", product["variants"][0]["id"])
    assert (medium["price"]["withTax"], medium["price"]["tax"]["vat"]["rate"]) == (2380, 0.19)
    assert [step["category"] for step in medium["price"]["appliedReductions"]] == ["sale"]
    assert medium["stock"]["quantity"] == 20
    await evidence.of(server.base)


@PROVES
async def test_categories_customers_and_taking_away(server: Server, make: Make, evidence: Evidence) -> None:
    token = await make.key(await make.store(currency="EUR"), dialect="scayle")
    await prepare(server, token)
    women = {"name": {"de_DE": "Damen"}, "isActive": True, "isVisible": True}
    _, root = await made(
        server,
        token,
        ("Products", "createProduct", {}, TEE),
        ("ShopCategories", "createShopCategory", {"shopKey": "oa"}, women),
    )
    below = {"name": {"de_DE": "Hemden"}, "parentId": root["id"], "isActive": True, "isVisible": True}
    child, customer, customers, again, shops = await made(
        server,
        token,
        ("ShopCategories", "createShopCategory", {"shopKey": "oa"}, below),
        ("Customers", "createCustomer", COUNTRY, CUSTOMER),
        ("Customers", "getCustomers", {**COUNTRY, "limit": 1}),
        ("Customers", "getCustomer", {**COUNTRY, "customerIdentifier": "key=C 1/2"}),
        ("Shops", "getShops", {"limit": 5, "with": "images,variants.attributes"}),
    )
    assert child["parentId"] == root["id"]
    assert ids(customers) == [customer["id"]] == [again["id"]]
    assert [shop["key"] for shop in shops["entities"]] == ["oa"]

    gone, after, unused, used = await ask(
        server,
        token,
        ("Products", "deleteProduct", GREEN),
        ("Products", "getProduct", GREEN),
        ("AttributeGroups", "deleteAttributeGroup", {"attributeGroupName": "fabric"}),
        ("AttributeGroups", "getAttributeGroup", {"attributeGroupName": "fabric"}),
    )
    assert [outcome["status"] for outcome in (gone, after, unused, used)] == [204, 404, 204, 404]
    await evidence.of(server.base)


async def prepare(server: Server, token: str) -> int:
    """What the sample product speaks of; the id of its shop country."""
    shop, *_ = await made(
        server,
        token,
        ("Shops", "createShop", {}, OAKLEAF),
        *(("AttributeGroups", "createAttributeGroup", {}, {"frontendName": {"de_DE": "x"}, **group}) for group in GROUPS),
        *(("MasterCategories", "createMasterCategory", {}, {"path": path}) for path in (["Women"], ["Women", "Shirts"])),
        ("Warehouses", "createWarehouse", {}, {"referenceKey": "WH-1"}),
        ("Warehouses", "attachMerchantWarehouse", {"merchantIdentifier": "key=default", "warehouseIdentifier": "key=WH-1"}),
        ("Warehouses", "createShopCountryWarehouse", COUNTRY, {"referenceKey": "WH-1", "priority": 1}),
    )
    country: int = shop["countries"][0]["id"]
    return country


def ids(listed: dict[str, Any]) -> list[int]:
    return [each["id"] for each in listed["entities"]]


@PROVES
async def test_selling(server: Server, make: Make, evidence: Evidence) -> None:
    store = await make.store(currency="EUR")
    token = await make.key(store, dialect="scayle")
    tee = await make.product(store, sku="TEE-01")
    opened, customer = await made(
        server, token, ("Shops", "createShop", {}, OAKLEAF), ("Customers", "createCustomer", COUNTRY, CUSTOMER)
    )
    assert opened["countries"][0]["countryCode"] == "DE"
    campaign, renamed, voucher, order = await made(
        server,
        token,
        ("Campaigns", "createCampaign", {"shopKey": "oa"}, CAMPAIGN),
        ("Customers", "updateCustomerReferenceKey", {**COUNTRY, "customerId": customer["id"]}, {"referenceKey": "crm-1"}),
        ("Vouchers", "createVoucher", COUNTRY, {"code": "HELLO10", "type": "relative", "value": 0.1}),
        ("Orders", "createOrder", COUNTRY, sold(tee.default.id)),
    )
    reductions = [{"productVariantReferenceKey": "TEE-01", "reduction": 10}]
    within = {"shopKey": "oa", "campaignId": campaign["id"]}
    _, shown = await made(
        server,
        token,
        ("Campaigns", "updateOrCreateVariantReductions", within, reductions),
        ("Orders", "getOrder", {**COUNTRY, "orderIdentifier": "key=ext-901"}),
    )
    assert (renamed["referenceKey"], voucher["code"]) == ("crm-1", "HELLO10")
    assert (shown["id"], shown["cost"]["withTax"]) == (order["id"], 2380)
    await evidence.of(server.base)


def sold(variant: int) -> dict[str, object]:
    """An order of one piece that another system took."""
    place = {"street": "Elbstr.", "houseNumber": "5", "zipCode": "20457", "city": "Hamburg", "countryCode": "DEU"}
    return {
        "referenceKey": "ext-901",
        "currencyCode": "EUR",
        "customer": {"email": CUSTOMER["email"], "firstName": "Amina", "lastName": "Haddad"},
        "address": {"billing": place, "shipping": place},
        "cost": {"withTax": 2380},
        "items": [{"variant": {"id": variant}, "price": {"withTax": 2380, "withoutTax": 2000}}],
        "payment": [{"key": "creditcard", "amount": 2380, "transactionKey": "tx-1", "data": {}}],
    }


async def test_every_refusal_is_an_error_that_the_client_can_read(server: Server, make: Make, shop: Store) -> None:
    token = await make.key(shop, dialect="scayle")
    outcomes = await ask(
        server,
        token,
        ("Products", "getProduct", {"productIdentifier": "key=M-404"}),
        ("Products", "getProduct", {"productIdentifier": 987_654_321}),
        ("AttributeGroups", "getAttributeGroups", {"limit": 100_000}),
        ("AttributeGroups", "getAttributeGroups", {"cursor": "nonsense"}),
        ("AttributeGroups", "createAttributeGroup", {}, {"name": "brand", "type": "simple"}),
        ("Products", "createProduct", {}, {"name": {"en_GB": "x"}, "variants": "none"}),
        ("Shops", "createShop", {}, {}),
    )
    for outcome in outcomes:
        assert 400 <= outcome["status"] < 500
        (first, *_) = outcome["body"]["errors"]
        assert isinstance(first["errorKey"], str)
        assert isinstance(first["message"], str)
        assert isinstance(first["context"], dict)
    missing = outcomes[0]["body"]["errors"][0]
    assert (missing["errorKey"], missing["context"]) == ("PRODUCT_NOT_FOUND", {"productIdentifier": "key=M-404"})
