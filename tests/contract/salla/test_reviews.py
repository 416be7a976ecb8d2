"""Reviews and questions (§6.8)."""

import httpx
import pytest

from serai.core import catalog, reviews
from serai.core.stores import Store
from tests.factories import Make


async def test_a_review(api: httpx.AsyncClient, make: Make, shop: Store, candle: catalog.Product) -> None:
    customer = await make.customer(shop, name="Sara Ali", email="sara@mail.example", phone="+966500000002")
    review = await make.review(shop, candle, customer, rating=4, content="Good")

    (row,) = (await api.get("/reviews")).json()["data"]

    assert (row["id"], row["type"], row["rating"], row["content"]) == (review.id, "rating", 4, "Good")
    assert (row["product_id"], row["order_id"], row["is_published"]) == (candle.id, None, False)
    assert row["created_at"] == "2026-04-08 13:00:00"
    assert row["customer"] == {
        "id": customer.id, "name": "Sara Ali", "mobile": "+966500000002", "email": "sara@mail.example", "avatar": None,
        "country": None, "city": None,
    }  # fmt: skip
    assert (await api.get(f"/reviews/{review.id}")).json()["data"] == row


async def test_publishing_and_replying(api: httpx.AsyncClient, make: Make, shop: Store, candle: catalog.Product) -> None:
    review = await make.review(shop, candle, await make.customer(shop))

    made = await api.put(f"/reviews/{review.id}", json={"is_published": "true", "reply": "Thank you"})

    assert made.status_code == 200, made.text
    assert (made.json()["data"]["is_published"], made.json()["data"]["reply"]) == (True, "Thank you")
    assert (await api.put(f"/reviews/{review.id}", json={"is_published": "maybe"})).status_code == 400
    assert (await api.put("/reviews/987654321", json={"is_published": True})).status_code == 404


async def test_filters(api: httpx.AsyncClient, make: Make, shop: Store, candle: catalog.Product) -> None:
    sara, omar = await make.customer(shop), await make.customer(shop)
    good = await make.review(shop, candle, sara, is_published=True)
    bad = await make.review(shop, candle, omar, rating=1, content="Broken glass")
    ask = await make.review(shop, candle, sara, kind=reviews.Kind.ASK, rating=None, content="How large?")

    async def found(query: str) -> list[int]:
        answered = await api.get(f"/reviews?{query}")
        assert answered.status_code == 200, answered.text
        return [row["id"] for row in answered.json()["data"]]

    assert await found("") == [ask.id, bad.id, good.id]
    assert await found("type=ask") == [ask.id]
    assert await found("stars[]=1&stars[]=2") == [bad.id]
    assert await found("publish=true") == [good.id]
    assert await found("reply=true") == []
    assert await found(f"customers[]={omar.id}") == [bad.id]
    assert await found("products[]=987654321") == []
    assert await found("keyword=GLASS") == [bad.id]
    assert await found("start_date=2026-04-09") == []
    assert await found("end_date=2026-04-08&type=rating") == [bad.id, good.id]


@pytest.mark.parametrize(("query", "field"), [("type=song", "type"), ("stars=many", "stars"), ("publish=perhaps", "publish")])
async def test_bad_filters(api: httpx.AsyncClient, query: str, field: str) -> None:
    answered = await api.get(f"/reviews?{query}")

    assert (answered.status_code, list(answered.json()["error"]["fields"])) == (400, [field])


async def test_another_store_s(api: httpx.AsyncClient, make: Make) -> None:
    other = await make.store()
    review = await make.review(other, await make.product(other), await make.customer(other))

    assert (await api.get(f"/reviews/{review.id}")).status_code == 404
    assert (await api.get("/reviews")).json()["data"] == []
