"""The contract's section 7: customers and their addresses."""

from datetime import timedelta

import httpx
import pytest

from serai.core import customers, stores
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from tests.contract.scayle_admin.conftest import COUNTRY
from tests.factories import Make

ALL = f"{COUNTRY}/customers"
MINA = {
    "referenceKey": "crm-1007",
    "firstName": "Mina",
    "lastName": "Halim",
    "gender": "f",
    "birthDate": "1991-04-02",
    "email": "mina@example.com",
    "phone": "+49401234567",
    "publicKey": "C-1007",
    "title": None,
    "groups": ["vip"],
    "identities": [{"identityProviderCode": "oidc", "externalUserId": "u-55"}],
}
ELBSTRASSE = {
    "referenceKey": "crm-1007-a1",
    "street": "Elbstr.",
    "houseNumber": "5",
    "additional": "2nd floor",
    "zipCode": "20457",
    "city": "Hamburg",
    "countryCode": "DEU",
    "state": "Hamburg",
    "phone": "+49401234567",
    "isDefault": {"billing": True, "shipping": True},
    "recipient": {"firstName": "Mina", "lastName": "Halim", "gender": "f", "title": None, "type": "personal"},
}

pytestmark = pytest.mark.usefixtures("oakleaf")


@pytest.fixture
async def mina(admin: httpx.AsyncClient) -> int:
    answer = await admin.post(ALL, json=MINA)
    assert answer.status_code == 201, answer.text
    return answer.json()["id"]


async def test_the_sample_customer_comes_back_as_printed(admin: httpx.AsyncClient) -> None:
    answer = await admin.post(ALL, json=MINA)

    made = answer.json()
    assert answer.status_code == 201
    assert made == {
        "id": made["id"],
        "referenceKey": "crm-1007",
        "firstName": "Mina",
        "lastName": "Halim",
        "gender": "f",
        "birthDate": "1991-04-02",
        "email": "mina@example.com",
        "phone": "+49401234567",
        "publicKey": "C-1007",
        "title": None,
        "type": "personal",
        "groups": ["vip"],
        "identities": [{"identityProviderCode": "oidc", "externalUserId": "u-55"}],
        "status": {"isActive": True, "isGuestCustomer": False},
        "hasPassword": False,
        "createdAt": "2026-04-08T10:00:00+00:00",
        "updatedAt": "2026-04-08T10:00:00+00:00",
    }
    assert (await admin.get(f"{ALL}/key%3Dcrm-1007")).json() == made
    assert (await admin.get(f"{ALL}/{made['id']}")).json() == made


async def test_every_dialect_has_the_customer(
    admin: httpx.AsyncClient, database: Database, store: stores.Store, mina: int
) -> None:
    found = await customers.get(database, [store.id], customers.CustomerId(mina))

    assert (found.name, found.email) == ("Mina Halim", "mina@example.com")
    assert [group.name for group in await customers.groups(database, store.id)] == ["vip"]


async def test_an_address_and_a_key_come_once(admin: httpx.AsyncClient, mina: int) -> None:
    same_mail = await admin.post(ALL, json={**MINA, "referenceKey": "other", "email": "MINA@example.com"})
    same_key = await admin.post(ALL, json={**MINA, "email": "m@example.com"})

    assert (same_mail.status_code, same_mail.json()["errors"][0]["context"]["field"]) == (409, "email")
    assert (same_key.status_code, same_key.json()["errors"][0]["context"]["field"]) == (409, "referenceKey")


async def test_a_patch_changes_what_it_says(admin: httpx.AsyncClient, mina: int) -> None:
    answer = await admin.patch(f"{ALL}/{mina}", json={"firstName": "Amina", "groups": ["VIP", "staff"], "gender": None})

    made = answer.json()
    assert answer.status_code == 200
    assert (made["firstName"], made["lastName"], made["gender"]) == ("Amina", "Halim", None)
    assert made["groups"] == ["vip", "staff"]
    assert made["birthDate"] == "1991-04-02"


async def test_status_key_groups_and_data(admin: httpx.AsyncClient, mina: int) -> None:
    blocked = {"isActive": False, "isGuestCustomer": True}
    assert (await admin.get(f"{ALL}/{mina}/status")).json() == {"isActive": True, "isGuestCustomer": False}
    assert (await admin.put(f"{ALL}/{mina}/status", json=blocked)).json() == blocked
    keyed = await admin.put(f"{ALL}/{mina}/reference-key", json={"referenceKey": "new"})
    assert (keyed.status_code, keyed.json()["referenceKey"], keyed.json()["status"]) == (200, "new", blocked)
    grouped = await admin.post(f"{ALL}/{mina}/customer-groups", json={"groups": ["b2b", "vip"]})
    assert (grouped.status_code, grouped.json()["groups"]) == (200, ["vip", "b2b"])
    assert (await admin.delete(f"{ALL}/{mina}/customer-groups/vip")).status_code == 204
    assert (await admin.delete(f"{ALL}/{mina}/customer-groups/vip")).status_code == 404
    kept = await admin.put(f"{ALL}/{mina}/legacy-custom-data?with=legacyCustomData", json={"a": [1]})
    assert kept.json()["legacyCustomData"] == {"a": [1]}


async def test_a_password_is_set_and_never_shown(admin: httpx.AsyncClient, mina: int) -> None:
    answer = await admin.put(f"{ALL}/{mina}/password", json={"password": "long enough"})

    shown = await admin.get(f"{ALL}/{mina}")
    assert (answer.status_code, answer.content) == (204, b"")
    assert shown.json()["hasPassword"] is True
    assert "long enough" not in shown.text


