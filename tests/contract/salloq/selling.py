"""What the tests of products say often."""

import httpx

NEW = {
    "name": "New Product",
    "slug": "new-product",
    "description": "Product description",
    "price": 99.99,
    "stock_qty": 100,
    "subscription_enabled": False,
}


async def names(api: httpx.AsyncClient, **query: object) -> set[str]:
    answer = await api.get("/products", params=query)
    assert answer.status_code == 200, answer.text
    assert answer.json()["meta"]["pagination"]["total"] == len(answer.json()["data"])
    return {item["name"] for item in answer.json()["data"]}


def refused(answer: httpx.Response, **details: list[str]) -> None:
    assert answer.status_code == 422, answer.text
    assert answer.json() == {
        "success": False,
        "error": {
            "message": "Validation failed",
            "code": 422,
            "details": {k.replace("__", "."): v for k, v in details.items()},
        },
    }
