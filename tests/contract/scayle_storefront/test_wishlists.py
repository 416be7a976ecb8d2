"""Wishlists."""

import httpx
import pytest

from serai.core import stores
from tests.factories import Make

URL = "/v1/wishlists/w1"


async def test_a_wishlist_needs_a_key(api: httpx.AsyncClient) -> None:
    assert (await api.get(URL)).status_code == 401


async def test_products_and_variants_are_added_and_removed(make: Make, store: stores.Store, keyed: httpx.AsyncClient) -> None:
    product = await make.product(store)
    assert (await keyed.get(URL)).json() == {"key": "w1", "items": []}

    first = await keyed.post(f"{URL}/items", json={"productId": product.id})
    group = {"id": "g", "isMainItem": True, "isRequired": True}
    body = {"variantId": product.default.id, "itemGroup": group, "customData": {"a": 1}}
    second = await keyed.post(f"{URL}/items", json=body)
    again = await keyed.post(f"{URL}/items", json={"productId": product.id})

    assert (first.status_code, second.status_code) == (201, 201)
    one, two = second.json()["items"]
    assert (one["productId"], one["variantId"], one["product"]["id"], "variant" in one) == (product.id, None, product.id, False)
    assert (two["variantId"], two["variant"]["id"], two["itemGroup"], two["customData"]) == (
        product.default.id,
        product.default.id,
        group,
        {"a": 1},
    )
    assert (again.status_code, again.json()["code"], again.json()["items"]) == (409, "409", second.json()["items"])
    removed = await keyed.delete(f"{URL}/items/{one['key']}")
    assert (removed.status_code, [i["key"] for i in removed.json()["items"]]) == (200, [two["key"]])
    assert (await keyed.delete(f"{URL}/items/{one['key']}")).status_code == 404
    assert (await keyed.get(URL)).json() == removed.json()


@pytest.mark.parametrize("body", [{}, {"productId": 1, "variantId": 1}, {"productId": "1"}, {"productId": 0}])
async def test_one_of_both_is_named(keyed: httpx.AsyncClient, body: dict[str, object]) -> None:
    answer = await keyed.post(f"{URL}/items", json=body)

    assert (answer.status_code, answer.json()["details"][0]["field"]) == (400, "productId")


async def test_what_is_not_for_sale_is_not_wished_for(make: Make, keyed: httpx.AsyncClient) -> None:
    foreign = await make.product(await make.store())

    for body in ({"productId": foreign.id}, {"variantId": foreign.default.id}, {"variantId": 987_654_321}):
        answer = await keyed.post(f"{URL}/items", json=body)
        assert (answer.status_code, answer.json()["items"], answer.json()["key"]) == (412, [], "w1")
