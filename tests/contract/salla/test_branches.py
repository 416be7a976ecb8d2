"""Branches, which are warehouses (§6.8)."""

from typing import Any

import httpx
import pytest

from serai.core.stores import Store
from tests.factories import Make

RIYADH = {
    "name": "Riyadh",
    "type": "branch",
    "country_id": 682,
    "city_id": 1,
    "city": "Riyadh",
    "location": "24.71,46.67",
    "street": "King Road",
    "address_description": "Behind the tower",
    "local": "Olaya",
    "postal_code": "12345",
    "contacts": {"phone": "+966500000002"},
    "preparation_time": "00:30",
    "cod_cost": "15.00",
    "is_cod_available": True,
    "working_hours": {"sunday": {"enabled": "on", "from": ["09:00"], "to": ["17:00"]}, "friday": {"enabled": "off"}},
}


async def test_a_branch(api: httpx.AsyncClient) -> None:
    made = (await api.post("/branches", json=RIYADH)).json()["data"]

    assert (made["name"], made["type"], made["status"], made["is_default"]) == ("Riyadh", "branch", "active", False)
    assert made["location"] == {"lat": "24.71", "lng": "46.67"}
    assert (made["street"], made["postal_code"], made["contacts"]) == ("King Road", "12345", {"phone": "+966500000002"})
    assert (made["country"]["code"], made["country"]["mobile_code"], made["city"]["name"]) == ("SA", "+966", "Riyadh")
    assert (made["is_cod_available"], made["cod_cost"]) == (True, {"amount": 15, "currency": "SAR"})
    assert made["working_hours"] == [{"name": "sunday", "times": [{"from": "09:00", "to": "17:00"}]}]
    assert (await api.get(f"/branches/{made['id']}")).json()["data"] == made
    listed = (await api.get("/branches")).json()
    assert [row["is_default"] for row in listed["data"]] == [True, False]
    assert listed["pagination"]["total"] == 2


async def test_filters(api: httpx.AsyncClient) -> None:
    made = (await api.post("/branches", json=RIYADH)).json()["data"]

    for query in ("is_default=false", "keyword=riy", f"branch_code={made['branch_code']}"):
        assert [row["id"] for row in (await api.get(f"/branches?{query}")).json()["data"]] == [made["id"]], query
    assert (await api.get("/branches?keyword=none")).json()["pagination"]["total"] == 0


async def test_changing_keeps_what_is_not_said(api: httpx.AsyncClient) -> None:
    made = (await api.post("/branches", json=RIYADH)).json()["data"]

    changed = await api.put(f"/branches/{made['id']}", json={"name": "North", "street": "Other", "status": "inactive"})

    data = changed.json()["data"]
    assert (data["name"], data["street"], data["status"]) == ("North", "Other", "inactive")
    assert (data["postal_code"], data["working_hours"]) == ("12345", made["working_hours"])


async def test_removing(api: httpx.AsyncClient, make: Make, shop: Store) -> None:
    default = (await api.get("/branches", params={"is_default": "true"})).json()["data"][0]
    made = (await api.post("/branches", json=RIYADH)).json()["data"]

    refused = await api.delete(f"/branches/{default['id']}")
    assert (refused.status_code, refused.json()["error"]["code"]) == (400, "invalid_parameters")
    assert (await api.delete(f"/branches/{made['id']}")).status_code == 202
    assert (await api.get(f"/branches/{made['id']}")).status_code == 404
    foreign = await make.branch(await make.store())
    assert (await api.get(f"/branches/{foreign.id}")).status_code == 404
    assert (await api.put(f"/branches/{foreign.id}", json={"name": "Mine"})).status_code == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"type": "ship"}, "type"),
        ({"status": "gone"}, "status"),
        ({"location": "here"}, "location"),
        ({"location": "91,0"}, "location"),
        ({"country_id": 5}, "country_id"),
        ({"cod_cost": "-1"}, "cod_cost"),
        ({"working_hours": {"someday": {"from": [], "to": []}}}, "working_hours.someday"),
        ({"working_hours": {"sunday": {"from": ["09:00"], "to": []}}}, "working_hours.sunday"),
    ],
)
async def test_bad_input(api: httpx.AsyncClient, change: dict[str, Any], field: str) -> None:
    answered = await api.post("/branches", json={**RIYADH, **change})

    assert answered.status_code == 400, answered.text
    assert list(answered.json()["error"]["fields"]) == [field]
    assert (await api.get("/branches")).json()["pagination"]["total"] == 1
