"""API keys: made, shown once, revoked."""

import re

import httpx
import pytest

from serai.core import apps
from serai.core.apps import KeyDialect
from serai.kit.clock import FrozenClock
from serai.kit.crypto import digest
from serai.kit.db import Database
from tests.contract.skalia.test_stores import created
from tests.factories import Account


@pytest.mark.parametrize(
    ("dialect", "pattern", "scopes"),
    [
        ("salloq", r"ak_live_[A-Za-z0-9]{32}", ["*"]),
        ("devskin", r"dsk_live_[A-Za-z0-9]{40}", ["read"]),
        ("scayle", r"[A-Za-z0-9]{40}", ["storefront", "admin:read", "admin:write"]),
    ],
)
async def test_a_key_is_shown_once(
    skalia: httpx.AsyncClient, merchant: Account, database: Database, dialect: str, pattern: str, scopes: list[str]
) -> None:
    store = await created(skalia)

    answer = await skalia.post(f"/stores/{store}/api-keys", json={"name": "POS", "dialect": dialect})
    listed = (await skalia.get(f"/stores/{store}/api-keys")).json()

    item = answer.json()["item"]
    key = item.pop("key")
    shop = item.pop("shopId", None)
    assert answer.status_code == 201
    assert re.fullmatch(pattern, key)
    assert (shop is not None) == (dialect == "scayle")
    assert key.startswith(item["prefix"])
    assert item == {
        "id": item["id"],
        "name": "POS",
        "dialect": dialect,
        "prefix": item["prefix"],
        "scopes": scopes,
        "createdAt": "2026-04-08T10:00:00Z",
        "lastUsedAt": None,
        "expiresAt": None,
    }
    assert item["id"].startswith("key_")
    assert listed == {"items": [item], "total": 1, "page": 1, "size": 20, "pages": 1}
    assert await database.value("select digest from api_keys") == digest(key)


async def test_scopes_and_expiry_are_kept(skalia: httpx.AsyncClient, merchant: Account) -> None:
    store = await created(skalia)
    body = {
        "name": "POS",
        "dialect": "salloq",
        "scopes": ["orders:write", "orders:read"],
        "expiresAt": "2026-05-01T00:00:00+01:00",
    }

    item = (await skalia.post(f"/stores/{store}/api-keys", json=body)).json()["item"]

    assert item["scopes"] == ["orders:read", "orders:write"]
    assert item["expiresAt"] == "2026-04-30T23:00:00Z"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"scopes": ["orders:read", "admin:read"]}, "scopes"),
        ({"dialect": "devskin", "scopes": ["*"]}, "scopes"),
        ({"dialect": "scayle", "scopes": ["orders:read"]}, "scopes"),
        ({"dialect": "salla"}, "dialect"),
        ({"expiresAt": "2026-04-08T10:00:00Z"}, "expiresAt"),
        ({"expiresAt": "2027-01-01T00:00:00"}, "expiresAt"),
        ({"name": ""}, "name"),
        ({"key": "ak_live_mine"}, "key"),
    ],
)
async def test_a_bad_key_is_not_made(
    skalia: httpx.AsyncClient, merchant: Account, database: Database, changed: dict[str, object], field: str
) -> None:
    store = await created(skalia)

    answer = await skalia.post(f"/stores/{store}/api-keys", json={"name": "POS", "dialect": "salloq", **changed})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, [field])
    assert await database.value("select count(*) from api_keys") == 0


async def test_a_revoked_key_is_gone_at_once(
    skalia: httpx.AsyncClient, merchant: Account, database: Database, clock: FrozenClock
) -> None:
    store, other = await created(skalia), await created(skalia, publicSlug="second-store")
    item = (await skalia.post(f"/stores/{store}/api-keys", json={"name": "POS", "dialect": "salloq"})).json()["item"]

    async def works() -> bool:
        return await apps.authenticate(database, digest(item["key"]), KeyDialect.SALLOQ, at=clock.now()) is not None

    elsewhere = await skalia.delete(f"/stores/{other}/api-keys/{item['id']}")
    assert (elsewhere.status_code, await works()) == (404, True)
    assert (await skalia.delete(f"/stores/{store}/api-keys/{item['id']}")).status_code == 204
    assert await works() is False
    assert (await skalia.get(f"/stores/{store}/api-keys")).json()["total"] == 0
    assert (await skalia.delete(f"/stores/{store}/api-keys/{item['id']}")).status_code == 404
