"""SK-001…SK-015, and what a token is worth."""

import dataclasses

import httpx
import jwt
import pytest

from serai import settings
from serai.app import compose
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.idtokens import IdTokens
from serai.kit.signing_keys import SigningKeys
from serai.wire.call import Services
from tests.conftest import client, make_services
from tests.contract.skalia.conftest import bearer
from tests.factories import PASSWORD, Account, Make
from tests.unit.test_idtokens import PEM, PROJECT
from tests.unit.test_idtokens import token as id_token

JOHN = {"email": "user@example.com", "password": "SecurePassword123!", "displayName": "John Doe"}
REFUSED = {"detail": "Missing or invalid authentication", "status": 401}


async def registered(skalia: httpx.AsyncClient, **changed: object) -> dict[str, object]:
    answer = await skalia.post("/auth/register", json={**JOHN, **changed})
    assert answer.status_code == 201, answer.text
    return answer.json()


async def users(database: Database) -> int:
    return await database.value("select count(*) from users")


# ── register ──


async def test_registering_answers_as_documented(skalia: httpx.AsyncClient) -> None:
    answer = await skalia.post("/auth/register", json=JOHN)

    body = answer.json()
    assert answer.status_code == 201
    assert list(body) == ["access_token", "token_type", "user"]
    assert body["token_type"] == "bearer"
    assert list(body["user"]) == ["id", "email", "displayName"]
    assert body["user"]["id"].startswith("usr_")
    assert body["user"]["email"] == "user@example.com"
    assert body["user"]["displayName"] == "John Doe"


async def test_a_token_is_a_jwt_of_24_hours(skalia: httpx.AsyncClient, clock: FrozenClock) -> None:
    token = (await registered(skalia))["access_token"]

    claims = jwt.decode(str(token), options={"verify_signature": False})
    assert jwt.get_unverified_header(str(token)) == {"alg": "HS256", "typ": "JWT"}
    assert set(claims) == {"sub", "sid", "iat", "exp"}
    assert claims["iat"] == int(clock.now().timestamp())
    assert claims["exp"] - claims["iat"] == 24 * 3600


async def test_an_address_registers_once_whatever_its_case(skalia: httpx.AsyncClient, database: Database) -> None:
    await registered(skalia)

    again = await skalia.post("/auth/register", json={**JOHN, "email": "USER@Example.com"})

    assert again.status_code == 409
    assert again.json() == {"detail": "This email is already registered", "status": 409}
    assert await users(database) == 1


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"email": "nonsense"}, "email"),
        ({"email": "a@b"}, "email"),
        ({"email": ""}, "email"),
        ({"password": "1234567"}, "password"),
        ({"password": "x" * 129}, "password"),
        ({"displayName": ""}, "displayName"),
        ({"displayName": "   "}, "displayName"),
        ({"displayName": "x" * 101}, "displayName"),
        ({"role": "admin"}, "role"),
        ({"email": 7}, "email"),
    ],
)
async def test_bad_input_is_named_by_field(
    skalia: httpx.AsyncClient, database: Database, changed: dict[str, object], field: str
) -> None:
    answer = await skalia.post("/auth/register", json={**JOHN, **changed})

    assert answer.status_code == 422
    assert answer.json()["status"] == 422
    assert list(answer.json()["errors"]) == [field]
    assert await users(database) == 0


async def test_every_missing_field_is_named_at_once(skalia: httpx.AsyncClient) -> None:
    answer = await skalia.post("/auth/register", json={})

    assert answer.status_code == 422
    required = ["This field is required."]
    assert answer.json()["errors"] == {"email": required, "password": required, "displayName": required}


async def test_malformed_json_is_400_and_another_media_type_415(skalia: httpx.AsyncClient) -> None:
    bad = await skalia.post("/auth/register", content=b"{", headers={"content-type": "application/json"})
    form = await skalia.post("/auth/register", data={"email": "a"})

    assert (bad.status_code, bad.json()["status"]) == (400, 400)
    assert (form.status_code, form.json()["status"]) == (415, 415)


