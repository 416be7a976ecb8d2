"""The contract's section 6: campaigns."""

import httpx
import pytest

from serai.core import stores
from tests.factories import Make

# The contract's sample, in the future of the tests' clock.
SAMPLE = {
    "name": "Spring",
    "description": "",
    "countryCodes": ["DE", "AT"],
    "reduction": 14.75,
    "startAt": "2027-03-01T00:00:00+00:00",
    "endAt": "2027-03-31T22:00:00+00:00",
    "customData": {"channels": ["web"]},
    "headline": {"en_GB": "Spring deals"},
    "hideCountdown": False,
    "color": {"background": "#ffffff", "text": "#111111"},
}
PATH = "/shops/oa/campaigns"


@pytest.fixture(autouse=True)
async def shop(admin: httpx.AsyncClient, oakleaf: int) -> None:
    """Sells in Germany and Austria."""
    body = {"countryCode": "AT", "defaultLanguageCode": "de_AT", "url": "https://oakleaf.example/at", "currencyCode": "EUR"}
    await admin.post("/shops/oa/countries", json=body)


async def _create(admin: httpx.AsyncClient, **more: object) -> dict[str, object]:
    answer = await admin.post(PATH, json=SAMPLE | more)
    assert answer.status_code == 201, answer.text
    made: dict[str, object] = answer.json()
    return made


async def test_the_sample_comes_back_with_an_id_and_a_key(admin: httpx.AsyncClient) -> None:
    made = await _create(admin)

    assert made == SAMPLE | {
        "id": made["id"],
        "campaignKey": made["campaignKey"],
        "subline": None,
        "link": None,
        "condition": None,
        "product": {"badgeLabel": None},
    }
    assert (await admin.get(f"{PATH}/{made['id']}")).json() == made
    assert (await admin.get(PATH)).json() == {"entities": [made], "cursor": {"next": None}}


async def test_a_campaign_is_changed_and_removed(admin: httpx.AsyncClient) -> None:
    made = await _create(admin)
    path = f"{PATH}/{made['id']}"

    changed = await admin.put(path, json=made | {"name": "Late spring", "countryCodes": ["at"], "reduction": 20})
    gone = await admin.delete(path)

    assert changed.json() == made | {"name": "Late spring", "countryCodes": ["AT"], "reduction": 20}
    assert (gone.status_code, gone.content) == (204, b"")
    assert (await admin.get(path)).json()["errors"][0]["errorKey"] == "CAMPAIGN_NOT_FOUND"


async def test_one_campaign_a_country_at_a_time(admin: httpx.AsyncClient) -> None:
    await _create(admin, countryCodes=["DE"])

    answer = await admin.post(PATH, json=SAMPLE | {"startAt": "2027-03-31T21:59:59+00:00", "endAt": "2027-05-01T00:00:00Z"})

    assert (answer.status_code, answer.json()["errors"][0]["errorKey"]) == (409, "CAMPAIGN_OVERLAPS")
    await _create(admin, countryCodes=["AT"])
    assert len((await admin.get(PATH)).json()["entities"]) == 2


async def test_reductions_by_id_and_by_key(admin: httpx.AsyncClient, make: Make, store: stores.Store) -> None:
    one, two = [await make.product(store, sku=f"TEE-0{n}") for n in (1, 2)]
    base = f"{PATH}/{(await _create(admin))['id']}/reductions"

    answer = await admin.post(f"{base}/variants", json=[
        {"productVariantId": one.default.id, "reduction": 10}, {"productVariantReferenceKey": "TEE-02", "reduction": 15.5},
    ])  # fmt: skip
    product = await admin.post(f"{base}/products", json=[{"productId": one.id, "reduction": 5}])
    first = (await admin.get(f"{base}/variants", params={"limit": 1})).json()
    second = (await admin.get(f"{base}/variants", params={"limit": 1, "cursor": first["cursor"]["next"]})).json()

    assert (answer.status_code, answer.content, product.status_code) == (204, b"", 204)
    shown = [first["entities"][0], second["entities"][0]]
    assert [{name: value for name, value in each.items() if name != "id"} for each in shown] == [
        {"productVariantId": one.default.id, "productVariantReferenceKey": "TEE-01", "reduction": 10},
        {"productVariantId": two.default.id, "productVariantReferenceKey": "TEE-02", "reduction": 15.5},
    ]
    assert second["cursor"] == {"next": None}
    await admin.post(f"{base}/variants", json=[{"productVariantId": "TEE-02", "reduction": 30}])
    assert (await admin.get(f"{base}/variants")).json()["entities"][1]["reduction"] == 30
    assert (await admin.delete(base)).status_code == 204
    assert (await admin.get(f"{base}/variants")).json()["entities"] == []


async def test_unknown_variants_are_named_and_nothing_is_kept(
    admin: httpx.AsyncClient, make: Make, store: stores.Store
) -> None:
    mine, foreign = await make.product(store), await make.product(await make.store())
    base = f"{PATH}/{(await _create(admin))['id']}/reductions"
    body = [{"productVariantId": product.default.id, "reduction": 10} for product in (mine, foreign)]

    answer = await admin.post(f"{base}/variants", json=body)

    assert (answer.status_code, answer.json()["errors"][0]["context"]) == (400, {"field": "1.id"})
    assert (await admin.get(f"{base}/variants")).json()["entities"] == []


async def test_custom_data_has_no_shop_in_its_path(admin: httpx.AsyncClient) -> None:
    base = f"/campaigns/{(await _create(admin))['id']}/custom-data"

    assert (await admin.get(base)).json() == {"channels": ["web"]}
    assert (await admin.put(f"{base}/tier", json={"tier": 2})).json() == {"channels": ["web"], "tier": 2}
    assert (await admin.delete(f"{base}/channels")).status_code == 204
    assert (await admin.get(base)).json() == {"tier": 2}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"name": ""}, "name"),
        ({"startAt": "2026-04-08T10:00:00+00:00"}, "startAt"),
        ({"endAt": "2027-03-01T00:00:00+00:00"}, "endAt"),
        ({"startAt": "2027-03-01"}, "startAt"),
        ({"reduction": 100.5}, "reduction"),
        ({"countryCodes": []}, "countryCodes"),
        ({"headline": {"en_GB": 7}}, "headline"),
    ],
)
async def test_what_is_wrong_is_named(admin: httpx.AsyncClient, change: dict[str, object], field: str) -> None:
    answer = await admin.post(PATH, json=SAMPLE | change)

    assert answer.status_code == 400, answer.text
    assert [error["context"].get("field") for error in answer.json()["errors"]] == [field]
    assert (await admin.get(PATH)).json()["entities"] == []


async def test_unknown_countries_and_shops(admin: httpx.AsyncClient) -> None:
    made = await _create(admin)

    assert (await admin.post(PATH, json=SAMPLE | {"countryCodes": ["FR"]})).status_code == 404
    assert (await admin.post("/shops/zz/campaigns", json=SAMPLE)).status_code == 404
    assert (await admin.get(f"/shops/zz/campaigns/{made['id']}")).status_code == 404
    assert (await admin.get(f"{PATH}/999999999")).status_code == 404
