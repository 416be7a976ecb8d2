"""Contract section 3: attribute groups, their values, and their translations."""

import httpx
import pytest

from tests.contract.scayle_admin.conftest import BASE
from tests.factories import Make

COLOUR = {
    "name": "color",
    "frontendName": {"de_DE": "Farbe", "en_GB": "Colour"},
    "type": "localizedString",
    "level": "product",
    "isShared": True,
    "isDifferentiating": True,
}
GREEN = {"de_DE": "grün", "en_GB": "green"}


async def made(admin: httpx.AsyncClient, **group: object) -> httpx.Response:
    return await admin.post("/attribute-groups", json={**COLOUR, **group})


async def test_the_sample_group_comes_back_as_printed(admin: httpx.AsyncClient) -> None:
    answer = await made(admin)

    shown = answer.json()
    assert answer.status_code == 201, answer.text
    assert list(shown) == [
        "id", "name", "frontendName", "type", "cluster", "structure", "isShared", "level", "group", "shopCountries",
        "isOverridablePerShop", "isDifferentiating",
    ]  # fmt: skip
    assert shown == {
        "id": shown["id"],
        "name": "color",
        "frontendName": {"de_DE": "Farbe", "en_GB": "Colour"},
        "type": "localizedString",
        "cluster": None,
        "structure": None,
        "isShared": True,
        "level": "product",
        "group": None,
        "shopCountries": None,
        "isOverridablePerShop": False,
        "isDifferentiating": True,
    }
    assert (await admin.get("/attribute-groups/color")).json() == shown


async def test_a_loop_over_the_cursor_meets_each_group_once_whatever_comes_and_goes(admin: httpx.AsyncClient) -> None:
    """SC-039."""
    for n in range(12):
        assert (await made(admin, name=f"g{n}")).status_code == 201
    met: list[str] = []
    cursor = ""

    while cursor is not None:
        page = (await admin.get("/attribute-groups", params={"limit": 5, "cursor": cursor})).json()
        met += [group["name"] for group in page["entities"]]
        cursor = page["cursor"]["next"]
        if len(met) == 5:
            await admin.delete("/attribute-groups/g2")
            await admin.delete("/attribute-groups/g7")
            await made(admin, name="late")

    assert met == ["g0", "g1", "g2", "g3", "g4", "g5", "g6", "g8", "g9", "g10", "g11", "late"]


@pytest.mark.parametrize("name", ["product_name", "category", "brand"])
async def test_reserved_groups_cannot_be_made(admin: httpx.AsyncClient, name: str) -> None:
    """SC-040."""
    answer = await made(admin, name=name)

    assert (answer.status_code, answer.json()["errors"][0]["errorKey"]) == (422, "ATTRIBUTE_GROUP_IS_RESERVED")
    assert (await admin.get("/attribute-groups")).json()["entities"] == []


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 256}, "name"),
        ({"frontendName": {}}, "frontendName"),
        ({"type": "odd"}, "type"),
        ({"level": "shop"}, "level"),
        ({"type": "advanced", "isDifferentiating": False, "structure": {"a": {"type": "string"}}}, "isShared"),
        ({"type": "advanced", "isShared": False, "isDifferentiating": False}, "structure"),
        ({"isShared": False}, "isDifferentiating"),
    ],
)
async def test_what_is_wrong_is_named(admin: httpx.AsyncClient, wrong: dict[str, object], field: str) -> None:
    answer = await made(admin, **wrong)

    assert (answer.status_code, answer.json()["errors"][0]["context"]) == (400, {"field": field})


async def test_a_taken_name_is_a_conflict_and_a_group_keeps_its_type(admin: httpx.AsyncClient) -> None:
    await made(admin)

    assert (await made(admin)).status_code == 409
    assert (await admin.put("/attribute-groups/color", json={**COLOUR, "type": "simple"})).status_code == 400
    changed = await admin.put("/attribute-groups/color", json={"cluster": "look", "name": "colour"})
    assert (changed.status_code, changed.json()["cluster"]) == (200, "look")
    assert (await admin.put("/attribute-groups/colour/frontend-name", json={"de_DE": "Ton"})).status_code == 204
    assert (await admin.get("/attribute-groups/colour")).json()["frontendName"] == {"de_DE": "Ton"}
    assert (await admin.delete("/attribute-groups/colour")).status_code == 204
    assert (await admin.get("/attribute-groups/colour")).status_code == 404


async def test_values_are_listed_as_plain_values(admin: httpx.AsyncClient, oakleaf: int) -> None:
    await made(admin)
    await made(admin, name="size", type="simple", level="variant")
    for size in ("M", "L", "1/2 x"):
        answer = await admin.post("/attribute-groups/size/attributes", json={"value": size})
        assert (answer.status_code, answer.json()) == (201, {"value": size})
    await admin.post("/attribute-groups/color/attributes", json={"value": GREEN})

    assert (await admin.get("/attribute-groups/size/attributes")).json()["entities"] == ["M", "L", "1/2 x"]
    assert (await admin.get("/attribute-groups/color/attributes")).json()["entities"] == [GREEN]
    assert (await admin.post("/attribute-groups/size/attributes", json={"value": "M"})).status_code == 409
    assert (await admin.put("/attribute-groups/size/attributes/1%2F2+x", json={"value": "XS"})).json() == {"value": "XS"}
    assert (await admin.delete("/attribute-groups/size/attributes/L")).status_code == 204
    assert (await admin.get("/attribute-groups/size/attributes")).json()["entities"] == ["M", "XS"]
    assert oakleaf


async def test_translations_are_replaced_or_merged(admin: httpx.AsyncClient, oakleaf: int) -> None:
    await made(admin)
    await admin.post("/attribute-groups/color/attributes", json={"value": GREEN})

    assert (await admin.patch("/attributes/color/translations", json={"de_DE": "grün", "fr_FR": "vert"})).status_code == 204
    assert (await admin.get("/attributes/color/translations")).json()["entities"] == [{**GREEN, "fr_FR": "vert"}]
    assert (await admin.post("/attributes/color/translations", json={"de_DE": "grün", "en_GB": "lime"})).status_code == 204
    assert (await admin.get("/attributes/color/translations")).json()["entities"] == [{"de_DE": "grün", "en_GB": "lime"}]
    assert (await admin.patch("/attributes/color/translations", json={"de_DE": "blau"})).status_code == 404
    assert oakleaf


async def test_another_stores_group_is_not_there(admin: httpx.AsyncClient, make: Make) -> None:
    await made(admin)
    stranger = httpx.AsyncClient(transport=admin._transport, base_url=f"http://testserver{BASE}")
    stranger.headers["X-Access-Token"] = await make.key(await make.store(), dialect="scayle")

    assert (await stranger.get("/attribute-groups/color")).json() == (await stranger.get("/attribute-groups/color")).json()
    assert (await stranger.get("/attribute-groups/color")).status_code == 404
    assert (await stranger.delete("/attribute-groups/color")).status_code == 404
    assert (await admin.get("/attribute-groups/color")).status_code == 200
