"""How errors sound on this wire. A row serves the children of its class too."""

import re
from collections.abc import Mapping
from typing import Final

from msgspec import UNSET, Struct, UnsetType

from serai.core import accounts, billing, catalog, orders, stores, webhooks
from serai.kit import errors as kit
from serai.wire import errors as wire
from serai.wire.dialect import Problem, Spoken
from serai.wire.problems import Problems, worded

_LIMITS: Final = {"stores": "storeLimit", "products": "productLimit"}

# Core words that are not just this wire's in snake case.
_NAMES: Final = {"photo_url": "photoURL", "custom_domain": "domain"}
# Core paths that stand elsewhere on this wire.
_PATHS: Final = (
    (re.compile(r"^(quantity|low_stock_threshold)$"), r"inventory.\1"),
    (re.compile(r"^(variants\.\d+)\.quantity$"), r"\1.inventory"),
    (re.compile(r"^slug$"), "seo.slug"),
    (re.compile(r"^categories\.0$"), "category"),
)
_THEME: Final = frozenset({"colors", "fonts", "layout", "homepage"})
_UNDERSCORE = re.compile(r"_([a-z0-9])")


class ErrorOut(Struct, rename="camel", omit_defaults=True):
    """Every refusal; `errors` by field when the input was wrong, `retryAfter` in seconds."""

    detail: str
    status: int
    errors: Mapping[str, list[str]] | UnsetType = UNSET
    retry_after: int | UnsetType = UNSET


def envelope(spoken: Spoken) -> ErrorOut:
    error = spoken.error
    return ErrorOut(
        detail=spoken.message,
        status=spoken.status,
        errors=spoken.fields if isinstance(error, kit.Invalid) else UNSET,
        retry_after=error.retry_after if isinstance(error, kit.TooMany | kit.Unavailable) else UNSET,
    )


def field(path: str) -> str:
    """`variants.0.compare_at_price` → `variants.0.compareAtPrice`. A theme is sent inside `item`."""
    for pattern, place in _PATHS:
        path = pattern.sub(place, path)
    parts = [_NAMES.get(part) or _UNDERSCORE.sub(lambda m: m[1].upper(), part) for part in path.split(".")]
    return ".".join(["item", *parts] if parts[0] in _THEME else parts)


def _limit(error: billing.LimitReached) -> str:
    name = _LIMITS.get(error.limit, error.limit)
    return f"{name} reached: the plan '{error.plan}' allows {error.maximum} {error.limit}."


_INVALID: Final = Problem(422, "Validation error")

_CORE: Final[Problems] = {
    accounts.WrongCredentials: Problem(401, "Incorrect email or password"),
    accounts.AddressTaken: Problem(409, "This email is already registered"),
    billing.LimitReached: Problem(403, _limit),
    stores.SlugTaken: Problem(409, lambda e: f"The slug '{e.value}' is not available"),
    stores.DomainTaken: Problem(409, lambda e: f"The domain '{e.value}' is in use by another store"),
    stores.DomainNotInPlan: Problem(403, lambda e: f"Custom domains are not part of the plan '{e.plan}'"),
    stores.DomainNotProven: Problem(
        409, lambda e: f"The domain '{e.domain}' is not proven: it has no TXT record '{e.name}' with the value '{e.value}'"
    ),
    stores.HasOrders: Problem(409, "A store that has orders cannot be deleted"),
    stores.CurrencyFixed: Problem(
        409, lambda e: f"The store has products: their prices in {e.current} cannot be written in {e.to}"
    ),
}

_PAYING: Final[Problems] = {
    billing.BadSignature: Problem(401, "Invalid signature"),
    billing.PaymentMismatch: Problem(400, "The payment does not match the order"),
    billing.NotPaid: Problem(409, lambda e: f"The payment has not been completed: it is {e.status}"),
    billing.RequestWaiting: Problem(409, "Another billing request is still pending"),
    billing.AlreadyReviewed: Problem(409, lambda e: f"The request was already {e.status}"),
    billing.SettledByGateway: Problem(409, "A card payment is settled by the payment service, not by review"),
}

_TRADE: Final[Problems] = {
    catalog.VariantReserved: Problem(409, lambda e: f"Open orders hold {e.reserved} pieces of the variant '{e.name}'"),
    orders.IllegalMove: Problem(409, lambda e: f"An order that is {e.current} cannot become {e.to}"),
    orders.OutOfStock: Problem(409, "Not enough stock"),
    webhooks.EndpointPaused: Problem(409, "The webhook is paused: resume it first"),
    webhooks.TooManyEndpoints: Problem(409, lambda e: f"A store can have at most {e.most} webhooks"),
}

_SAID: Final[Problems] = {
    kit.NotFound: Problem(404, lambda e: f"{e.what.replace('_', ' ').capitalize()} not found"),
    kit.Invalid: _INVALID,
    kit.Refused: Problem(409, "The present state does not allow this"),
    kit.Taken: Problem(409, lambda e: f"The {field(e.field)} '{e.value}' is already in use"),
    kit.Unauthenticated: Problem(401, "Missing or invalid authentication"),
    kit.TooMany: Problem(429, "Rate limit exceeded. Please try again later."),
    wire.BadQuery: _INVALID,
    wire.UnknownRoute: Problem(404, "Not found"),
    wire.MethodNotAllowed: Problem(405, "Method not allowed"),
    wire.UnsupportedMedia: Problem(415, "The Content-Type must be application/json"),
}

PROBLEMS: Final[Problems] = worded({**_SAID, **_CORE, **_PAYING, **_TRADE})
