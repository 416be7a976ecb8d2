"""Baskets: worked examples, what each status means, and the sequence of the client's bulk helper."""

import base64
from decimal import Decimal
from typing import Any

import httpx
import pytest

from serai.core import baskets, catalog, stores
from tests.conftest import client
from tests.factories import Make

URL = "/v1/baskets/b-42"
PROMO_PATH = f"{URL}/promotions"


async def _tee(make: Make, store: stores.Store, *, stock: int = 14, **more: object) -> catalog.FullVariant:
    """2380 with tax, in a sale of 20 %."""
    product = await make.product(store, price=2000, compare_at_minor=2500, stock=stock, **more)
    async with make.database.begin() as tx:
        return (await catalog.get_full(tx, store.id, product.id)).default


async def _add(keyed: httpx.AsyncClient, variant: int, quantity: int = 1, **more: object) -> httpx.Response:
    return await keyed.post(f"{URL}/items", json={"variantId": variant, "quantity": quantity, **more})


def adds_up(price: dict[str, Any], original: int) -> bool:
    off = sum(step["amount"]["absoluteWithTax"] for step in price["appliedReductions"])
    return price["withTax"] + off == original and price["withTax"] - price["withoutTax"] == price["tax"]["vat"]["amount"]


async def test_a_basket_needs_a_key(api: httpx.AsyncClient) -> None:
    for method, path in (("GET", URL), ("POST", f"{URL}/items"), ("PUT", PROMO_PATH), ("DELETE", f"{URL}/items/x")):
        answer = await api.request(method, path, json=None if method in ("GET", "DELETE") else {"variantId": 1})
        assert (answer.status_code, answer.json()["code"]) == (401, "401")


async def test_a_key_nobody_used_is_an_empty_basket(keyed: httpx.AsyncClient) -> None:
    answer = await keyed.get("/v1/baskets/some%20key")

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "no-store"
    assert answer.json() == {
        "key": "some key",
        "cost": {
            "currencyCode": "EUR",
            "withTax": 0,
            "withoutTax": 0,
            "tax": {"vat": {"amount": 0, "rate": 0}},
            "recommendedRetailPrice": None,
            "appliedReductions": [],
        },
        "currencyCode": "EUR",
        "items": [],
        "packages": [],
    }


async def test_more_than_there_is_becomes_what_there_is(make: Make, store: stores.Store, keyed: httpx.AsyncClient) -> None:
    variant = await _tee(make, store)

    answer = await _add(keyed, variant.id, 20)

    body = answer.json()
    sale = {"category": "sale", "type": "relative", "amount": {"relative": 0.2, "absoluteWithTax": 8330}}
    assert (answer.status_code, body["key"], "code" in body) == (206, "b-42", False)
    assert body["cost"] == {
        "currencyCode": "EUR",
        "withTax": 33320,
        "withoutTax": 28000,
        "tax": {"vat": {"amount": 5320, "rate": 0.19}},
        "recommendedRetailPrice": None,
        "appliedReductions": [sale],
    }
    (item,) = body["items"]
    assert (item["quantity"], item["availableQuantity"], item["status"], item["packageId"]) == (14, 14, "available", 1)
    assert (item["customData"], item["displayData"]) == ({}, {})
    assert item["lowestPriorPrice"] == {"withTax": None, "relativeDifferenceToPrice": None}
    assert (item["price"]["unit"]["withTax"], item["price"]["total"]["withTax"]) == (2380, 33320)
    assert item["price"]["total"]["beforeSaleWithTax"] == 41650
    assert item["price"]["total"]["totalAppliedReductions"] == {"amount": {"relative": 0.2, "absoluteWithTax": 8330}}
    assert item["variant"]["id"] == variant.id
    assert item["variant"]["stock"]["quantity"] == 14
    assert item["product"]["isActive"] is True
    assert (await keyed.get(URL)).json() == body


async def test_each_refusal_has_its_status_and_the_whole_basket(
    make: Make, store: stores.Store, keyed: httpx.AsyncClient
) -> None:
    variant, sold_out = await _tee(make, store), await _tee(make, store, stock=0)
    added = await _add(keyed, variant.id, 2)
    again = await _add(keyed, variant.id)
    gone = await _add(keyed, sold_out.id)
    unknown = await _add(keyed, 987_654_321)
    missing = await keyed.patch(f"{URL}/items/nothing", json={"quantity": 1})

    assert added.status_code == 201
    for answer, status in ((again, 409), (gone, 412), (unknown, 412), (missing, 404)):
        body = answer.json()
        assert (answer.status_code, body.pop("code")) == (status, str(status))
        assert isinstance(body.pop("message"), str)
        assert body.pop("details") == []
        assert body == added.json()


