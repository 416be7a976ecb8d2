"""SK-G08: nobody's change is overwritten unseen."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator

import httpx
import pytest

from serai.app import compose
from serai.kit.db import Database
from serai.settings import Settings
from tests.conftest import client, make_services
from tests.contract.skalia.conftest import bearer
from tests.contract.skalia.test_store_config import ABOUT
from tests.factories import Make


@pytest.fixture
async def at_once(committed: Database, config: Settings) -> AsyncIterator[httpx.AsyncClient]:
    """SKALIA with real commits, its base a store's configuration."""
    services = make_services(committed)
    make = Make(services)
    merchant = await make.account()
    store = await make.store(merchant)
    mount = f"/skalia/api/v1/store-config/store_{store.id}"
    async with client(compose(config, services), mount, Authorization=bearer(services, merchant)) as made:
        yield made


@pytest.mark.parametrize(
    ("path", "method", "body"),
    [
        ("/pages", "PUT", {"items": [ABOUT]}),
        ("/theme", "PUT", {"item": {"colors": {"primary": "#123456"}}}),
        ("/settings", "PATCH", {"storeName": "Renamed"}),
    ],
)
async def test_a_change_may_name_what_it_has_seen(at_once: httpx.AsyncClient, path: str, method: str, body: object) -> None:
    before = await at_once.get(path)
    tag = before.headers["etag"]

    for stale in ('"another"', "another", f'"x{tag[3:]}', ""):
        answer = await at_once.request(method, path, json=body, headers={"If-Match": stale})
        assert answer.status_code == 412, stale
        assert answer.json() == {"detail": "It has changed meanwhile", "status": 412}
    assert (await at_once.get(path)).content == before.content

    assert (await at_once.request(method, path, json=body, headers={"If-Match": tag})).status_code == 200
    assert (await at_once.get(path)).headers["etag"] != tag
    assert (await at_once.request(method, path, json=body, headers={"If-Match": tag})).status_code == 412
    assert (await at_once.request(method, path, json=body, headers={"If-Match": "*"})).status_code == 200


async def test_of_many_who_saw_the_same_one_changes_it(at_once: httpx.AsyncClient) -> None:
    tag = (await at_once.get("/pages")).headers["etag"]

    answers = await asyncio.gather(
        *(
            at_once.put("/pages", json={"items": [{**ABOUT, "slug": f"page-{n}"}]}, headers={"If-Match": f'"other", {tag}'})
            for n in range(12)
        )
    )

    assert Counter(a.status_code for a in answers) == {200: 1, 412: 11}
    won = next(a.json()["items"] for a in answers if a.status_code == 200)
    assert (await at_once.get("/pages")).json()["items"] == won
