"""An authorization request as it arrives (RFC 6749 §4.1.1), and the ways back to the app that sent it."""

from collections import Counter
from typing import Final
from urllib.parse import quote, unquote_to_bytes

from msgspec import Struct

from serai.core import apps
from serai.core.apps import App, Challenge, Mode
from serai.kit.db import Db
from serai.kit.errors import NotFound
from serai.kit.text import is_storable

_KNOWN: Final = frozenset(
    {"client_id", "redirect_uri", "response_type", "scope", "state", "code_challenge", "code_challenge_method", "ui_locales"}
)


class NoWayBack(Exception):
    """Nothing may be sent to the app: who it is, or where it lives, is not certain. `word` is one of the pages' words."""

    def __init__(self, word: str) -> None:
        super().__init__(word)
        self.word = word


class Refusal(Exception):
    """The app is told what is wrong, at `url`."""

    def __init__(self, url: str) -> None:
        super().__init__(url)
        self.url = url


class Asking(Struct, frozen=True, kw_only=True):
    """A request that may be shown to a merchant. `scopes` are those it can get; `state` bytes come back as they are."""

    app: App
    redirect_uri: str
    said_redirect: str | None
    scopes: tuple[str, ...]
    state: bytes | None
    challenge: Challenge | None

    def granted(self, code: str, scopes: tuple[str, ...]) -> str:
        return way_back(self.redirect_uri, self.state, code=code, scope=" ".join(scopes))

    def refused(self, error: str, description: str) -> str:
        return way_back(self.redirect_uri, self.state, error=error, error_description=description)


def way_back(redirect_uri: str, state: bytes | None, **values: str) -> str:
    """The redirect URL, whatever query it has of its own, with these values and the state."""
    pairs = [f"{name}={quote(value, safe='')}" for name, value in values.items()]
    if state is not None:
        pairs.append(f"state={quote(state, safe='')}")
    return f"{redirect_uri}{'&' if '?' in redirect_uri else '?'}{'&'.join(pairs)}"


def parameters(query: bytes) -> tuple[dict[str, bytes], frozenset[str]]:
    """(the values that were sent, the names that came more than once). Sent without a value counts as not sent (§3.1)."""
    values: dict[str, bytes] = {}
    count: Counter[str] = Counter()
    for part in query.split(b"&"):
        raw_name, _, raw = part.partition(b"=")
        name = unquote_to_bytes(raw_name.replace(b"+", b" ")).decode("latin-1")
        if name in _KNOWN:
            count[name] += 1
            if raw:
                values.setdefault(name, unquote_to_bytes(raw.replace(b"+", b" ")))
    return values, frozenset(name for name, times in count.items() if times > 1)


async def read(db: Db, query: bytes) -> Asking:
    """Raises NoWayBack, Refusal."""
    values, twice = parameters(query)
    app = await _client(db, _text(values, "client_id"), twice)
    said, redirect_uri = _way(app, _text(values, "redirect_uri") if "redirect_uri" in values else None, twice)
    state = values.get("state")

    def refuse(error: str, description: str) -> Refusal:
        return Refusal(way_back(redirect_uri, state, error=error, error_description=description))

    if twice:
        raise refuse("invalid_request", f"The parameter {min(twice)} comes twice.")
    if "response_type" not in values:
        raise refuse("invalid_request", "The parameter response_type is missing.")
    if values["response_type"] != b"code":
        raise refuse("unsupported_response_type", "The response_type must be code.")
    if app.mode is Mode.EASY:
        raise refuse("unauthorized_client", "An app in easy mode is handed its tokens at installation.")
    challenge = _challenge(values)
    if challenge is not None and not challenge.is_sound:
        raise refuse("invalid_request", "The code_challenge or its method is not one.")
    asked = apps.scopes.parse(_text(values, "scope"))
    scopes = apps.scopes.within(asked, app.scopes) if asked else app.scopes
    if asked and not scopes:
        raise refuse("invalid_scope", "The app is registered for none of these scopes.")
    return Asking(app=app, redirect_uri=redirect_uri, said_redirect=said, scopes=scopes, state=state, challenge=challenge)


def _text(values: dict[str, bytes], name: str) -> str:
    """Whatever is no text becomes one that nothing equals."""
    text = values.get(name, b"").decode("utf-8", "replace")
    return text if is_storable(text) else "\ufffd"


async def _client(db: Db, client_id: str, twice: frozenset[str]) -> App:
    if not client_id or "client_id" in twice:
        raise NoWayBack("unknown_client")
    try:
        return await apps.app_by_client(db, client_id)
    except NotFound:
        raise NoWayBack("unknown_client") from None


def _way(app: App, said: str | None, twice: frozenset[str]) -> tuple[str | None, str]:
    """(what the request had, where the answer goes): one of the registered URLs to the letter, or the only one (§3.1.2.3)."""
    if "redirect_uri" in twice:
        raise NoWayBack("bad_redirect")
    if said is None and len(app.redirect_uris) == 1:
        return None, app.redirect_uris[0]
    if said not in app.redirect_uris or said is None:
        raise NoWayBack("bad_redirect")
    return said, said


def _challenge(values: dict[str, bytes]) -> Challenge | None:
    if "code_challenge" not in values:
        return Challenge("", "") if "code_challenge_method" in values else None
    return Challenge(_text(values, "code_challenge"), _text(values, "code_challenge_method") or "plain")