async def test_a_basket_of_200_lines_is_full(
    make: Make, store: stores.Store, country: stores.ShopCountry, keyed: httpx.AsyncClient
) -> None:
    variant = await _tee(make, store, stock=1000)
    place = baskets.Place(country=country, key="b-42")
    async with make.database.begin() as tx:
        for i in range(200):
            await baskets.add(tx, place, baskets.NewItem(variant=variant.id, group=baskets.Group(f"g{i}")))

    answer = await _add(keyed, variant.id)

    assert (answer.status_code, len(answer.json()["items"]), answer.json()["key"]) == (413, 200, "b-42")


async def test_a_line_is_changed_as_far_as_there_are_pieces(make: Make, store: stores.Store, keyed: httpx.AsyncClient) -> None:
    variant = await _tee(make, store)
    item = (await _add(keyed, variant.id, customData={"gift": "ذهب 🎁"})).json()["items"][0]["key"]

    plain = await keyed.patch(f"{URL}/items/{item}", json={"quantity": 3})
    more = await keyed.patch(f"{URL}/items/{item}", json={"quantity": 99, "customData": {"z": 1}})
    whole = {
        "quantity": 3,
        "customData": {"z": 1, "pricePromotionKey": "p"},
        "displayData": {},
        "itemGroup": {"id": "g", "isMainItem": True, "isRequired": True},
        "promotionId": None,
        "promotionCode": None,
        "promotions": [],
    }
    everything = await keyed.patch(f"{URL}/items/{item}", json=whole)

    assert (plain.status_code, plain.json()["items"][0]["quantity"]) == (200, 3)
    assert plain.json()["items"][0]["customData"] == {"gift": "ذهب 🎁"}
    assert (more.status_code, more.json()["items"][0]["quantity"]) == (206, 14)
    assert everything.json()["items"][0]["itemGroup"] == {"id": "g", "isMainItem": True, "isRequired": True}
    for quantity in (0, -1, 10**12, 1.5, "3"):
        refused = await keyed.patch(f"{URL}/items/{item}", json={"quantity": quantity})
        assert (refused.status_code, [d["field"] for d in refused.json()["details"]]) == (400, ["quantity"])


async def test_what_the_bulk_helper_does_ends_in_the_right_quantity(
    make: Make, store: stores.Store, keyed: httpx.AsyncClient
) -> None:
    """The client's default for a line that is there: get, delete, add the sum; its other way: get, patch the sum."""
    variant = await _tee(make, store)
    await _add(keyed, variant.id, 1)
    item = (await keyed.get(URL)).json()["items"][0]

    deleted = await keyed.delete(f"{URL}/items/{item['key']}", params={"with": "items.product.images.attributes:legacy(false)"})
    added = await _add(keyed, item["variant"]["id"], item["quantity"] + 2)
    patched = await keyed.patch(f"{URL}/items/{added.json()['items'][0]['key']}", json={"quantity": 5})

    assert (deleted.status_code, deleted.json()["items"], "code" in deleted.json()) == (200, [], False)
    assert [(i["variant"]["id"], i["quantity"]) for i in added.json()["items"]] == [(variant.id, 3)]
    assert patched.json()["items"][0]["quantity"] == 5


