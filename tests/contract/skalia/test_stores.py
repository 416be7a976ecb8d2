"""SK-020…SK-029, SK-071, and API keys."""

import httpx
import pytest

from serai.core import billing
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.wire.call import Services
from tests.contract.skalia.conftest import bearer
from tests.factories import Account, Make

NEW = {"name": "My New Store", "category": "electronics", "publicSlug": "my-new-store", "language": "en"}
KEYS = [
    "id",
    "name",
    "category",
    "publicSlug",
    "customDomain",
    "language",
    "status",
    "isPublished",
    "publishedAt",
    "createdAt",
    "updatedAt",
    "customDomainStatus",
    "customDomainRecord",
]


async def created(skalia: httpx.AsyncClient, **changed: object) -> str:
    answer = await skalia.post("/stores", json={**NEW, **changed})
    assert answer.status_code == 201, answer.text
    return str(answer.json()["item"]["id"])


async def stores(database: Database) -> int:
    return await database.value("select count(*) from stores")


# ── create ──


async def test_creating_answers_as_documented(skalia: httpx.AsyncClient, merchant: Account) -> None:
    answer = await skalia.post("/stores", json=NEW)

    item = answer.json()["item"]
    assert answer.status_code == 201
    assert list(item) == KEYS
    assert item["id"].startswith("store_")
    assert {k: item[k] for k in NEW} == NEW
    assert (item["status"], item["isPublished"], item["publishedAt"], item["customDomain"]) == ("DRAFT", False, None, None)
    assert item["createdAt"] == item["updatedAt"] == "2026-04-08T10:00:00Z"


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"name": "ab"}, "name"),
        ({"name": "x" * 101}, "name"),
        ({"name": " a  "}, "name"),
        ({"category": ""}, "category"),
        ({"category": "x" * 51}, "category"),
        ({"publicSlug": "ab"}, "publicSlug"),
        ({"publicSlug": "x" * 64}, "publicSlug"),
        ({"publicSlug": "My-Store"}, "publicSlug"),
        ({"publicSlug": "my--store"}, "publicSlug"),
        ({"publicSlug": "-store"}, "publicSlug"),
        ({"publicSlug": "store\n"}, "publicSlug"),
        ({"language": "de"}, "language"),
        ({"plan": "pro"}, "plan"),
    ],
)
async def test_bad_input_creates_nothing(
    skalia: httpx.AsyncClient, merchant: Account, database: Database, changed: dict[str, object], field: str
) -> None:
    answer = await skalia.post("/stores", json={**NEW, **changed})

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert await stores(database) == 0


@pytest.mark.parametrize("slug", ["api", "admin", "www", "dashboard", "app", "static"])
async def test_reserved_slugs_are_taken(skalia: httpx.AsyncClient, merchant: Account, database: Database, slug: str) -> None:
    answer = await skalia.post("/stores", json={**NEW, "publicSlug": slug})

    assert answer.status_code == 409
    assert answer.json() == {"detail": f"The slug '{slug}' is not available", "status": 409}
    assert await stores(database) == 0


async def test_a_slug_is_unique_over_the_platform(
    skalia: httpx.AsyncClient, merchant: Account, make: Make, database: Database
) -> None:
    await make.store(slug="my-new-store")

    answer = await skalia.post("/stores", json=NEW)

    assert (answer.status_code, answer.json()["status"]) == (409, 409)
    assert await stores(database) == 1
    assert await database.value("select stores from plan_usage where user_id = $1", merchant.user.id) == 0


async def test_a_slug_can_be_asked_for(skalia: httpx.AsyncClient, merchant: Account, make: Make) -> None:
    await make.store(slug="taken-store")

    async def available(slug: str) -> object:
        answer = await skalia.get("/stores/check-slug", params={"publicSlug": slug})
        assert answer.status_code == 200
        return answer.json()

    assert await available("my-store") == {"publicSlug": "my-store", "available": True}
    assert await available("taken-store") == {"publicSlug": "taken-store", "available": False}
    assert await available("admin") == {"publicSlug": "admin", "available": False}
    malformed = await skalia.get("/stores/check-slug", params={"publicSlug": "No Slug"})
    missing = await skalia.get("/stores/check-slug")
    assert (malformed.status_code, list(malformed.json()["errors"])) == (422, ["publicSlug"])
    assert (missing.status_code, list(missing.json()["errors"])) == (422, ["publicSlug"])


# ── plan limits ──


@pytest.mark.parametrize(("plan", "limit"), [("trial", 1), ("starter", 2), ("pro", 5)])
async def test_a_plan_limits_the_stores(
    skalia: httpx.AsyncClient, make: Make, services: Services, database: Database, plan: str, limit: int
) -> None:
    skalia.headers["Authorization"] = bearer(services, await make.account(plan=plan))
    for i in range(limit):
        await created(skalia, publicSlug=f"store-number-{i}")

    answer = await skalia.post("/stores", json=NEW)

    assert answer.status_code == 403
    assert answer.json() == {
        "detail": f"storeLimit reached: the plan '{plan}' allows {limit} stores.",
        "status": 403,
    }
    assert await stores(database) == limit


