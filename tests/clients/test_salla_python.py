"""PyPI `salla-python-sdk`: each of its calls gets what its models can take, and its own kind of error."""

from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from serai.core import apps
from serai.core.stores import Store
from tests.chaos.server import Server
from tests.clients import run
from tests.clients.consent import consent
from tests.evidence import Evidence
from tests.factories import Account, Make
from tests.web.browsing import CALLBACK

PROVES = pytest.mark.proves("client: PyPI salla-python-sdk 0.1.2")
PROFILES = pytest.mark.parametrize("profile", ["documented", "live"])
WEBHOOK = {"name": "Orders", "event": "order.created", "url": "http://127.0.0.1:9/hook", "secret": "a secret"}
METHODS = ("get_merchant_info", "get_store_info", "get_active_webhooks", "get_available_webhook_events")

Call = tuple[str, str, dict[str, object]]


async def ask(server: Server, *calls: Call) -> list[dict[str, Any]]:
    """The answers of the client to calls of (access token, method, arguments): the model's name as `type`, and its members."""
    answers: list[dict[str, Any]] = await run.python("salla_sdk.py", {"server": server.base, "calls": calls})
    return answers


def identity(app: apps.Registered) -> dict[str, object]:
    return {"client_id": app.app.client_id, "client_secret": app.client_secret}


async def code_for(server: Server, owner: Account, app: apps.Registered, **more: str) -> str:
    asked = {"response_type": "code", "state": "s", "client_id": app.app.client_id, **more}
    callback = await consent(server, owner, f"{server.base}/oauth2/auth?{urlencode(asked)}")
    return parse_qs(urlsplit(callback).query)["code"][0]


@PROVES
@PROFILES
async def test_a_code_and_then_a_refresh_token_give_typed_pairs(
    server: Server, make: Make, shop: Store, owner: Account, profile: str, evidence: Evidence
) -> None:
    app = await make.app(profile=apps.Profile(profile))
    code: dict[str, object] = {**identity(app), "code": await code_for(server, owner, app, redirect_uri=CALLBACK)}
    unset, wrong, first, again = await ask(
        server,
        ("-", "generate_access_token_from_code", code),
        ("-", "generate_access_token_from_code", {**code, "redirect_uri": CALLBACK, "client_secret": "wrong"}),
        ("-", "generate_access_token_from_code", {**code, "redirect_uri": CALLBACK}),
        ("-", "generate_access_token_from_code", {**code, "redirect_uri": CALLBACK}),
    )
    assert (unset["type"], unset["status"], unset["error"]) == ("ErrorToken", 400, "invalid_grant")
    assert (wrong["type"], wrong["status"], wrong["error"]) == ("ErrorToken", 401, "invalid_client")
    assert wrong["error_description"] == "The client is unknown or its secret is wrong."
    assert (first["type"], first["token_type"], first["expires_in"]) == ("Access_Token_Response", "Bearer", 31_536_000)
    assert first["scope"] == "offline_access orders.read products.read store.read"
    assert (again["type"], again["error"]) == ("ErrorToken", "invalid_grant")

    # A code that came twice took its tokens with it: the merchant consents once more. The client's text for an address
    # that was never given, `None`, is right when the authorize page was given none either.
    code["code"] = await code_for(server, owner, app)
    (first,) = await ask(server, ("-", "generate_access_token_from_code", code))
    assert first["type"] == "Access_Token_Response"
    renew = {**identity(app), "refresh_token": first["refresh_token"]}
    renewed, unknown = await ask(
        server,
        (first["access_token"], "get_access_token_from_refresh_token", renew),
        (first["access_token"], "get_access_token_from_refresh_token", {**renew, "refresh_token": "srt_unknown"}),
    )
    assert renewed["type"] == "Access_Token_Response"
    assert renewed["access_token"] != first["access_token"]
    assert (unknown["type"], unknown["status"], unknown["error"]) == ("ErrorToken", 400, "invalid_grant")
    await evidence.of(server.base)


