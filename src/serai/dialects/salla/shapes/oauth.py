"""OAuth on this wire: token requests as they arrive, pairs and refusals as RFC 6749 §5 writes them, the token's owner."""

import base64
import binascii
import math
from collections.abc import Mapping
from datetime import datetime
from typing import Final
from urllib.parse import parse_qsl, unquote_plus

import msgspec
from msgspec import UNSET, Struct, UnsetType

from serai.core.apps import Asked, Fault, GrantError, Merchant, TokenOwner, Tokens, Visit
from serai.dialects.salla.auth import App
from serai.dialects.salla.dates import iso, stamp
from serai.dialects.salla.plans import plan_of
from serai.dialects.salla.view import View
from serai.kit.errors import DomainError
from serai.kit.text import is_storable
from serai.wire import parse
from serai.wire.call import Reply

_MOST_FIELDS: Final = 50
_NO_STORE: Final = (("cache-control", "no-store"), ("pragma", "no-cache"))
_READ: Final = frozenset(Asked.__struct_fields__)


class TokensOut(Struct, omit_defaults=True):
    """`expires_in` in seconds, `expires` the same moment as a Unix time."""

    access_token: str
    refresh_token: str | UnsetType = UNSET
    token_type: str = msgspec.field(default_factory=lambda: "Bearer")
    expires_in: int = 0
    expires: int = 0
    scope: str | UnsetType = UNSET


class OAuthError(Struct):
    error: str
    error_description: str


# ── a request ──


def asked_of(headers: Mapping[str, str], body: bytes) -> Asked | Fault:
    """The request for tokens in a form or in JSON, its client named there or by HTTP Basic (RFC 6749 §2.3.1).

    A parameter that comes twice, or a client that names itself in both ways, is refused; others are ignored (§3.2).
    """
    pairs = _pairs(headers.get("content-type", ""), body)
    if isinstance(pairs, Fault):
        return pairs
    given = [(name, value) for name, value in pairs if name in _READ and value]
    values = dict(given)
    if len(values) != len(given):
        return _bad("A parameter comes twice.")
    if not all(is_storable(value) for value in values.values()):
        return _bad("A parameter has characters that cannot be.")
    basic = _basic(headers.get("authorization", ""))
    if basic is not None:
        if "client_secret" in values or values.get("client_id", basic[0]) != basic[0]:
            return _bad("The client names itself in two ways.")
        values["client_id"], values["client_secret"] = basic
    return Asked(**{name: values.get(name) for name in _READ})


def _pairs(media: str, body: bytes) -> list[tuple[str, str]] | Fault:
    kind = media.split(";", maxsplit=1)[0].strip().lower()
    try:
        if kind == "application/x-www-form-urlencoded":
            text = body.decode("ascii")
            return parse_qsl(text, keep_blank_values=True, encoding="utf-8", errors="strict", max_num_fields=_MOST_FIELDS)
        if kind == "application/json":
            return list(parse.body(body, dict[str, str]).items())
    except (ValueError, DomainError):
        return _bad("The body cannot be read.")
    return _bad("The Content-Type must be application/x-www-form-urlencoded.")


def _basic(header: str) -> tuple[str, str] | None:
    scheme, _, text = header.partition(" ")
    if scheme.lower() != "basic":
        return None
    try:
        name, _, secret = base64.b64decode(text.strip(), validate=True).decode().partition(":")
    except (binascii.Error, ValueError):
        return "", ""
    name, secret = unquote_plus(name), unquote_plus(secret)
    return (name, secret) if is_storable(name + secret) else ("", "")


def _bad(reason: str) -> Fault:
    return Fault(GrantError.INVALID_REQUEST, reason)


# ── its answer ──


def tokens_out(tokens: Tokens, now: datetime) -> TokensOut:
    return TokensOut(
        access_token=tokens.access,
        refresh_token=tokens.refresh or UNSET,
        expires_in=math.ceil((tokens.expires_at - now).total_seconds()),
        expires=int(tokens.expires_at.timestamp()),
        scope=" ".join(tokens.scopes),
    )


def answered(result: Tokens | Fault, now: datetime) -> Reply:
    """The pair, or the refusal in the RFC's own shape."""
    if isinstance(result, Tokens):
        return Reply(tokens_out(result, now), headers=_NO_STORE)
    wrong_client = result.error is GrantError.INVALID_CLIENT
    challenge = (("www-authenticate", 'Basic realm="oauth2"'),) if wrong_client else ()
    return Reply(OAuthError(result.error, result.reason), 401 if wrong_client else 400, (*_NO_STORE, *challenge))


def exhausted(seconds: int) -> Reply:
    """Too many wrong secrets or codes."""
    error = OAuthError("temporarily_unavailable", "Too many wrong attempts. Try again later.")
    return Reply(error, 429, (*_NO_STORE, ("retry-after", str(seconds))))


# ── the token's owner ──


class MerchantOut(Struct):
    id: int
    owner_id: int
    owner_name: str
    username: str
    name: str
    avatar: str | None
    store_location: str | None
    plan: str
    status: str
    type: str
    domain: str
    tax_number: str | None
    commercial_number: str | None
    created_at: str


class StoreName(Struct):
    id: int
    name: str


class Context(Struct):
    """`app` is the app's id as text, `scope` what the token may do, `exp` a Unix time."""

    app: str
    scope: str
    exp: int


class Owner(Struct):
    """Who gave the token, and the store it is for. A published client takes no null for texts: there is an empty one."""

    id: int
    name: str
    email: str
    mobile: str
    role: str
    created_at: str
    merchant: MerchantOut
    store: StoreName
    context: Context


class OwnerOut(Owner, kw_only=True):
    """The owner under `data`, and the same members beside it: some clients read the one, some the other (C18)."""

    status: int
    success: bool
    data: Owner


def owner_out(owner: TokenOwner, who: App, view: View) -> OwnerOut:
    context = Context(app=str(who.app), scope=" ".join(who.granted), exp=int(who.expires_at.timestamp()))
    merchant = owner.merchant
    data = Owner(
        id=owner.id,
        name=owner.name,
        email=owner.email or "",
        mobile=owner.phone or "",
        role="user",
        created_at=stamp(owner.created_at, view),
        merchant=_merchant_out(merchant, view),
        store=StoreName(merchant.id, merchant.name),
        context=context,
    )
    return OwnerOut(**msgspec.structs.asdict(data), status=200, success=True, data=data)


def _merchant_out(merchant: Merchant, view: View) -> MerchantOut:
    """`status` is the account's, not the storefront's: the token of one that is not active opens nothing."""
    return MerchantOut(
        id=merchant.id,
        owner_id=merchant.owner,
        owner_name=merchant.owner_name,
        username=merchant.public_slug,
        name=merchant.name,
        avatar=None,
        store_location=None,
        plan=plan_of(merchant.plan),
        status="active",
        type="live",
        domain=view.store_url,
        tax_number=None,
        commercial_number=None,
        created_at=stamp(merchant.created_at, view),
    )


# ── pages inside the dashboard ──


class IntrospectIn(Struct):
    """The published client sends `env`, `iss` and `subject` too; only the token says anything."""

    token: str


class VisitOut(Struct):
    merchant_id: int
    user_id: int
    exp: str


def visit_out(visit: Visit) -> VisitOut:
    return VisitOut(merchant_id=visit.store, user_id=visit.user, exp=iso(visit.expires_at))
