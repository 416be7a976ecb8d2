"""Contract section 5: master categories, each named by its path."""

import httpx
import pytest

from serai.core import stores
from serai.core.catalog import CategoryRef
from tests.factories import Make


async def add(admin: httpx.AsyncClient, *path: str, **more: object) -> httpx.Response:
    return await admin.post("/master-categories", json={"path": list(path), **more})


async def test_a_category_is_made_below_its_parent(admin: httpx.AsyncClient) -> None:
    women = (await add(admin, "Women")).json()
    rules = [{"name": "size", "type": "simple", "isMandatory": True, "defaultValue": None}]
    shirts = await add(admin, "Women", "Shirts", attributes=rules)

    shown = shirts.json()
    assert (shirts.status_code, shown["parentId"], shown["path"]) == (201, women["id"], ["Women", "Shirts"])
    assert shown["attributes"] == rules
    assert women == {"id": women["id"], "parentId": None, "path": ["Women"], "attributes": []}
    assert (await admin.get(f"/master-categories/{shown['id']}")).json() == shown
    assert (await admin.get("/master-categories")).json()["entities"] == [women, shown]
    assert (await add(admin, "Women", "SHIRTS")).status_code == 409
    assert (await add(admin, "Men", "Shirts")).status_code == 400


async def test_a_category_moves_with_all_below_it(admin: httpx.AsyncClient) -> None:
    for path in (["Women"], ["Women", "Shirts"], ["Women", "Shirts", "Linen"], ["Men"]):
        await add(admin, *path)
    shirts = (await admin.get("/master-categories")).json()["entities"][1]["id"]

    moved = await admin.put(f"/master-categories/{shirts}", json={"path": ["Men", "Tops"]})

    assert moved.json()["path"] == ["Men", "Tops"]
    paths = [node["path"] for node in (await admin.get("/master-categories")).json()["entities"]]
    assert paths == [["Women"], ["Men", "Tops"], ["Men", "Tops", "Linen"], ["Men"]]
    assert (await admin.put(f"/master-categories/{shirts}", json={"path": ["Men", "Tops", "Linen", "x"]})).status_code == 400
    assert (await admin.delete(f"/master-categories/{shirts}")).status_code == 204
    assert len((await admin.get("/master-categories")).json()["entities"]) == 2


async def test_categories_of_other_dialects_are_master_categories(
    admin: httpx.AsyncClient, make: Make, store: stores.Store
) -> None:
    await make.product(store, categories=(CategoryRef(name="Candles"),))

    assert [node["path"] for node in (await admin.get("/master-categories")).json()["entities"]] == [["Candles"]]


@pytest.mark.parametrize(
    "body", [{}, {"path": []}, {"path": [""]}, {"path": "Women"}, {"path": ["x" * 101]}, {"path": ["x\0"]}]
)
async def test_bad_paths_are_refused(admin: httpx.AsyncClient, body: dict[str, object]) -> None:
    assert (await admin.post("/master-categories", json=body)).status_code == 400
    assert (await admin.get("/master-categories")).json()["entities"] == []