async def test_passwords_are_kept_as_argon2id_only(skalia: httpx.AsyncClient, database: Database) -> None:
    await registered(skalia)

    assert (await database.value("select password_hash from users")).startswith("$argon2id$")


# ── log in ──


async def test_logging_in_answers_as_registering_does(skalia: httpx.AsyncClient) -> None:
    first = await registered(skalia)

    answer = await skalia.post("/auth/login", json={"email": "User@example.com", "password": JOHN["password"]})

    assert answer.status_code == 200
    assert answer.json()["user"] == first["user"]
    assert answer.json()["access_token"] != first["access_token"]


async def test_unknown_email_and_wrong_password_are_one_answer(skalia: httpx.AsyncClient) -> None:
    await registered(skalia)

    wrong = await skalia.post("/auth/login", json={"email": JOHN["email"], "password": "not the password"})
    unknown = await skalia.post("/auth/login", json={"email": "nobody@example.com", "password": "not the password"})

    assert wrong.status_code == unknown.status_code == 401
    assert wrong.json() == unknown.json() == {"detail": "Incorrect email or password", "status": 401}
    assert wrong.headers["www-authenticate"] == unknown.headers["www-authenticate"] == "Bearer"


async def test_ten_failures_close_the_door_for_that_address_and_email(skalia: httpx.AsyncClient) -> None:
    await registered(skalia)
    guess = {"email": JOHN["email"], "password": "not the password"}
    for _ in range(10):
        assert (await skalia.post("/auth/login", json=guess)).status_code == 401

    closed = await skalia.post("/auth/login", json={"email": JOHN["email"], "password": JOHN["password"]})
    other = await skalia.post("/auth/login", json={"email": "other@example.com", "password": "not the password"})

    assert closed.status_code == 429
    assert closed.json()["detail"] == "Rate limit exceeded. Please try again later."
    assert closed.json()["retryAfter"] == int(closed.headers["retry-after"]) > 0
    assert other.status_code == 401


async def test_successes_are_not_counted(skalia: httpx.AsyncClient) -> None:
    await registered(skalia)
    right = {"email": JOHN["email"], "password": JOHN["password"]}

    statuses = {(await skalia.post("/auth/login", json=right)).status_code for _ in range(12)}

    assert statuses == {200}


# ── me ──


async def test_me_is_as_documented(skalia: httpx.AsyncClient) -> None:
    made = await registered(skalia)

    answer = await skalia.get("/auth/me", headers={"Authorization": f"Bearer {made['access_token']}"})

    assert answer.status_code == 200
    assert answer.json() == {
        "id": made["user"]["id"],  # type: ignore[index]
        "email": "user@example.com",
        "displayName": "John Doe",
        "photoURL": None,
        "role": "user",
        "createdAt": "2026-04-08T10:00:00Z",
        "subscription": {
            "plan": "trial",
            "status": "active",
            "billingCycle": "monthly",
            "startedAt": "2026-04-08T10:00:00Z",
            "nextBillingDate": "2026-04-22T10:00:00Z",
            "amount": 0,
            "currency": "MAD",
            "storeLimit": 1,
            "productLimit": 25,
        },
        "preferences": {"language": "en", "currency": "MAD", "compactMode": False},
    }
    assert list(answer.json())[:6] == ["id", "email", "displayName", "photoURL", "role", "createdAt"]


async def test_a_pro_account_shows_the_documented_figures(make: Make, services: Services, skalia: httpx.AsyncClient) -> None:
    account = await make.account(plan="pro")

    answer = await skalia.get("/auth/me", headers={"Authorization": bearer(services, account)})

    subscription = answer.json()["subscription"]
    assert (subscription["plan"], subscription["amount"], subscription["currency"]) == ("pro", 299, "MAD")
    assert (subscription["storeLimit"], subscription["productLimit"]) == (5, 1000)


