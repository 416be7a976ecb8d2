"""How every error sounds on this wire: a list of errors, each with a key, a message, and an object that explains it."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from serai.core.bulk import BulkOver
from serai.core.catalog import InUse, NotRequestable, Reserved, VariantReserved
from serai.core.inventory import WarehouseInUse
from serai.core.navigation import HasChildren, SetReferenced
from serai.core.orders import IllegalMove, OutOfStock, PieceGone
from serai.core.pricing import CampaignOverlaps
from serai.core.stores import ShopCountryAmbiguous
from serai.dialects.scayle_admin.nouns import Missing, camel
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

Context = dict[str, Any]

_WORDS: Final = {
    "names": "name",
    "sets": "productSets",
    "supported_filters": "supportedFilterGroups",
    "birthday": "birthDate",
    "zip": "zipCode",
    "country": "countryCode",
    "currency": "currencyCode",
    "locale": "defaultLanguageCode",
    "locales": "supportedLanguageCodes",
    "labels": "frontendName",
    "kind": "type",
    "value_kind": "simpleValueType",
    "sku": "referenceKey",
    "barcode": "ean",
    "price_minor": "price",
    "old_minor": "oldPrice",
    "recommended_minor": "recommendedRetailPrice",
    "buying_minor": "buyingPrice",
    "tax_percent": "tax",
    "unit": "unitPrice",
    "percent": "reduction",
    "starts_at": "startAt",
    "ends_at": "endAt",
    "shop_countries": "countryCodes",
    "expected_on": "expectedAvailabilityAt",
}


class Error(msgspec.Struct, frozen=True, rename="camel"):
    """`error_key` in capitals; `context` is never anything but an object."""

    error_key: str
    message: str
    context: Context


class Failure(msgspec.Struct, frozen=True):
    """One error for every field that is wrong, one for everything else."""

    errors: list[Error]


def field(path: str) -> str:
    """A dotted path of core words in this wire's. Locales stay what they are."""
    if path.startswith("sets."):  # vouchers have criteria of their own, which are called so
        path = path.replace(".criteria", ".attributes", 1)
    return ".".join(_WORDS.get(part) or (camel(part) if part.islower() else part) for part in path.split("."))


def envelope(spoken: Spoken) -> Failure:
    if spoken.fields:
        errors = [
            Error(spoken.code, f"{name}: {message}", {"field": name})
            for name, messages in spoken.fields.items()
            for message in messages
        ]
        return Failure(errors)
    return Failure([Error(_key(spoken), spoken.message, spoken.details or {})])


def _key(spoken: Spoken) -> str:
    """PRODUCT_NOT_FOUND for a product."""
    error = spoken.error
    if isinstance(error, NotFound) and not isinstance(error, UnknownRoute):
        return f"{error.what.upper().replace(' ', '_')}_NOT_FOUND"
    return spoken.code


def _missing(error: NotFound) -> str:
    if isinstance(error, Missing):
        what = camel(error.what.replace(" ", "_"))
        named = next((sent for name, sent in reversed(list(error.asked.items())) if name.startswith(what)), "")
        if named.startswith("key="):
            return f"No {error.what} with reference key {named.removeprefix('key=')[:100]}"
        if named:
            return f"No {error.what} with {'id ' if named.isdecimal() else ''}{named[:100]}"
    return f"{error.what[:1].upper()}{error.what[1:]} not found"


def _asked(error: NotFound) -> Context:
    return {name: sent[:200] for name, sent in error.asked.items()} if isinstance(error, Missing) else {}


def _taken(error: Taken) -> Context:
    return {"field": field(error.field), "value": error.value}


def _short(error: OutOfStock) -> Context:
    return {
        "items": [
            {"index": s.index, "productId": s.product, "requested": s.requested, "available": s.available} for s in error.shorts
        ]
    }


_CODES: Final[Mapping[type[DomainError], str]] = {
    Malformed: "BAD_REQUEST",
    Forbidden: "FORBIDDEN",
    InsecureTransport: "HTTPS_REQUIRED",
    UnknownRoute: "ENDPOINT_NOT_FOUND",
    MethodNotAllowed: "METHOD_NOT_ALLOWED",
    BodyTimeout: "REQUEST_TIMEOUT",
    KeyRunning: "REQUEST_IS_RUNNING",
    UnsupportedMedia: "UNSUPPORTED_MEDIA_TYPE",
    KeyReused: "IDEMPOTENCY_KEY_REUSED",
    Refused: "UNPROCESSABLE",
    Broken: "INTERNAL_SERVER_ERROR",
    DomainError: "INTERNAL_SERVER_ERROR",
    Unavailable: "SERVICE_UNAVAILABLE",
}

PROBLEMS: Final[Problems] = worded(
    {
        BadQuery: Problem(400, "Invalid parameter", "INVALID_PARAMETER"),
        Invalid: Problem(400, "Invalid parameter", "VALIDATION_ERROR"),
        Unauthenticated: Problem(401, "No or invalid access token", "UNAUTHORIZED"),
        NotFound: Problem(404, _missing, "NOT_FOUND", details=_asked),
        Taken: Problem(409, lambda e: f"{field(e.field)} is already in use", "ALREADY_EXISTS", details=_taken),
        InUse: Problem(409, lambda e: f"The {e.what} '{e.name[:100]}' is in use", "IS_IN_USE"),
        VariantReserved: Problem(409, lambda e: f"Open orders hold {e.reserved} pieces of the variant", "VARIANT_IS_RESERVED"),
        Reserved: Problem(422, lambda e: f"The attribute group '{e.name}' is reserved", "ATTRIBUTE_GROUP_IS_RESERVED"),
        NotRequestable: Problem(
            422,
            lambda e: f"The state '{e.state[:50]}' cannot be asked for: live, draft and blocked can",
            "STATE_NOT_REQUESTABLE",
        ),
        ShopCountryAmbiguous: Problem(409, "Shop country can not be identified due to duplicates", "SHOP_COUNTRY_IS_AMBIGUOUS"),
        BulkOver: Problem(409, "The bulk request is processed or cancelled already", "BULK_REQUEST_IS_OVER"),
        CampaignOverlaps: Problem(409, "Another campaign runs in one of these countries at that time", "CAMPAIGN_OVERLAPS"),
        WarehouseInUse: Problem(409, "The warehouse holds stock, or is the default one", "WAREHOUSE_IN_USE"),
        PieceGone: Problem(
            409,
            "The item was shipped, cancelled or returned before",
            "ORDER_ITEM_NOT_OPEN",
            details=lambda e: {"orderItemId": e.piece},
        ),
        HasChildren: Problem(409, "The category has others below it", "SHOP_CATEGORY_HAS_CHILDREN"),
        SetReferenced: Problem(
            409, "A product set of the category is used by another one: unlink it", "PRODUCT_SET_IS_REFERENCED"
        ),
        TooLarge: Problem(413, "The request payload is too large", "PAYLOAD_TOO_LARGE"),
        IllegalMove: Problem(422, lambda e: f"An order cannot go from {e.current} to {e.to}", "ILLEGAL_ORDER_STATUS"),
        OutOfStock: Problem(422, "There is not enough stock", "OUT_OF_STOCK", details=_short),
        TooMany: Problem(429, "The request rate limit exceeded. Please try again later.", "RATE_LIMIT_EXCEED"),
    },
    codes=_CODES,
)
