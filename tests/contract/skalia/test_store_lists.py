"""Lists of stores: SK-020."""

import httpx

from serai.kit.clock import FrozenClock
from tests.contract.skalia.test_stores import KEYS, created
from tests.factories import Account, Make


async def test_the_list_is_the_callers_newest_first(
    skalia: httpx.AsyncClient, merchant: Account, make: Make, clock: FrozenClock
) -> None:
    await make.store()
    ids = []
    for i in range(3):
        clock.advance(60)
        ids.append(await created(skalia, publicSlug=f"store-number-{i}"))

    body = (await skalia.get("/stores")).json()

    assert list(body) == ["items", "total", "page", "size", "pages"]
    assert [item["id"] for item in body["items"]] == ids[::-1]
    assert (body["total"], body["page"], body["size"], body["pages"]) == (3, 1, 20, 1)
    assert list(body["items"][0]) == KEYS


async def test_pages_join_without_gap_or_repeat_while_stores_are_added(skalia: httpx.AsyncClient, merchant: Account) -> None:
    ids = [await created(skalia, publicSlug=f"store-number-{i}") for i in range(5)]
    first = (await skalia.get("/stores", params={"size": 2})).json()
    await created(skalia, publicSlug="meanwhile")

    second = (await skalia.get("/stores", params={"size": 2, "page": 2})).json()
    third = (await skalia.get("/stores", params={"size": 2, "page": 3})).json()

    assert [s["id"] for page in (first, second, third) for s in page["items"]] == ids[::-1]
    assert (first["pages"], second["total"], second["pages"]) == (3, 6, 3)


async def test_paging_at_its_edges(skalia: httpx.AsyncClient, merchant: Account) -> None:
    empty = (await skalia.get("/stores")).json()
    await created(skalia)

    past = (await skalia.get("/stores", params={"page": 9})).json()
    large = (await skalia.get("/stores", params={"size": 1000})).json()

    assert empty == {"items": [], "total": 0, "page": 1, "size": 20, "pages": 0}
    assert past == {"items": [], "total": 1, "page": 9, "size": 20, "pages": 1}
    assert (large["size"], large["pages"]) == (100, 1)
    for bad in ({"page": "0"}, {"page": "-1"}, {"page": "x"}, {"size": "0"}, {"size": "1.5"}, {"page": ""}):
        answer = await skalia.get("/stores", params=bad)
        assert (answer.status_code, list(answer.json()["errors"])) == (422, list(bad))


async def test_the_status_filter(skalia: httpx.AsyncClient, merchant: Account) -> None:
    live, draft = await created(skalia), await created(skalia, publicSlug="draft-store")
    await skalia.patch(f"/stores/{live}/status", json={"status": "LIVE"})

    async def listed(status: str) -> list[str]:
        return [s["id"] for s in (await skalia.get("/stores", params={"status": status})).json()["items"]]

    assert await listed("LIVE") == [live]
    assert await listed("DRAFT") == [draft]
    assert await listed("MAINTENANCE") == []
    unknown = await skalia.get("/stores", params={"status": "live"})
    assert (unknown.status_code, list(unknown.json()["errors"])) == (422, ["status"])


async def test_only_the_fields_asked_for(skalia: httpx.AsyncClient, merchant: Account) -> None:
    store = await created(skalia)

    one = (await skalia.get(f"/stores/{store}", params={"fields": "id,name"})).json()
    many = (await skalia.get("/stores", params={"fields": "name,nothing"})).json()

    assert one == {"item": {"id": store, "name": "My New Store"}}
    assert many == {"items": [{"name": "My New Store"}], "total": 1, "page": 1, "size": 20, "pages": 1}