async def test_the_profile_changes_where_something_was_sent(skalia: httpx.AsyncClient, merchant: Account) -> None:
    change = {"displayName": "Jo", "photoURL": "https://example.com/photo.jpg", "preferences": {"compactMode": True}}

    answer = await skalia.patch("/auth/me", json=change)
    again = (await skalia.get("/auth/me")).json()

    assert answer.status_code == 200
    assert answer.json() == again
    assert (again["displayName"], again["photoURL"]) == ("Jo", "https://example.com/photo.jpg")
    assert again["preferences"] == {"language": "en", "currency": "MAD", "compactMode": True}


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"photoURL": "javascript:alert(1)"}, "photoURL"),
        ({"preferences": {"language": "de"}}, "preferences.language"),
        ({"preferences": {"currency": "XYZ"}}, "preferences.currency"),
        ({"displayName": None}, "displayName"),
        ({"email": "other@example.com"}, "email"),
    ],
)
async def test_a_bad_profile_changes_nothing(
    skalia: httpx.AsyncClient, merchant: Account, change: dict[str, object], field: str
) -> None:
    before = (await skalia.get("/auth/me")).json()

    answer = await skalia.patch("/auth/me", json=change)

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == [field]
    assert (await skalia.get("/auth/me")).json() == before


# ── password and log out ──


async def test_a_new_password_ends_the_other_sessions(skalia: httpx.AsyncClient, merchant: Account) -> None:
    login = {"email": merchant.user.email, "password": PASSWORD}
    other = (await skalia.post("/auth/login", json=login)).json()["access_token"]

    answer = await skalia.post("/auth/password", json={"currentPassword": PASSWORD, "newPassword": "another password"})

    assert answer.status_code == 200
    assert (await skalia.get("/auth/me")).status_code == 200
    assert (await skalia.get("/auth/me", headers={"Authorization": f"Bearer {other}"})).status_code == 401
    assert (await skalia.post("/auth/login", json=login)).status_code == 401
    assert (await skalia.post("/auth/login", json={**login, "password": "another password"})).status_code == 200


async def test_the_present_password_must_be_right(skalia: httpx.AsyncClient, merchant: Account) -> None:
    answer = await skalia.post("/auth/password", json={"currentPassword": "wrong", "newPassword": "another password"})

    assert answer.status_code == 422
    assert list(answer.json()["errors"]) == ["currentPassword"]
    assert (await skalia.post("/auth/login", json={"email": merchant.user.email, "password": PASSWORD})).status_code == 200


async def test_after_logging_out_the_token_is_refused_at_once_by_every_process(
    skalia: httpx.AsyncClient, merchant: Account, database: Database, config: settings.Settings
) -> None:
    other_process = compose(config, make_services(database))
    async with client(other_process, "/skalia/api/v1", **dict(skalia.headers)) as other:
        assert (await other.get("/auth/me")).status_code == 200

        answer = await skalia.post("/auth/logout")

        assert (answer.status_code, answer.json()) == (200, {"message": "Logged out successfully"})
        for each in (skalia, other):
            refused = await each.get("/auth/me")
            assert (refused.status_code, refused.json()) == (401, REFUSED)


# ── Firebase ──


async def test_without_configuration_firebase_is_503(skalia: httpx.AsyncClient) -> None:
    answer = await skalia.post("/auth/firebase", json={"token": "x"})

    assert answer.status_code == 503
    assert answer.json()["detail"] == "Firebase sign-in is not configured on this server"
    assert "retry-after" in answer.headers


