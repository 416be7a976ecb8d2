"""Countries, currencies, payment methods, taxes (§6.10)."""

import httpx

from serai.core import catalog


async def test_countries(api: httpx.AsyncClient) -> None:
    listed = (await api.get("/countries", params={"per_page": 50})).json()
    arabia = (await api.get("/countries/682")).json()["data"]

    assert listed["pagination"]["total"] > 200
    assert (arabia["id"], arabia["name_en"], arabia["code"], arabia["mobile_code"]) == (682, "Saudi Arabia", "SA", "+966")
    assert (await api.get("/countries/5")).status_code == 404


async def test_what_the_store_sells_with(api: httpx.AsyncClient) -> None:
    (own,) = (await api.get("/currencies")).json()["data"]
    assert (own["code"], own["name"], own["status"], own["is_default"]) == ("SAR", "Saudi Riyal", "enabled", True)
    every = (await api.get("/currencies/available")).json()["data"]
    assert [row for row in every if row["is_default"]] == [own]
    assert {"MAD", "KWD"} < {row["code"] for row in every if row["status"] == "disabled"}
    assert "cod" in [row["slug"] for row in (await api.get("/payment/methods")).json()["data"]]
    taxes = (await api.get("/taxes")).json()["data"]
    assert [(row["tax"], row["status"]) for row in taxes] == [("15.00", "active")]
    assert (await api.get("/taxes/1")).json()["data"] == taxes[0]
    assert (await api.get("/taxes/2")).status_code == 404


async def test_no_carts_were_left_behind(api: httpx.AsyncClient) -> None:
    listed = (await api.get("/carts/abandoned")).json()

    assert (listed["data"], listed["pagination"]["total"]) == ([], 0)
    assert (await api.get("/carts/abandoned/1")).status_code == 404


async def test_the_tax_can_be_changed(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    changed = await api.put("/taxes/1", json={"tax": "5.5"})

    assert (changed.status_code, changed.json()["data"]["tax"]) == (200, "5.50")
    assert (await api.get(f"/products/{candle.id}")).json()["data"]["taxed_price"]["amount"] == 105.49
    for wrong in ("-1", 101, "NaN", 1.23456, "much"):
        refused = await api.put("/taxes/1", json={"tax": wrong})
        assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["tax"])
    assert (await api.put("/taxes/2", json={"tax": 5})).status_code == 404
    for other in ({"country": "AE"}, {"status": "inactive"}):
        refused = await api.put("/taxes/1", json={"tax": 5, **other})
        assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, list(other))
    assert (await api.get("/taxes/1")).json()["data"]["tax"] == "5.50"


async def test_a_store_has_one_tax_or_none(api: httpx.AsyncClient, candle: catalog.Product) -> None:
    second = await api.post("/taxes", json={"tax": 5})
    assert (second.status_code, list(second.json()["error"]["fields"])) == (400, ["tax"])

    gone = await api.delete("/taxes/1")

    assert (gone.status_code, gone.json()["data"]["code"]) == (202, 202)
    assert (await api.get("/taxes")).json()["data"] == []
    assert [(await api.get("/taxes/1")).status_code, (await api.delete("/taxes/1")).status_code] == [404, 404]
    assert (await api.get(f"/products/{candle.id}")).json()["data"]["taxed_price"]["amount"] == 99.99
    nothing = await api.post("/taxes", json={"tax": 0})
    assert (nothing.status_code, list(nothing.json()["error"]["fields"])) == (400, ["tax"])
    made = await api.post("/taxes", json={"tax": 5, "country": "all", "status": "active"})
    assert (made.status_code, made.json()["data"]["tax"]) == (201, "5.00")
    assert (await api.get("/taxes")).json()["data"] == [made.json()["data"]]


async def test_settings_are_fields(api: httpx.AsyncClient) -> None:
    found = (await api.get("/settings", params={"entity": "store"})).json()["data"]

    assert [row["slug"] for row in found] == ["store.name", "store.description", "store.email", "store.mobile"]
    assert (await api.put("/settings/fields/store.name", json={"value": "متجر"})).status_code == 201
    assert (await api.get("/settings/fields/store.name")).json()["data"]["value"] == "متجر"
    assert (await api.get("/store/info")).json()["data"]["name"] == "متجر"
    assert (await api.get("/settings", params={"entity": "blogs"})).json()["data"] == []
    refused = await api.put("/settings/fields/store.email", json={"value": "nobody"})
    assert (refused.status_code, list(refused.json()["error"]["fields"])) == (400, ["value"])
    assert (await api.get("/settings/fields/store.colour")).status_code == 404
    assert (await api.get("/settings")).status_code == 400
