"""The contract's section 8: orders as they are read, taken in and named."""

import httpx
import pytest

from serai.core import catalog, orders, stores
from serai.kit.db import Database
from tests.contract.scayle_admin.conftest import COUNTRY, OAKLEAF
from tests.factories import Make

ALL = f"{COUNTRY}/orders"
HAMBURG = {
    "street": "Elbstr.",
    "houseNumber": "5",
    "zipCode": "20457",
    "city": "Hamburg",
    "countryCode": "DEU",
    "isDefault": {"billing": False, "shipping": True},
    "recipient": {"firstName": "Mina", "lastName": "Halim", "gender": "f", "type": "personal"},
}
DELIVERY = {
    "category": "delivery",
    "key": "least_packages",
    "option": "deliveryCosts",
    "amount": {"withTax": 475, "withoutTax": 399},
    "tax": {"vat": {"amount": 76, "rate": 0.19}},
}


def _order(variant: int, *, pieces: int = 1, **more: object) -> dict[str, object]:
    """The sample's order, with so many pieces of one variant."""
    return {
        "referenceKey": "ext-901",
        "basketKey": "b-42",
        "currencyCode": "EUR",
        "customer": {"email": "mina@example.com", "firstName": "Mina", "lastName": "Halim"},
        "address": {"billing": HAMBURG, "shipping": HAMBURG},
        "cost": {"withTax": 2380 * pieces + 475, "appliedFees": [DELIVERY]},
        "items": [{"variant": {"id": variant}, "price": {"withTax": 2380, "withoutTax": 2000}}] * pieces,
        "payment": [{"key": "creditcard", "amount": 2855, "transactionKey": "tx-1", "data": {}}],
        "shipping": {"policy": "least_packages", "deliveryCosts": 475},
        **more,
    }


@pytest.fixture
async def tee(make: Make, store: stores.Store, oakleaf: int) -> catalog.Product:
    """Ten pieces of one variant."""
    variants = (catalog.NewVariant(name="M", sku="TEE-01-green-M", price_minor=2500, sellable=10),)
    return await make.product(store, name="Green tee", variants=variants, stock=None)


async def test_an_order_is_taken_in_at_the_prices_it_was_sold_for(
    admin: httpx.AsyncClient, tee: catalog.Product, oakleaf: int
) -> None:
    variant = tee.named[0].id
    answer = await admin.post(ALL, json=_order(variant))

    made = answer.json()
    assert answer.status_code == 201, answer.text
    assert made["cost"] == {
        "withTax": 2855,
        "withoutTax": 2399,
        "tax": {"vat": {"amount": 456}},
        "costCapture": 2855,
        "withTaxWithMembershipDiscountWithoutServiceCosts": 2380,
        "withoutTaxWithMembershipDiscount": 2399,
        "appliedReductions": [],
        "appliedFees": [DELIVERY],
    }
    item = made["items"][0]
    assert item["price"]["tax"] == {"vat": {"amount": 380, "rate": 0.19}}
    assert (item["price"]["withTax"], item["price"]["withoutTax"]) == (2380, 2000)
    assert item["variant"] == {"id": variant, "referenceKey": "TEE-01-green-M"}
    assert item["product"] == {"id": tee.id, "name": "Green tee"}
    assert item["merchant"] == {"id": 1, "referenceKey": "default"}
    assert (made["referenceKey"], made["basketKey"], made["status"]) == ("ext-901", "b-42", "payment_pending")
    assert made["shopCountry"]["id"] == oakleaf
    assert (made["customer"]["email"], made["address"]["shipping"]["city"]) == ("mina@example.com", "Hamburg")
    assert made["payment"] == [{"key": "creditcard", "amount": 2855, "transactionKey": "tx-1", "data": {}}]
    assert made["shipping"]["deliveryCosts"] == 475
    assert (await admin.get(f"{ALL}/key%3Dext-901")).json() == made
    assert (await admin.get(f"{ALL}/{made['id']}")).json() == made


async def test_one_item_is_one_piece_and_ids_stay(admin: httpx.AsyncClient, tee: catalog.Product) -> None:
    made = (await admin.post(ALL, json=_order(tee.named[0].id, pieces=3))).json()
    again = (await admin.get(f"{ALL}/{made['id']}")).json()

    ids = [item["id"] for item in made["items"]]
    assert len(set(ids)) == 3
    assert [item["id"] for item in again["items"]] == ids
    assert sum(item["price"]["withTax"] for item in made["items"]) + 475 == made["cost"]["withTax"]


async def test_items_add_up_whatever_the_discount(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, oakleaf: int
) -> None:
    await make.promo(store, code="TENTH", percent="10")
    product = await make.product(store, price=333, stock=10)
    order = await make.order(store, product, quantity=7, promo_code="TENTH")
    made = (await admin.get(f"{ALL}/{order.id}")).json()

    prices = [item["price"] for item in made["items"]]
    assert len(prices) == 7
    assert sum(price["withTax"] for price in prices) + order.shipping_minor == order.total_minor == made["cost"]["withTax"]
    for price in prices:
        assert price["withTax"] - price["withoutTax"] == price["tax"]["vat"]["amount"]
        off = sum(each["amount"]["absoluteWithTax"] for each in price["appliedReductions"])
        assert price["withTax"] + off == price["undiscountedWithTax"]


