"""The contract's section 6: prices of variants."""

import httpx
import pytest

from serai.core import catalog, stores
from tests.factories import Make

SAMPLE = {
    "price": 2380,
    "oldPrice": 2975,
    "recommendedRetailPrice": 3100,
    "buyingPrice": 1200,
    "tax": 19,
    "countryCode": "DE",
    "currencyCode": "EUR",
    "groupKey": None,
    "promotionKey": "app-only",
    "unitPrice": {"unit": "ml", "amount": 100, "price": 476},
    "validFrom": "2026-02-01T00:00:00+00:00",
    "validTo": None,
    "merchantReferenceKey": "default",
    "customData": {"note": "promo"},
}
PLAIN = {"price": 2380, "tax": 19, "countryCode": "de", "currencyCode": "EUR"}


@pytest.fixture
async def variant(make: Make, store: stores.Store, oakleaf: int) -> catalog.Variant:
    """With the SKU `TEE 01/green+L`, for 10.00 without tax."""
    return (await make.product(store, price=1000, sku="TEE 01/green+L")).default


async def test_the_sample_comes_back_as_printed(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    answer = await admin.post(f"/variants/{variant.id}/prices", json=SAMPLE)

    key = answer.json()["key"]
    assert answer.status_code == 201, answer.text
    assert answer.json() == {"key": key, **SAMPLE}
    listed = (await admin.get(f"/variants/{variant.id}/prices")).json()
    assert [price["key"] for price in listed["entities"]] == [f"{variant.id}-0", key]
    assert listed["cursor"] == {"next": None}


@pytest.mark.parametrize("name", ["key%3DTEE%2001%2Fgreen%2BL", "key=TEE+01%2Fgreen%2BL"])
async def test_a_variant_goes_by_its_key(admin: httpx.AsyncClient, variant: catalog.Variant, name: str) -> None:
    answer = await admin.post(f"/variants/{name}/prices", json=PLAIN)

    assert answer.status_code == 201, answer.text
    assert answer.json()["key"].startswith(f"{variant.id}-")


async def test_a_plain_price_is_the_own_price_in_the_other_dialects(
    admin: httpx.AsyncClient, salloq: httpx.AsyncClient, make: Make, store: stores.Store, variant: catalog.Variant
) -> None:
    """And one that is set there is the one that is listed here."""
    salloq.headers["X-API-Key"] = await make.key(store)
    product = (await salloq.get("/products")).json()["data"][0]

    await admin.post(f"/variants/{variant.id}/prices", json=PLAIN)
    seen = (await salloq.get(f"/products/{product['id']}")).json()["data"]
    assert (await salloq.patch(f"/products/{product['id']}", json={"price": 30})).status_code == 200
    (listed,) = (await admin.get(f"/variants/{variant.id}/prices")).json()["entities"]

    assert seen["price"] == 20
    assert (listed["key"], listed["price"], listed["tax"]) == (f"{variant.id}-0", 3000, 0)


async def test_the_same_price_twice_is_one(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    first, second = [await admin.post(f"/variants/{variant.id}/prices", json=PLAIN) for _ in range(2)]

    assert first.json() == second.json()


async def test_a_price_is_taken_away(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    key = (await admin.post(f"/variants/{variant.id}/prices", json=SAMPLE)).json()["key"]

    gone = await admin.delete(f"/variants/{variant.id}/prices/{key}")
    again = await admin.delete(f"/variants/{variant.id}/prices/{key}")
    own = await admin.delete(f"/variants/{variant.id}/prices/{variant.id}-0")

    assert (gone.status_code, gone.content) == (204, b"")
    assert (again.status_code, again.json()["errors"][0]["errorKey"]) == (404, "PRICE_NOT_FOUND")
    assert own.status_code == 404


async def test_custom_data_of_a_price(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    key = (await admin.post(f"/variants/{variant.id}/prices", json=SAMPLE)).json()["key"]
    base = f"/variants/{variant.id}/prices/{key}/custom-data"

    assert (await admin.get(base)).json() == {"note": "promo"}
    assert (await admin.put(f"{base}/tier", json={"tier": 2})).json() == {"note": "promo", "tier": 2}
    assert (await admin.get(f"{base}/tier")).json() == {"tier": 2}
    assert (await admin.delete(f"{base}/tier")).status_code == 204
    assert (await admin.put(base, json=[])).json() == {}
    assert (await admin.delete(base)).status_code == 204
    assert (await admin.get(f"{base}/note")).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"price": -1}, "price"),
        ({"price": "2380"}, "price"),
        ({"price": 10.5}, "price"),
        ({"price": 2**53 - 1}, "price"),
        ({"tax": 101}, "tax"),
        ({"tax": "19"}, "tax"),
        ({"countryCode": "XX"}, "countryCode"),
        ({"currencyCode": "EURO"}, "currencyCode"),
        ({"validFrom": "2026-02-01T00:00:00"}, "validFrom"),
        ({"validTo": "2026-01-01T00:00:00+00:00"}, "validTo"),
        ({"merchantReferenceKey": "other"}, "merchantReferenceKey"),
        ({"unitPrice": {"unit": "ml", "amount": 0, "price": 1}}, "unitPrice.amount"),
        ({"surprise": 1}, "surprise"),
    ],
)
async def test_what_is_wrong_is_named(
    admin: httpx.AsyncClient, variant: catalog.Variant, change: dict[str, object], field: str
) -> None:
    answer = await admin.post(f"/variants/{variant.id}/prices", json=SAMPLE | change)

    assert answer.status_code == 400, answer.text
    assert {error["context"]["field"] for error in answer.json()["errors"]} == {field}
    assert len((await admin.get(f"/variants/{variant.id}/prices")).json()["entities"]) == 1


async def test_no_old_price_may_be_null(admin: httpx.AsyncClient, variant: catalog.Variant) -> None:
    """Scripts send NaN as null."""
    answer = await admin.post(f"/variants/{variant.id}/prices", json={**PLAIN, "oldPrice": None, "validTo": None})

    assert answer.status_code == 201


async def test_unknown_and_foreign_variants_are_the_same(
    admin: httpx.AsyncClient, make: Make, variant: catalog.Variant
) -> None:
    foreign = (await make.product(await make.store(), sku="F-1")).default
    for name in (str(foreign.id), "999999999", "key=F-1", "key=", "x"):
        for answer in (
            await admin.post(f"/variants/{name}/prices", json=PLAIN),
            await admin.get(f"/variants/{name}/prices"),
            await admin.delete(f"/variants/{name}/prices/{name}-1"),
        ):
            assert (answer.status_code, answer.json()["errors"][0]["errorKey"]) == (404, "VARIANT_NOT_FOUND"), name
