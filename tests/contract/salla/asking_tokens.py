"""Requests for tokens, as the published clients write them."""

import httpx

from serai.core.apps import Registered

CALLBACK = "https://app.example/callback"


def with_code(app: Registered, given: str, /, **changed: str | None) -> dict[str, str]:
    values: dict[str, str | None] = {
        "grant_type": "authorization_code",
        "redirect_uri": CALLBACK,
        "code": given,
        "client_id": app.app.client_id,
        "client_secret": app.client_secret,
        **changed,
    }
    return {name: value for name, value in values.items() if value is not None}


def with_refresh(app: Registered, token: str, **changed: str | None) -> dict[str, str]:
    values = with_code(app, "", grant_type="refresh_token", refresh_token=token, redirect_uri=None, code=None)
    return {name: value for name, value in {**values, **changed}.items() if value is not None}


async def ask(http: httpx.AsyncClient, data: dict[str, str]) -> httpx.Response:
    return await http.post("/oauth2/token", data=data)


def check_refusal(answer: httpx.Response, error: str, status: int = 400) -> None:
    """RFC 6749 §5.2: its own shape, never the envelope."""
    body = answer.json()
    assert (answer.status_code, body["error"]) == (status, error), answer.text
    assert set(body) == {"error", "error_description"}
    assert body["error_description"].isascii()
    assert answer.headers["content-type"] == "application/json"
    assert (answer.headers["cache-control"], answer.headers["pragma"]) == ("no-store", "no-cache")
