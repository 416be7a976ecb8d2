"""Redirects."""

import httpx

from serai.core import navigation, stores
from serai.core.navigation import NewRedirect
from tests.factories import Make


async def _add(make: Make, country: stores.ShopCountry, source: str, target: str, **more: object) -> navigation.Redirect:
    new = NewRedirect(source=source, target=target, **more)  # type: ignore[arg-type]
    async with make.database.begin() as tx:
        return await navigation.create_redirect(tx, country.store_id, country.shop_id, new)


async def test_an_address_is_resolved(make: Make, country: stores.ShopCountry, api: httpx.AsyncClient) -> None:
    old = await _add(make, country, "/old", "/new", status_code=302)
    await _add(make, country, r"/p/(\d+)", "/products/$1", is_regex=True)

    exact = await api.post("/v1/redirects", json={"url": "/old"})
    absolute = await api.post("/v1/redirects", json={"url": "https://shop.example/old?utm=1"})
    pattern = await api.post("/v1/redirects", json={"url": "/p/77"})
    nowhere = await api.post("/v1/redirects", json={"url": "/fine"})

    assert exact.json() == {"id": old.id, "source": "/old", "target": "/new", "statusCode": 302}
    assert absolute.json() == exact.json()
    assert pattern.json()["target"] == "/products/77"
    assert (nowhere.status_code, nowhere.json()["code"]) == (404, "404")
    for odd in ({"url": 7}, {}, {"url": "http://[::1"}, {"url": "x" * 5000}):
        assert (await api.post("/v1/redirects", json=odd)).status_code in (400, 404)


async def test_redirects_are_listed(make: Make, country: stores.ShopCountry, api: httpx.AsyncClient) -> None:
    made = [await _add(make, country, f"/old-{i}", "/new") for i in range(3)]

    page = (await api.get("/v1/redirects", params={"page": 2, "perPage": 2})).json()

    assert [each["id"] for each in page["entities"]] == [made[2].id]
    assert page["pagination"]["total"] == 3
    assert (await api.get("/v1/redirects", params={"page": 9})).json()["entities"] == []
