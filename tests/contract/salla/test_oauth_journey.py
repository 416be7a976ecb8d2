"""From a new account to a working app, over the wire alone: what the published clients and their users do."""

import base64
import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest

from serai.front import Front
from tests.conftest import client
from tests.web.browsing import CALLBACK, Merchant


@pytest.fixture
async def http(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, "") as made:
        yield made


async def a_merchant(http: httpx.AsyncClient, email: str) -> tuple[dict[str, str], str]:
    """(the header of a new account, the id of its store)"""
    person = {"email": email, "password": "correct horse battery", "displayName": "Huda N"}
    token = (await http.post("/api/v1/auth/register", json=person)).json()["access_token"]
    headers = {"authorization": f"Bearer {token}"}
    store = {"name": "Huda Shop", "category": "fashion", "publicSlug": f"shop-{email.partition('@')[0]}", "language": "en"}
    made = await http.post("/api/v1/stores", json=store, headers=headers)
    return headers, made.json()["item"]["id"]


@pytest.mark.parametrize("profile", ["documented", "live"])
async def test_an_app_gets_in_works_and_is_thrown_out(http: httpx.AsyncClient, front: Front, profile: str) -> None:
    author, _ = await a_merchant(http, "author@app.example")
    owner, store = await a_merchant(http, "huda@shop.example")
    wanted = {
        "name": "Raff",
        "redirectUris": [CALLBACK],
        "scopes": ["offline_access", "products.read", "orders.read", "store.read"],
        "mode": "custom",
        "profile": profile,
    }
    app = (await http.post("/api/v1/apps", json=wanted, headers=author)).json()["item"]

    # The browser: Passport sends no scope, and PKCE is taken where it is used.
    verifier = "0123456789" * 5
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    pkce = f"&code_challenge={challenge}&code_challenge_method=S256"
    asked = f"?response_type=code&redirect_uri={CALLBACK}&state=AbCdEf0123456789AbCdEf01&client_id={app['clientId']}{pkce}"
    async with client(front, "") as browser:
        merchant = Merchant(browser, "huda@shop.example", "correct horse battery")
        sent = await merchant.agree("/oauth2/auth" + asked)
    assert sent["state"] == "AbCdEf0123456789AbCdEf01"

    # The app's server.
    own = {"client_id": app["clientId"], "client_secret": app["clientSecret"]}
    grant = {"grant_type": "authorization_code", "redirect_uri": CALLBACK, "code": sent["code"], "code_verifier": verifier}
    first = (await http.post("/oauth2/token", data={**grant, **own})).json()
    assert first["scope"] == "offline_access orders.read products.read store.read"

    bearer = {"authorization": f"Bearer {first['access_token']}", "host": "api.salla.dev"}
    assert (await http.get("/oauth2/user/info", headers=bearer)).json()["data"]["merchant"]["id"] == int(store[6:])
    assert (await http.get("/admin/v2/store/info", headers=bearer)).json()["data"]["name"] == "Huda Shop"

    renew = {"grant_type": "refresh_token", "refresh_token": first["refresh_token"], **own}
    second = (await http.post("/oauth2/token", data=renew)).json()
    bearer = {"authorization": f"Bearer {second['access_token']}"}
    assert (await http.get("/oauth2/user/info", headers=bearer)).status_code == 200

    # The merchant has had enough.
    gone = await http.delete(f"/api/v1/stores/{store}/app-installs/{app['clientId']}", headers=owner)
    assert gone.status_code == 204
    assert (await http.get("/oauth2/user/info", headers=bearer)).status_code == 401
    renew["refresh_token"] = second["refresh_token"]
    assert (await http.post("/oauth2/token", data=renew)).json()["error"] == "invalid_grant"