async def test_a_code_is_found_and_then_set(make: Make, store: stores.Store, keyed: httpx.AsyncClient) -> None:
    variant, promo = await _tee(make, store), await make.promo(store, code="SUMMER", percent="10")
    item = (await _add(keyed, variant.id, 2)).json()["items"][0]["key"]

    found = await keyed.post(f"{URL}/promotion-code", json={"promotionCode": "summer"})
    nothing = await keyed.post(f"{URL}/promotion-code", json={"promotionCode": "WINTER"})
    wish = [{"itemId": item, "promotions": [{"id": str(promo.id), "code": "SUMMER"}]}]
    answer = await keyed.put(PROMO_PATH, json=wish, params={"with": "items.promotion,applicablePromotions"})

    (applicable,) = found.json()["applicablePromotions"]
    assert (applicable["itemId"], applicable["promotion"]["id"], applicable["promotion"]["code"]) == (
        item,
        str(promo.id),
        "SUMMER",
    )
    assert applicable["promotion"]["effect"] == {
        "type": "automatic_discount",
        "additionalData": {"type": "relative", "value": 10},
    }
    assert found.json()["cost"]["withTax"] == 4760
    assert nothing.json()["applicablePromotions"] == []
    body = answer.json()
    line = body["items"][0]
    assert (line["promotionId"], line["promotion"]["isValid"], line["promotion"]["failedConditions"]) == (
        str(promo.id),
        True,
        [],
    )
    promotion = {"category": "promotion", "type": "relative", "amount": {"relative": 0.1, "absoluteWithTax": 476}}
    assert line["price"]["total"]["appliedReductions"][-1] == {**promotion, "promotionId": str(promo.id)}
    assert body["cost"]["withTax"] == 4284
    assert [step["category"] for step in body["cost"]["appliedReductions"]] == ["sale", "promotion"]
    assert [each["itemId"] for each in body["applicablePromotions"]] == [item]
    assert adds_up(body["cost"], 5950)
    assert adds_up(line["price"]["total"], 5950)
    cleared = await keyed.put(PROMO_PATH, json=[{"itemId": item, "promotions": []}])
    assert cleared.json()["cost"]["withTax"] == 4760
    assert (await keyed.put(PROMO_PATH, json=[{"itemId": "nothing", "promotions": []}])).status_code == 404


async def test_a_promotion_without_its_code_takes_nothing_off(
    make: Make, store: stores.Store, keyed: httpx.AsyncClient
) -> None:
    variant, promo = await _tee(make, store), await make.promo(store, code="SECRET")

    body = (await _add(keyed, variant.id, promotionId=str(promo.id))).json()

    assert body["cost"]["withTax"] == 2380
    listed = (await keyed.get("/v1/promotions")).json()["entities"]
    assert [each["id"] for each in listed] == [str(promo.id)]
    assert "SECRET" not in str(listed)
    assert "SECRET" not in str(body)


async def test_with_says_how_much_of_a_line_is_shown(make: Make, store: stores.Store, keyed: httpx.AsyncClient) -> None:
    variant = await _tee(make, store, name="Tee", vendor="Oakleaf")
    await _add(keyed, variant.id)

    bare = (await keyed.get(URL)).json()["items"][0]
    keys = "items.product.attributes:key(brand|name),items.variant.attributes,items.variant.lowestPriorPrice,unknown.key"
    full = (await keyed.get(URL, params={"with": keys})).json()["items"][0]

    assert ("attributes" in bare["product"], "attributes" in bare["variant"], "promotion" in bare) == (False, False, False)
    assert sorted(full["product"]["attributes"]) == ["brand", "name"]
    assert ("attributes" in full["variant"], "lowestPriorPrice" in full["variant"]) == (True, True)
    promoted = (await keyed.get(URL, params={"with": "items.promotion"})).json()["items"][0]
    assert ("promotion" in promoted, promoted["promotions"]) == (False, [])


async def test_gone_lines_are_left_out_unless_they_are_asked_for(
    make: Make, store: stores.Store, keyed: httpx.AsyncClient
) -> None:
    product = await make.product(store, price=2000)
    await _add(keyed, product.default.id)
    async with make.database.begin() as tx:
        await catalog.remove(tx, store.id, product.id)

    without = (await keyed.get(URL)).json()
    with_them = (await keyed.get(URL, params={"includeItemsWithoutProductData": "true"})).json()

    assert (without["items"], without["cost"]["withTax"]) == ([], 0)
    (item,) = with_them["items"]
    assert (item["status"], item["product"], item["variant"]) == ("deleted", {}, {"id": product.default.id})
    assert with_them["cost"]["withTax"] == 0


async def test_what_sold_out_meanwhile_is_shown_and_not_counted(
    make: Make, store: stores.Store, keyed: httpx.AsyncClient
) -> None:
    variant = await _tee(make, store)
    await _add(keyed, variant.id, 2)
    await make.database.run("update stock set on_hand = 0 where store_id = $1", store.id)

    body = (await keyed.get(URL)).json()

    assert [(i["status"], i["availableQuantity"], i["quantity"]) for i in body["items"]] == [("unavailable", 0, 2)]
    assert body["cost"]["withTax"] == 0


