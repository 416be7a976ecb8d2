"""How every error sounds on this wire in each of its two profiles, and the envelope that holds it (§4.2)."""

import re
from collections.abc import Mapping
from typing import Any, Final

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.catalog import VariantReserved
from serai.core.inventory import WarehouseInUse
from serai.core.orders import IllegalMove, OutOfStock, Settled
from serai.core.promotions import PromoRefused
from serai.core.stores import HasTax
from serai.dialects.salla.auth import App, ScopeMissing
from serai.kit.errors import (
    DomainError,
    Forbidden,
    Invalid,
    KeyReused,
    KeyRunning,
    NotFound,
    Refused,
    Taken,
    TooMany,
    Unauthenticated,
    Unavailable,
)
from serai.wire.call import Principal
from serai.wire.dialect import Problem, Spoken
from serai.wire.errors import (
    BadQuery,
    BodyTimeout,
    Broken,
    InsecureTransport,
    Malformed,
    MethodNotAllowed,
    TooLarge,
    UnknownRoute,
    UnsupportedMedia,
)
from serai.wire.problems import Problems, worded

_WORDS: Final = {
    "compare_at_price": "price",
    "low_stock_threshold": "notify_quantity",
    "seo_title": "metadata_title",
    "seo_description": "metadata_description",
    "slug": "metadata_url",
    "order_status": "slug",
    "payment_method": "payment.method",
    "promo_code": "coupon_code",
    "variants": "options",
    "brand": "brand_id",
    "parent": "parent_id",
    "is_primary": "default",
    "kind": "type",
    "display": "display_type",
    "position": "sort",
    "cost": "cost_price",
    "weight_unit": "weight_type",
    "max_per_order": "maximum_quantity_per_order",
}
_PARTS: Final = (
    (re.compile(r"^variants\.(\d+)\."), r"skus.\1."),
    (re.compile(r"(^|\.)images\.(\d+)\.url$"), r"\1images.\2.original"),
    (re.compile(r"(^|\.)images\.(\d+)\.is_primary$"), r"\1images.\2.default"),
)


class Error(msgspec.Struct, frozen=True):
    """`fields` maps a dotted name to messages; it is there for bad input only."""

    code: str | int
    message: str
    fields: dict[str, list[str]] | UnsetType = UNSET


class Failure(msgspec.Struct, frozen=True):
    status: int
    success: bool
    error: Error


def field(path: str) -> str:
    """A dotted path of core words in this wire's."""
    word = _WORDS.get(path, path)
    for pattern, wire in _PARTS:
        word = pattern.sub(wire, word)
    return word


def envelope(spoken: Spoken) -> Failure:
    code: str | int = int(spoken.code) if spoken.code.isdigit() else spoken.code
    fields = spoken.details if isinstance(spoken.details, dict) else dict(spoken.fields)
    return Failure(spoken.status, success=False, error=Error(code, spoken.message, fields or UNSET))


def profile(who: Principal | None) -> Problems:
    """The table that the caller's app reads; strangers get the documented one."""
    return LIVE if isinstance(who, App) and who.live else PROBLEMS


def _taken(error: Taken) -> dict[str, list[str]]:
    return {field(error.field): ["Is already in use."]}


def _short(error: OutOfStock) -> dict[str, list[str]]:
    return {f"products.{short.index}.quantity": [f"{short.available} are left."] for short in error.shorts}


def _illegal(error: IllegalMove) -> dict[str, list[str]]:
    return {"slug": [f"An order cannot go from {error.current} to {error.to}."]}


def _settled(error: Settled) -> dict[str, list[str]]:
    return {field(error.field): ["Cannot be changed any more."]}


def _second_tax(_: HasTax) -> dict[str, list[str]]:
    return {"tax": ["The store has its one tax: change it, or delete it first."]}


def _unusable(error: PromoRefused) -> dict[str, list[str]]:
    return {"coupon_code": [f"Cannot be used: {error.reason.value.replace('_', ' ')}."]}


def _reserved(error: VariantReserved) -> str:
    return f"Open orders hold {error.reserved} pieces of {error.sku or error.name}"


_BAD: Final = "The provided parameters are invalid"


def _refused(status: int, code: str, say: Any, invalid: str) -> dict[type[DomainError], Problem]:
    """What valid JSON can have against it."""
    return {
        Invalid: Problem(status, invalid, code),
        Taken: Problem(status, invalid, code, details=_taken),
        KeyReused: Problem(status, "This Idempotency-Key was used with another request", code),
        OutOfStock: Problem(status, invalid, code, details=_short),
        IllegalMove: Problem(status, invalid, code, details=_illegal),
        Settled: Problem(status, invalid, code, details=_settled),
        PromoRefused: Problem(status, invalid, code, details=_unusable),
        VariantReserved: Problem(status, _reserved, code),
        HasTax: Problem(status, invalid, code, details=_second_tax),
        WarehouseInUse: Problem(status, "The branch holds stock, or is the default one", code),
        Refused: Problem(status, say, code),
    }


_STATE: Final = "The present state does not allow this"

_CODES: Final[Mapping[type[DomainError], str]] = {
    Malformed: "bad_request",
    Forbidden: "forbidden",
    InsecureTransport: "forbidden",
    UnknownRoute: "not_found",
    MethodNotAllowed: "method_not_allowed",
    BodyTimeout: "bad_request",
    KeyRunning: "conflict",
    TooLarge: "bad_request",
    Unavailable: "service_unavailable",
}

PROBLEMS: Final[Problems] = worded(
    {
        BadQuery: Problem(400, _BAD, "invalid_parameters"),
        **_refused(400, "invalid_parameters", _STATE, _BAD),
        Unauthenticated: Problem(401, "The access token is invalid", "unauthorized"),
        NotFound: Problem(404, lambda e: f"The {e.what} was not found", "not_found"),
        UnsupportedMedia: Problem(415, "The request body must be JSON or a form", "bad_request"),
        TooMany: Problem(429, "Too many requests", "too_many_requests"),
        Broken: Problem(500, "Something went wrong", "server_error"),
        DomainError: Problem(500, "Something went wrong", "server_error"),
    },
    codes=_CODES,
)

_LIVE_CODES: Final[Mapping[type[DomainError], str]] = {
    BadQuery: "bad_request",
    Unauthenticated: "Unauthorized",
    Forbidden: "error",
    InsecureTransport: "error",
    UnknownRoute: "404",
    NotFound: "404",
}

# Where the published clients' table differs (C11, C12).
LIVE: Final[Problems] = worded(
    {
        **_refused(422, "error", _STATE, "alert.invalid_fields"),
        ScopeMissing: Problem(401, lambda e: e.reason, "Unauthorized"),
    },
    codes=_LIVE_CODES,
    over=PROBLEMS,
)