async def test_an_expired_plan_falls_back_to_the_trials_limits(
    skalia: httpx.AsyncClient, merchant: Account, database: Database, clock: FrozenClock
) -> None:
    await created(skalia)
    await database.run("update plan_subscriptions set next_billing_at = $1", clock.now())

    answer = await skalia.post("/stores", json={**NEW, "publicSlug": "second-store"})
    subscription = (await skalia.get("/auth/me")).json()["subscription"]

    assert answer.json()["detail"] == "storeLimit reached: the plan 'trial' allows 1 stores."
    assert (await skalia.get("/stores")).json()["total"] == 1
    assert (subscription["plan"], subscription["status"]) == ("enterprise", "expired")
    assert (subscription["storeLimit"], subscription["productLimit"]) == (1, 25)


async def test_a_deleted_store_gives_its_place_back(skalia: httpx.AsyncClient, make: Make, services: Services) -> None:
    skalia.headers["Authorization"] = bearer(services, await make.account(plan="trial"))
    first = await created(skalia)

    answer = await skalia.delete(f"/stores/{first}")

    assert (answer.status_code, answer.content) == (204, b"")
    assert (await skalia.get(f"/stores/{first}")).status_code == 404
    await created(skalia)


# ── change ──


async def test_going_live_publishes_the_first_time(
    skalia: httpx.AsyncClient, merchant: Account, clock: FrozenClock, database: Database
) -> None:
    store = await created(skalia)

    async def to(status: str) -> tuple[str, bool, str | None, str]:
        clock.advance(60)
        answer = await skalia.patch(f"/stores/{store}/status", json={"status": status})
        assert answer.status_code == 200
        i = answer.json()["item"]
        assert list(i) == KEYS
        return i["status"], i["isPublished"], i["publishedAt"], i["updatedAt"]

    assert await to("MAINTENANCE") == ("MAINTENANCE", False, None, "2026-04-08T10:01:00Z")
    assert await to("LIVE") == ("LIVE", True, "2026-04-08T10:02:00Z", "2026-04-08T10:02:00Z")
    assert await to("MAINTENANCE") == ("MAINTENANCE", True, "2026-04-08T10:02:00Z", "2026-04-08T10:03:00Z")
    assert await to("DRAFT") == ("DRAFT", False, "2026-04-08T10:02:00Z", "2026-04-08T10:04:00Z")
    assert await to("LIVE") == ("LIVE", True, "2026-04-08T10:02:00Z", "2026-04-08T10:05:00Z")
    assert await database.value("select count(*) from published_content") == 1


async def test_a_bad_status_changes_nothing(skalia: httpx.AsyncClient, merchant: Account) -> None:
    store = await created(skalia)
    before = (await skalia.get(f"/stores/{store}")).json()

    for body in ({"status": "OPEN"}, {"status": None}, {}, {"status": "LIVE", "name": "x"}):
        answer = await skalia.patch(f"/stores/{store}/status", json=body)
        assert answer.status_code == 422

    assert (await skalia.get(f"/stores/{store}")).json() == before


async def test_language_name_and_category_change(skalia: httpx.AsyncClient, merchant: Account, clock: FrozenClock) -> None:
    store = await created(skalia)
    clock.advance(60)

    language = (await skalia.patch(f"/stores/{store}/language", json={"language": "ar"})).json()["item"]
    renamed = (await skalia.patch(f"/stores/{store}", json={"name": "Other name"})).json()["item"]
    bad = await skalia.patch(f"/stores/{store}/language", json={"language": "es"})

    assert (language["language"], language["updatedAt"]) == ("ar", "2026-04-08T10:01:00Z")
    assert (renamed["name"], renamed["category"], renamed["language"]) == ("Other name", "electronics", "ar")
    assert (bad.status_code, list(bad.json()["errors"])) == (422, ["language"])


async def test_a_custom_domain_is_set_and_cleared(skalia: httpx.AsyncClient, merchant: Account, clock: FrozenClock) -> None:
    store = await created(skalia)
    clock.advance(60)

    async def to(domain: str | None) -> object:
        answer = await skalia.patch(f"/stores/{store}/custom-domain", json={"domain": domain})
        assert answer.status_code == 200, answer.text
        assert answer.json()["item"]["updatedAt"] == "2026-04-08T10:01:00Z"
        return answer.json()["item"]["customDomain"]

    assert await to("shop.example.com") == "shop.example.com"
    assert await to("Shop.Büro.example") == "shop.xn--bro-hoa.example"
    assert await to(None) is None


