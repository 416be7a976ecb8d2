"""SK-G16: a custom domain is proven by its DNS."""

import dataclasses

import httpx
import pytest

from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.wire.call import Services
from tests.conftest import make_services
from tests.factories import Account, Make
from tests.names import Names

DOMAIN = "shop.example.com"


@pytest.fixture
def services(database: Database) -> Services:
    return dataclasses.replace(make_services(database), base_url="https://Commerce.example.net:8443/api")


@pytest.fixture
def names(services: Services) -> Names:
    made: Names = services.extras["dns"]
    return made


@pytest.fixture
async def path(skalia: httpx.AsyncClient, merchant: Account, make: Make) -> str:
    """Of a store whose domain is set."""
    found = f"/stores/store_{(await make.store(merchant)).id}"
    await skalia.patch(f"{found}/custom-domain", json={"domain": DOMAIN})
    return found


async def item(skalia: httpx.AsyncClient, path: str) -> dict[str, object]:
    return dict((await skalia.get(path)).json()["item"])


async def publish_record(skalia: httpx.AsyncClient, names: Names, path: str) -> None:
    record = (await skalia.get(path)).json()["item"]["customDomainRecord"]
    names.texts[record["name"]] = ("v=spf1 -all", record["value"])


async def test_a_store_says_which_record_is_wanted(skalia: httpx.AsyncClient, merchant: Account, make: Make, path: str) -> None:
    found = await item(skalia, path)
    bare = await item(skalia, f"/stores/store_{(await make.store(merchant)).id}")

    token = str(found["customDomainRecord"]["value"]).removeprefix("serai-verification=")
    assert found["customDomainStatus"] == "pending"
    assert found["customDomainRecord"] == {
        "type": "TXT",
        "name": f"_serai.{DOMAIN}",
        "value": f"serai-verification={token}",
    }
    assert len(token) == 32
    assert (bare["customDomainStatus"], bare["customDomainRecord"]) == (None, None)


async def test_the_record_proves_the_domain_once(
    skalia: httpx.AsyncClient, path: str, names: Names, clock: FrozenClock, database: Database
) -> None:
    await publish_record(skalia, names, path)
    clock.advance(60)

    first = await skalia.post(f"{path}/custom-domain/verify")
    clock.advance(60)
    names.texts.clear()
    second = await skalia.post(f"{path}/custom-domain/verify")

    assert (first.status_code, second.status_code) == (200, 200)
    assert first.json() == second.json()
    assert (first.json()["item"]["customDomainStatus"], first.json()["item"]["updatedAt"]) == (
        "verified",
        "2026-04-08T10:01:00Z",
    )
    assert names.asked == [f"_serai.{DOMAIN}"]
    assert (await database.value("select custom_domain_verified_at from stores")).minute == 1


async def test_a_verified_domain_of_a_live_store_is_active(skalia: httpx.AsyncClient, path: str, names: Names) -> None:
    await publish_record(skalia, names, path)
    await skalia.post(f"{path}/custom-domain/verify")

    live = await skalia.patch(f"{path}/status", json={"status": "LIVE"})
    closed = await skalia.patch(f"{path}/status", json={"status": "MAINTENANCE"})

    assert live.json()["item"]["customDomainStatus"] == "active"
    assert closed.json()["item"]["customDomainStatus"] == "verified"


@pytest.mark.parametrize("text", [(), ("serai-verification=",), ("serai-verification=" + "0" * 32,)])
async def test_without_the_record_it_is_409(skalia: httpx.AsyncClient, path: str, names: Names, text: tuple[str, ...]) -> None:
    before = await item(skalia, path)
    record = before["customDomainRecord"]
    names.texts[f"_serai.{DOMAIN}"] = text

    answer = await skalia.post(f"{path}/custom-domain/verify")

    told = f"The domain '{DOMAIN}' is not proven: it has no TXT record '_serai.{DOMAIN}' with the value '{record['value']}'"
    assert (answer.status_code, answer.json()) == (409, {"detail": told, "status": 409})
    assert await item(skalia, path) == before


async def test_a_store_without_a_domain_has_nothing_to_verify(skalia: httpx.AsyncClient, path: str, names: Names) -> None:
    cleared = await skalia.patch(f"{path}/custom-domain", json={"domain": None})

    answer = await skalia.post(f"{path}/custom-domain/verify")

    assert (cleared.json()["item"]["customDomainStatus"], cleared.json()["item"]["customDomainRecord"]) == (None, None)
    assert (answer.status_code, answer.json()) == (404, {"detail": "Custom domain not found", "status": 404})
    assert names.asked == []


async def test_name_servers_that_are_away_are_503(skalia: httpx.AsyncClient, path: str, names: Names) -> None:
    names.is_away = True

    answer = await skalia.post(f"{path}/custom-domain/verify")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "5")
    assert answer.json() == {"detail": "The name servers do not answer", "status": 503, "retryAfter": 5}