@pytest.mark.parametrize("path", ["", "/anonymize"])
async def test_a_forgotten_customer_is_gone(admin: httpx.AsyncClient, mina: int, path: str) -> None:
    assert (await admin.delete(f"{ALL}/{mina}{path}")).status_code == 204
    assert (await admin.get(f"{ALL}/{mina}")).status_code == 404
    assert (await admin.get(ALL)).json()["entities"] == []


async def test_lists_are_narrowed(admin: httpx.AsyncClient, clock: FrozenClock, mina: int) -> None:
    clock.advance(timedelta(hours=1).total_seconds())
    other = (await admin.post(ALL, json={"email": "o@example.com", "referenceKey": "o", "firstName": "O"})).json()["id"]
    await admin.post(f"{ALL}/{mina}/addresses", json=ELBSTRASSE)

    for sent, expected in (
        ({}, [mina, other]),
        ({"filters[id]": f"{other}, {mina}"}, [mina, other]),
        ({"filters[id]": "x"}, []),
        ({"filters[referenceKey]": "o,nobody"}, [other]),
        ({"filters[minId]": other}, [other]),
        ({"filters[maxId]": mina}, [mina]),
        ({"filters[minCreatedAt]": "2026-04-08T10:30:00+00:00"}, [other]),
        ({"filters[maxUpdatedAt]": "2026-04-08T10:30:00+00:00"}, [mina]),
        ({"filters[billingAddressCountryCode]": "DEU"}, [mina]),
        ({"filters[shippingAddressCountryCode]": "FR"}, []),
    ):
        found = (await admin.get(ALL, params=sent)).json()["entities"]
        assert [each["id"] for each in found] == expected, sent
    for bad in ({"filters[minId]": "x"}, {"filters[minCreatedAt]": "yesterday"}, {"filters[billingAddressCountryCode]": "XX"}):
        assert (await admin.get(ALL, params=bad)).status_code == 400


async def test_addresses_come_when_they_are_asked_for(admin: httpx.AsyncClient, mina: int) -> None:
    await admin.post(f"{ALL}/{mina}/addresses", json=ELBSTRASSE)
    shown = (await admin.get(ALL, params={"with": "addresses"})).json()["entities"][0]

    assert [each["street"] for each in shown["addresses"]] == ["Elbstr."]


# ── addresses ──


async def test_the_sample_address_comes_back_with_its_shop_country(admin: httpx.AsyncClient, mina: int, oakleaf: int) -> None:
    answer = await admin.post(f"{ALL}/{mina}/addresses", json=ELBSTRASSE)

    made = answer.json()
    assert answer.status_code == 201
    assert {name: made[name] for name in ELBSTRASSE} == ELBSTRASSE
    assert (made["type"], made["shopCountry"]["id"], made["shopCountry"]["shopKey"]) == ("shipping", oakleaf, "oa")
    assert (await admin.get(f"{ALL}/{mina}/addresses/key%3Dcrm-1007-a1")).json() == made
    assert (await admin.get(f"{ALL}/{mina}/addresses")).json() == {"entities": [made], "cursor": {"next": None}}


async def test_an_address_is_changed_and_forgotten(admin: httpx.AsyncClient, mina: int) -> None:
    first = (await admin.post(f"{ALL}/{mina}/addresses", json=ELBSTRASSE)).json()["id"]
    at = f"{ALL}/{mina}/addresses/{first}"
    changed = (await admin.patch(at, json={"city": "Altona", "phone": None})).json()
    keyed = await admin.put(f"{at}/reference-key", json={"referenceKey": "a-2"})
    second = (await admin.post(f"{ALL}/{mina}/addresses", json={**ELBSTRASSE, "referenceKey": None})).json()

    assert (changed["city"], changed["phone"], changed["recipient"]["firstName"]) == ("Altona", None, "Mina")
    assert keyed.json()["referenceKey"] == "a-2"
    assert second["isDefault"] == {"billing": True, "shipping": True}
    assert (await admin.get(at)).json()["isDefault"] == {"billing": False, "shipping": False}
    assert (await admin.delete(f"{at}/anonymize")).status_code == 204
    assert (await admin.get(at)).json()["errors"][0]["errorKey"] == "ADDRESS_NOT_FOUND"


@pytest.mark.parametrize("by_key", [False, True])
async def test_an_address_is_forgotten_without_naming_its_customer(admin: httpx.AsyncClient, mina: int, by_key: bool) -> None:
    made = (await admin.post(f"{ALL}/{mina}/addresses", json={**ELBSTRASSE, "referenceKey": "elb-9"})).json()["id"]
    path = f"{ALL}/addresses/{'key=elb-9' if by_key else made}/anonymize"

    assert (await admin.delete(path)).status_code == 204
    assert (await admin.get(f"{ALL}/{mina}/addresses/{made}")).status_code == 404
    assert (await admin.delete(path)).json()["errors"][0]["errorKey"] == "ADDRESS_NOT_FOUND"


async def test_a_country_that_is_none_is_named(admin: httpx.AsyncClient, mina: int) -> None:
    answer = await admin.post(f"{ALL}/{mina}/addresses", json={**ELBSTRASSE, "countryCode": "XXX"})

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["context"] == {"field": "countryCode"}


async def test_another_customers_address_is_not_found(
    admin: httpx.AsyncClient, make: Make, store: stores.Store, mina: int
) -> None:
    other = await make.customer(store)
    made = (await admin.post(f"{ALL}/{mina}/addresses", json=ELBSTRASSE)).json()["id"]

    assert (await admin.get(f"{ALL}/{other.id}/addresses/{made}")).status_code == 404