@PROVES
@PROFILES
async def test_merchant_and_store_are_typed(
    server: Server, make: Make, shop: Store, owner: Account, profile: str, evidence: Evidence
) -> None:
    token = await make.salla_token(shop, profile=profile)
    merchant, store = await ask(server, (token, "get_merchant_info", {}), (token, "get_store_info", {}))
    assert (merchant["type"], merchant["status"], merchant["success"]) == ("MerchantInfo", 200, True)
    assert (merchant["data"]["id"], merchant["data"]["email"]) == (owner.user.id, owner.user.email)
    assert (merchant["data"]["merchant"]["id"], merchant["data"]["merchant"]["name"]) == (shop.id, shop.name)
    assert (store["type"], store["data"]["id"], store["data"]["name"]) == ("StoreInfo", shop.id, shop.name)
    assert (store["data"]["currency"], store["data"]["status"]) == ("SAR", "active")
    await evidence.of(server.base)


@PROVES
@PROFILES
async def test_webhooks_are_subscribed_listed_and_removed(
    server: Server, make: Make, shop: Store, profile: str, evidence: Evidence
) -> None:
    token = await make.salla_token(shop, profile=profile)
    signed = {**WEBHOOK, "security_strategy": "signature"}
    bare = {**WEBHOOK, "event": "product.updated", "url": "http://127.0.0.1:9/in?x=1&y=2", "security_strategy": "token"}
    events, none, made, one, second, two, removed, left = await ask(
        server,
        (token, "get_available_webhook_events", {}),
        (token, "get_active_webhooks", {}),
        (token, "webhook_subscribe", signed),
        (token, "get_active_webhooks", {}),
        (token, "webhook_subscribe", bare),
        (token, "get_active_webhooks", {}),
        (token, "unsubscribe_webhook", {"url": bare["url"]}),
        (token, "get_active_webhooks", {}),
    )
    assert (events["type"], events["data"][0]["id"]) == ("EventResponse", 1)
    assert {"order.created", "app.installed"} <= {event["event"] for event in events["data"]}
    assert (none["type"], none["data"]) == ("WebhookResponse", [])
    assert (made["type"], made["data"]["event"], made["data"]["version"]) == ("WebhookResponse", "order.created", "2")
    assert made["data"]["security"] == {"strategy": "signature", "secret": "********"}
    assert (one["type"], one["data"]) == ("WebhookResponse", [made["data"]])
    assert second["data"]["security"]["strategy"] == "token"
    assert {webhook["id"] for webhook in two["data"]} == {made["data"]["id"], second["data"]["id"]}
    assert (removed["type"], removed["status"]) == ("WebhookResponse", 202)
    assert left["data"] == [made["data"]]

    by_id, again = await ask(server, *[(token, "unsubscribe_webhook", {"id": made["data"]["id"]})] * 2)
    assert (by_id["type"], by_id["status"]) == ("WebhookResponse", 202)
    assert (again["type"], again["status"], again["success"]) == ("ErrorToken", 404, False)
    await evidence.of(server.base)


@PROFILES
async def test_every_refusal_is_an_error_that_the_client_can_read(
    server: Server, make: Make, shop: Store, profile: str
) -> None:
    read_only = await make.salla_token(shop, profile=profile, scopes=("products.read", "webhooks.read_write"))
    full = await make.salla_token(shop, profile=profile)
    signed = {**WEBHOOK, "security_strategy": "signature"}
    calls: list[Call] = [(token, method, {}) for token in ("sat_unknown", "") for method in METHODS]
    calls += [
        (read_only, "webhook_subscribe", signed),
        (full, "webhook_subscribe", {**signed, "url": "no url"}),
        (full, "webhook_subscribe", {**signed, "rule": "total >"}),
        (full, "unsubscribe_webhook", {"id": 999_999_999}),
        (full, "unsubscribe_webhook", {"url": "http://127.0.0.1:9/nobody"}),
    ]
    answers = await ask(server, *calls)
    assert {answer["type"] for answer in answers} == {"ErrorToken"}
    assert all(answer["success"] is False and answer["error"]["message"] for answer in answers)
    strangers, (scope, *rest) = answers[: 2 * len(METHODS)], answers[2 * len(METHODS) :]
    assert {answer["status"] for answer in strangers} == {401}
    assert "orders.read" in scope["error"]["message"]
    refused = {"documented": 400, "live": 422}[profile]
    assert [answer["status"] for answer in (scope, *rest)] == [
        {"documented": 403, "live": 401}[profile],
        refused,
        refused,
        404,
        404,
    ]