async def test_a_total_that_is_another_is_refused(
    admin: httpx.AsyncClient, database: Database, tee: catalog.Product, store: stores.Store
) -> None:
    answer = await admin.post(ALL, json=_order(tee.named[0].id, cost={"withTax": 9999, "appliedFees": [DELIVERY]}))

    assert answer.status_code == 400
    assert (await admin.get(ALL)).json()["entities"] == []
    assert await database.value("select sum(reserved) from stock where store_id = $1", store.id) == 0


async def test_more_than_there_is_is_refused(admin: httpx.AsyncClient, tee: catalog.Product) -> None:
    answer = await admin.post(ALL, json=_order(tee.named[0].id, pieces=11))

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["errorKey"] == "OUT_OF_STOCK"


async def test_an_unknown_variant_and_a_taken_key_are_named(admin: httpx.AsyncClient, tee: catalog.Product) -> None:
    await admin.post(ALL, json=_order(tee.named[0].id))
    unknown = await admin.post(ALL, json=_order(987_654, referenceKey="other"))
    taken = await admin.post(ALL, json=_order(tee.named[0].id))

    assert (unknown.status_code, unknown.json()["errors"][0]["context"]) == (400, {"field": "items.0.variant"})
    assert (taken.status_code, taken.json()["errors"][0]["context"]["field"]) == (409, "referenceKey")


async def test_an_order_of_another_dialect_is_the_home_countrys(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, oakleaf: int
) -> None:
    austria = {**OAKLEAF["countries"][0], "countryCode": "AT", "defaultLanguageCode": "de_AT"}  # type: ignore[index]
    await admin.post("/shops/oa/countries", json=austria)
    order = await make.order(store, await make.product(store))

    assert [each["id"] for each in (await admin.get(ALL)).json()["entities"]] == [order.id]
    assert (await admin.get("/shops/oa/countries/AT/orders")).json()["entities"] == []
    assert (await admin.get(f"/shops/oa/countries/AT/orders/{order.id}")).status_code == 404


@pytest.mark.parametrize(
    ("state", "status", "codes"),
    [
        (orders.State.PENDING, "payment_pending", ("order_open", "shipping_open", "billing_payment_pending")),
        (orders.State.PROCESSING, "payment_reserved", ("order_delegated", "shipping_open", "billing_completed")),
        (orders.State.SHIPPED, "invoice_completed", ("order_invoiced", "shipping_shipped", "billing_completed")),
        (orders.State.DELIVERED, "invoice_completed", ("order_invoiced", "shipping_delivered", "billing_completed")),
        (orders.State.CANCELLED, "cancellation_completed", ("order_cancelled", "shipping_open", "billing_payment_cancelled")),
        (orders.State.REFUNDED, "cancellation_completed", ("order_cancelled", "shipping_open", "billing_refunded")),
    ],
)
async def test_every_state_has_its_words(
    admin: httpx.AsyncClient,
    make: Make,
    store: stores.Store,
    oakleaf: int,
    state: orders.State,
    status: str,
    codes: tuple[str, str, str],
) -> None:
    order = await make.order(store, state=state)
    found = (await admin.get(f"{ALL}/{order.id}/status")).json()

    assert found["status"] == status
    assert tuple(found["detailedStatus"][part]["code"] for part in ("order", "shipping", "billing")) == codes


async def test_an_order_is_named_and_cancelled(admin: httpx.AsyncClient, make: Make, store: stores.Store, oakleaf: int) -> None:
    order = await make.order(store)
    named = await admin.put(f"{ALL}/{order.id}/reference-key", json={"referenceKey": "R-1"})
    gone = await admin.delete(f"{ALL}/key%3DR-1")
    again = await admin.delete(f"{ALL}/key%3DR-1")

    assert (named.status_code, named.json()["referenceKey"]) == (200, "R-1")
    assert (gone.status_code, again.status_code) == (204, 204)
    assert (await admin.get(f"{ALL}/{order.id}")).json()["status"] == "cancellation_completed"


async def test_custom_data_of_orders_and_items(admin: httpx.AsyncClient, make: Make, store: stores.Store, oakleaf: int) -> None:
    order = await make.order(store, quantity=2)
    whole = await admin.put(f"{ALL}/{order.id}/legacy-custom-data", json={"a": 1})
    items = (await admin.get(f"{ALL}/{order.id}")).json()["items"]
    item = await admin.put(f"{ALL}/{order.id}/items/{items[1]['id']}/legacy-custom-data", json={"b": 2})

    shown = (await admin.get(f"{ALL}/{order.id}?with=legacyCustomData,items.legacyCustomData")).json()
    assert (whole.status_code, item.status_code, item.json()["legacyCustomData"]) == (204, 200, {"b": 2})
    assert shown["legacyCustomData"] == {"a": 1}
    assert [each["legacyCustomData"] for each in shown["items"]] == [{}, {"b": 2}]
    assert (await admin.put(f"{ALL}/{order.id}/items/1/legacy-custom-data", json={})).status_code == 404


async def test_a_walk_over_orders_sees_each_once(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, oakleaf: int
) -> None:
    made = [(await make.order(store)).id for _ in range(5)]
    seen, cursor = [], None
    while True:
        page = (await admin.get(ALL, params={"limit": 2, **({"cursor": cursor} if cursor else {})})).json()
        seen += [each["id"] for each in page["entities"]]
        cursor = page["cursor"]["next"]
        if cursor is None:
            break

    assert seen == made
    assert [each["id"] for each in (await admin.get(ALL, params={"filters[id]": made[3]})).json()["entities"]] == [made[3]]