@pytest.mark.parametrize(
    "domain",
    [
        "nodot",
        "a..b",
        "http://shop.example.com",
        "shop.example.com/x",
        "shop example.com",
        "127.0.0.1",
        "-a.com",
        "",
        "a:80",
        7,
    ],
)
async def test_a_bad_domain_is_422(skalia: httpx.AsyncClient, merchant: Account, domain: object) -> None:
    store = await created(skalia)

    answer = await skalia.patch(f"/stores/{store}/custom-domain", json={"domain": domain})

    assert (answer.status_code, list(answer.json()["errors"])) == (422, ["domain"])
    assert (await skalia.get(f"/stores/{store}")).json()["item"]["customDomain"] is None


async def test_a_domain_belongs_to_one_store(skalia: httpx.AsyncClient, merchant: Account) -> None:
    one, two = await created(skalia), await created(skalia, publicSlug="second-store")
    await skalia.patch(f"/stores/{one}/custom-domain", json={"domain": "shop.example.com"})

    answer = await skalia.patch(f"/stores/{two}/custom-domain", json={"domain": "SHOP.example.com"})

    assert (answer.status_code, answer.json()["status"]) == (409, 409)
    assert (await skalia.get(f"/stores/{two}")).json()["item"]["customDomain"] is None


@pytest.mark.parametrize(("plan", "status"), [("trial", 403), ("starter", 403), ("pro", 200), ("enterprise", 200)])
async def test_custom_domains_need_a_plan(
    skalia: httpx.AsyncClient, make: Make, services: Services, plan: str, status: int
) -> None:
    skalia.headers["Authorization"] = bearer(services, await make.account(plan=plan))
    store = await created(skalia)

    answer = await skalia.patch(f"/stores/{store}/custom-domain", json={"domain": "shop.example.com"})
    cleared = await skalia.patch(f"/stores/{store}/custom-domain", json={"domain": None})

    assert answer.status_code == status
    assert cleared.status_code == 200
    if status == 403:
        assert answer.json() == {"detail": f"Custom domains are not part of the plan '{plan}'", "status": 403}


async def test_a_store_with_orders_stays(skalia: httpx.AsyncClient, merchant: Account, make: Make) -> None:
    store = await make.store(merchant)
    await make.order(store)

    answer = await skalia.delete(f"/stores/store_{store.id}")

    assert answer.status_code == 409
    assert (await skalia.get(f"/stores/store_{store.id}")).status_code == 200


# ── somebody else's ──


async def test_anothers_store_is_404_like_an_unknown_one(
    skalia: httpx.AsyncClient, merchant: Account, make: Make, database: Database
) -> None:
    theirs = await make.store()
    before = dict(await database.one("select * from stores") or {})
    calls = [
        ("GET", "", None),
        ("PATCH", "", {"name": "Mine now"}),
        ("DELETE", "", None),
        ("PATCH", "/status", {"status": "LIVE"}),
        ("PATCH", "/language", {"language": "fr"}),
        ("PATCH", "/custom-domain", {"domain": "shop.example.com"}),
        ("POST", "/custom-domain/verify", None),
        ("GET", "/api-keys", None),
        ("POST", "/api-keys", {"name": "k", "dialect": "salloq"}),
        ("DELETE", "/api-keys/key_1", None),
    ]

    for id_ in (f"store_{theirs.id}", "store_999999", "store_0", "store_x", f"prod_{theirs.id}", str(theirs.id)):
        for method, path, body in calls:
            answer = await skalia.request(method, f"/stores/{id_}{path}", json=body)
            assert (answer.status_code, answer.json()) == (404, {"detail": "Store not found", "status": 404})

    assert dict(await database.one("select * from stores") or {}) == before
    assert await database.value("select count(*) from api_keys") == 0


async def test_a_repeated_creation_with_one_idempotency_key_makes_one_store(
    skalia: httpx.AsyncClient, merchant: Account, database: Database
) -> None:
    headers = {"Idempotency-Key": "create-1"}

    first = await skalia.post("/stores", json=NEW, headers=headers)
    second = await skalia.post("/stores", json=NEW, headers=headers)
    other = await skalia.post("/stores", json={**NEW, "publicSlug": "another"}, headers=headers)

    assert (first.status_code, second.status_code, other.status_code) == (201, 201, 422)
    assert second.json() == first.json()
    assert second.headers["idempotency-replayed"] == "true"
    assert await stores(database) == 1


def test_the_plan_table_is_the_documented_one() -> None:
    figures = {
        name: (p.monthly, p.yearly, p.store_limit, p.product_limit, p.custom_domain, p.per_minute, p.per_hour)
        for name, p in billing.PLANS.items()
    }
    assert figures == {
        "trial": (0, None, 1, 25, False, 30, 500),
        "starter": (99, 990, 2, 250, False, 60, 1000),
        "pro": (299, 2990, 5, 1000, True, 120, 5000),
        "enterprise": (999, 9990, 50, 100_000, True, 300, 20_000),
    }