async def test_a_good_id_token_signs_in_and_a_bad_one_is_401(services: Services, config: settings.Settings) -> None:
    keys = SigningKeys(
        "https://keys.example", services.clock, transport=httpx.MockTransport(lambda _: httpx.Response(200, json={"one": PEM}))
    )
    made = dataclasses.replace(services, extras={**services.extras, "idtokens": IdTokens(PROJECT, keys, services.clock)})
    async with client(compose(config, made), "/skalia/api/v1") as skalia:
        first = await skalia.post("/auth/firebase", json={"token": id_token(name="Jane")})
        second = await skalia.post("/auth/firebase", json={"token": id_token(name="Jane")})
        bad = await skalia.post("/auth/firebase", json={"token": id_token(aud="other")})
        me = await skalia.get("/auth/me", headers={"Authorization": f"Bearer {second.json()['access_token']}"})

    assert first.status_code == 200
    assert list(first.json()) == ["access_token", "token_type", "user"]
    user = first.json()["user"]
    assert user == {"id": user["id"], "email": "jane@example.com", "displayName": "Jane"}
    assert second.json()["user"] == user
    assert (bad.status_code, bad.json()) == (401, REFUSED)
    assert (me.status_code, me.json()["id"]) == (200, user["id"])


async def test_an_address_with_a_password_is_not_taken_over(
    make: Make, services: Services, config: settings.Settings, database: Database
) -> None:
    await make.account(email="jane@example.com")
    keys = SigningKeys(
        "https://keys.example", services.clock, transport=httpx.MockTransport(lambda _: httpx.Response(200, json={"one": PEM}))
    )
    made = dataclasses.replace(services, extras={**services.extras, "idtokens": IdTokens(PROJECT, keys, services.clock)})
    async with client(compose(config, made), "/skalia/api/v1") as skalia:
        answer = await skalia.post("/auth/firebase", json={"token": id_token()})

    assert (answer.status_code, answer.json()["status"]) == (409, 409)
    assert await database.value("select external_id from users") is None
    assert await users(database) == 1


# ── limits and envelopes ──


async def test_every_answer_has_the_rate_limit_headers(database: Database, config: settings.Settings) -> None:
    front = compose(config, make_services(database, limits_on=True))
    async with client(front, "/skalia/api/v1") as skalia:
        answers = [await skalia.get("/auth/me"), await skalia.get("/nowhere"), await skalia.post("/auth/register", json=JOHN)]

    for answer in answers:
        assert answer.headers["x-ratelimit-limit"] == "30"
        assert int(answer.headers["x-ratelimit-remaining"]) < 30 or answer.status_code == 404
        assert int(answer.headers["x-ratelimit-reset"]) > 1_000_000_000


async def test_an_account_has_its_plans_rate(database: Database, config: settings.Settings) -> None:
    made = make_services(database, limits_on=True)
    account = await Make(made).account(plan="pro")
    async with client(compose(config, made), "/skalia/api/v1", Authorization=bearer(made, account)) as skalia:
        answers = [await skalia.get("/auth/me") for _ in range(121)]

    assert [a.status_code for a in answers] == [200] * 120 + [429]
    assert answers[0].headers["x-ratelimit-limit"] == "120"
    assert answers[0].headers["x-ratelimit-remaining"] == "119"
    refused = answers[-1]
    assert refused.json() == {
        "detail": "Rate limit exceeded. Please try again later.",
        "status": 429,
        "retryAfter": int(refused.headers["retry-after"]),
    }


async def test_unknown_routes_and_methods_answer_in_the_envelope(skalia: httpx.AsyncClient) -> None:
    nowhere = await skalia.get("/nowhere")
    wrong = await skalia.put("/auth/login", json={})

    assert (nowhere.status_code, nowhere.json()) == (404, {"detail": "Not found", "status": 404})
    assert (wrong.status_code, wrong.json()) == (405, {"detail": "Method not allowed", "status": 405})
    assert wrong.headers["allow"] == "POST"


async def test_the_same_question_twice_is_304(skalia: httpx.AsyncClient, merchant: Account) -> None:
    tag = (await skalia.get("/auth/me")).headers["etag"]

    answer = await skalia.get("/auth/me", headers={"If-None-Match": tag})

    assert (answer.status_code, answer.content) == (304, b"")