async def test_the_clients_headers_do_no_harm(make: Make, store: stores.Store, keyed: httpx.AsyncClient) -> None:
    variant = await _tee(make, store)
    keyed.headers["x-order-custom-data"] = base64.b64encode(b'{"gift":"yes"}').decode()
    keyed.headers["x-customer-token"] = "cust.jwt"
    query = {"campaignKey": "px", "skipAvailabilityCheck": "true", "checkoutShopId": "1002"}

    assert (await keyed.post(f"{URL}/items", params=query, json={"variantId": variant.id})).status_code == 201
    assert (await keyed.get(URL, params=query, headers={"content-type": "application/json"})).status_code == 200


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({}, {"variantId"}),
        ({"variantId": "7"}, {"variantId"}),
        ({"variantId": 2**60}, {"variantId"}),
        ({"variantId": -1}, {"variantId"}),
        ({"variantId": 1, "quantity": 0}, {"quantity"}),
        ({"variantId": 1, "customData": []}, {"customData"}),
        ({"variantId": 1, "customData": {"a": "x" * 20_000}}, {"customData"}),
        ({"variantId": 1, "itemGroup": {"id": "too long an id"}}, {"itemGroup.id"}),
        ({"variantId": 1, "promotions": [{"code": "X"}]}, {"promotions.0.id"}),
        ({"variantId": 1, "displayData": {"a": "\x00"}}, {"displayData.a"}),
    ],
)
async def test_a_bad_line_is_refused_by_name(keyed: httpx.AsyncClient, body: dict[str, object], fields: set[str]) -> None:
    answer = await keyed.post(f"{URL}/items", json=body)

    assert answer.status_code == 400
    assert {detail["field"] for detail in answer.json()["details"]} == fields
    assert (await keyed.get(URL)).json()["items"] == []


async def test_a_child_shop_is_one_of_the_store(
    make: Make, store: stores.Store, country: stores.ShopCountry, keyed: httpx.AsyncClient
) -> None:
    variant = await _tee(make, store)
    foreign = await stores.home(make.database, (await make.store()).id)

    refused = await _add(keyed, variant.id, shopId=foreign.id)

    assert (refused.status_code, refused.json()["details"][0]["field"]) == (400, "shopId")
    assert (await _add(keyed, variant.id, shopId=country.id)).status_code == 201


async def test_baskets_of_two_stores_never_meet(make: Make, store: stores.Store, keyed: httpx.AsyncClient) -> None:
    variant = await _tee(make, store)
    await _add(keyed, variant.id)
    other = await make.store()
    country = await stores.home(make.database, other.id)
    headers = {"x-shop-id": str(country.id), "x-access-token": await make.key(other, dialect="scayle")}

    async with client(keyed._transport.app, "/scayle", **headers) as theirs:  # type: ignore[attr-defined]
        assert (await theirs.get(URL)).json()["items"] == []
        assert (await _add(theirs, variant.id)).status_code == 412
    wrong = {"x-shop-id": str(country.id), "x-access-token": keyed.headers["x-access-token"]}
    async with client(keyed._transport.app, "/scayle", **wrong) as mixed:  # type: ignore[attr-defined]
        assert (await mixed.get(URL)).status_code == 401


async def test_amounts_are_whole_numbers(make: Make, store: stores.Store, keyed: httpx.AsyncClient) -> None:
    product = await make.product(store, price=333)
    body = (await _add(keyed, product.default.id, 7)).json()

    assert (body["cost"]["withTax"], body["cost"]["withoutTax"]) == (7 * 396, 7 * 333)
    assert Decimal(str(body["cost"]["tax"]["vat"]["rate"])) == Decimal("0.19")


async def test_a_basket_is_read_in_two_statements(
    make: Make, store: stores.Store, keyed: httpx.AsyncClient, statements: list[str]
) -> None:
    for _ in range(3):
        await _add(keyed, (await _tee(make, store)).id)
    statements.clear()

    answer = await keyed.get(URL, params={"with": "items.product.attributes,items.variant.attributes,items.promotion"})

    assert len(answer.json()["items"]) == 3
    assert len(statements) == 2
