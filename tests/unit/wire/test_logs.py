"""SK-096: no token, key, password, card or mailbox in a log."""

import io
import json

import pytest
import structlog

from serai import logs

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJ1c3JfMSJ9.c2lnbmF0dXJl"
SECRETS = [
    "ak_live_" + "a1B2" * 8,
    "ak_test_" + "a1B2" * 8,
    "dsk_live_" + "a1B2" * 10,
    TOKEN,
    "Bearer opaque-token-123",
    "bearer   opaque",
    "4111 1111 1111 1111",
    "4111111111111111",
    "5500-0000-0000-0004",
    "access_token=abc123",
    "token=abc123",
    "client_secret=abc123",
    "apikey=abc123",
    "api_key=abc123",
]


def cleaned(**event: object) -> dict[str, object]:
    return dict(logs.redact(None, "info", dict(event)))


@pytest.mark.parametrize("secret", SECRETS)
def test_a_secret_in_a_text_is_blanked(secret: str) -> None:
    left = cleaned(event=f"before {secret} after", url=f"/x?a=1&{secret}&b=2")

    assert left["event"] == "before [redacted] after"
    assert str(left["url"]).startswith("/x?a=1&[redacted]")


NAMES = ["password", "new_password", "token", "accessToken", "SECRET_KEY", "authorization", "api_key", "X-API-Key", "cookie"]


@pytest.mark.parametrize("name", NAMES)
def test_a_telling_name_blanks_its_value(name: str) -> None:
    for value in ("x", b"x", 7, None, ["x"], {"a": "x"}):
        assert cleaned(**{name: value}) == {name: "[redacted]"}


def test_a_request_id_stays_whatever_it_looks_like() -> None:
    """It is made of 16 hexadecimal digits: now and then none of them is a letter."""
    left = cleaned(request_id="4111111111111111", body={"request_id": "4111111111111111"})

    assert left == {"request_id": "4111111111111111", "body": {"request_id": "[redacted]"}}


def test_secrets_are_found_however_deep() -> None:
    left = cleaned(headers={"authorization": TOKEN, "accept": "*/*"}, tried=[{"password": "x"}, f"a {TOKEN}"], pair=(TOKEN, 1))

    assert left == {
        "headers": {"authorization": "[redacted]", "accept": "*/*"},
        "tried": [{"password": "[redacted]"}, "a [redacted]"],
        "pair": ["[redacted]", 1],
    }


@pytest.mark.parametrize("address", ["jane.smith+x@example.com", "j@shop.example.ma", "émile@exemple.fr"])
def test_a_mailbox_loses_its_name(address: str) -> None:
    host = address.split("@")[1]

    assert cleaned(event=f"sent to {address}.") == {"event": f"sent to [redacted]@{host}."}
    assert cleaned(event=f"<{address}>,x") == {"event": f"<[redacted]@{host}>,x"}


def test_a_password_in_a_database_url_is_blanked() -> None:
    assert cleaned(url="postgresql://serai:hunter2@db:5432/serai") == {"url": "postgresql://[redacted]@db:5432/serai"}


HARMLESS = ["ORD-2026-000001", "store_1234567", "2026-04-08T10:00:00Z", "+212612345678", "4111 1111", "GET /tokens", "a@b"]


@pytest.mark.parametrize("harmless", HARMLESS)
def test_what_is_no_secret_stays(harmless: str) -> None:
    assert cleaned(event=harmless, status=200) == {"event": harmless, "status": 200}


def test_a_line_is_json_and_clean_to_the_bottom_of_a_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    written = io.StringIO()
    monkeypatch.setattr(logs.sys, "stderr", written)
    before = structlog.get_config()
    try:
        logs.configure()
        log = structlog.get_logger("test")
        try:
            int(f"no such token {TOKEN} of jane@example.com")
        except ValueError:
            log.exception("broken", request_id="r1", when=object)
    finally:
        structlog.configure(**before)

    line = written.getvalue()
    assert TOKEN not in line
    assert "jane" not in line
    assert json.loads(line)["request_id"] == "r1"
    assert "Traceback" in json.loads(line)["exception"]
