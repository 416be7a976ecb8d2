"""How every error sounds on this wire: `{code, message, details}`. Source: scayle-storefront.md 1.7, 1.8."""

from collections.abc import Mapping
from typing import Any, Final

import msgspec

from serai.core.baskets import AlreadyPresent, BasketRefused, ItemMissing, ItemUnavailable, TooManyItems
from serai.dialects.scayle_storefront.auth import NoToken, Shop
from serai.dialects.scayle_storefront.paths import Missing
from serai.dialects.scayle_storefront.shapes.baskets import members
from serai.kit.errors import Forbidden, Invalid, KeyReused, NotFound, Refused, Taken, TooMany, Unauthenticated
from serai.wire.call import Principal
from serai.wire.dialect import Problem, Spoken
from serai.wire.errors import InsecureTransport
from serai.wire.problems import SHARED, Problems, worded


class Detail(msgspec.Struct, frozen=True):
    field: str
    description: str


class Failure(msgspec.Struct, frozen=True):
    """`code` is the HTTP status: text as documented, a number in `live`."""

    code: str | int
    message: str
    details: tuple[Detail, ...] = ()


_UNAUTHENTICATED: Final = "Missing or invalid access token"
_WORDS: Final = {
    "quantity": "quantity",
    "variant": "variantId",
    "variant_id": "variantId",
    "product_id": "productId",
    "promotion_code": "promotionCode",
    "display_data": "displayData",
    "custom_data": "customData",
    "item_group": "itemGroup",
    "shop_country": "shopId",
    "price_key": "customData.pricePromotionKey",
}

# What the path's parameters are called.
_PARAMETERS: Final = {
    "product": "productId",
    "variant": "variantId",
    "category": "categoryId",
    "campaign": "campaignId",
    "brand": "brandId",
    "filter": "group",
    "attribute": "groupKey",
    "navigation tree": "navigationId",
    "basket": "basketKey",
    "wishlist": "wishlistKey",
    "basket item": "itemKey",
    "wishlist item": "itemKey",
}


def field(path: str) -> str:
    """A dotted path of core words in this wire's."""
    first, dot, rest = path.partition(".")
    return f"{_WORDS.get(first, first)}{dot}{rest}"


def envelope(spoken: Spoken) -> Any:
    """The error, and for a basket or wishlist what it is now (6.2): `spoken.details` is then a mapping of its members."""
    error, who = spoken.error, spoken.who
    live = who.live if isinstance(who, Shop) else isinstance(error, NoToken) and error.is_live
    rows = [Detail(name, message) for name, said in spoken.fields.items() for message in said]
    rows += spoken.details if isinstance(spoken.details, list) else []
    if isinstance(error, Missing) and isinstance(who, Shop):
        rows.append(_missing(error, who))
    failure = Failure(spoken.status if live else str(spoken.status), spoken.message, tuple(rows))
    if isinstance(spoken.details, Mapping):
        return {**spoken.details, "code": failure.code, "message": failure.message, "details": failure.details}
    return failure


envelope.__annotations__["return"] = Failure


def _missing(error: Missing, who: Shop) -> Detail:
    """`No product with id 77 in shop 1001`"""
    sent = str(error.sent)[:100]
    which = f"with id {sent}" if sent.isdecimal() else f"'{sent}'"
    return Detail(_PARAMETERS[error.what], f"No {error.what} {which} in shop {who.country.id}")


def _unknown(error: NotFound) -> list[Detail]:
    return [Detail("shopId", "There is no shop country with this id.")] if error.what == "shop" else []


def _basket(error: BasketRefused | ItemMissing) -> dict[str, Any]:
    """The basket or wishlist as it is, when it was put into this wire's words."""
    return {} if error.shown is None else members(error.shown)


PROBLEMS: Final[Problems] = worded(
    {
        Invalid: Problem(400, "Validation failed"),
        InsecureTransport: Problem(400, "HTTPS is required"),
        Unauthenticated: Problem(401, _UNAUTHENTICATED),
        NoToken: Problem(401, lambda e: f"This access token lacks the scope '{e.lacks}'" if e.lacks else _UNAUTHENTICATED),
        Forbidden: Problem(401, lambda e: e.reason),
        NotFound: Problem(404, lambda e: f"{e.what.capitalize()} not found", details=_unknown),
        ItemMissing: Problem(404, lambda e: f"{e.what.capitalize()} not found", details=_basket),
        Taken: Problem(409, "Is already in use", details=lambda e: [Detail(field(e.field), "Is already in use.")]),
        AlreadyPresent: Problem(409, "Is there already: change it instead", details=_basket),
        KeyReused: Problem(409, "This Idempotency-Key was used with another request"),
        Refused: Problem(409, "The present state does not allow this"),
        ItemUnavailable: Problem(412, "Is not for sale here, or out of stock", details=_basket),
        TooManyItems: Problem(413, "Has as many items as it may have", details=_basket),
        TooMany: Problem(503, "Too many requests from this address"),
    }
)

_LIVE: Final[Problems] = worded(
    {Invalid: SHARED[Invalid], TooMany: Problem(429, "Too many requests from this address")}, over=PROBLEMS
)


def profile(who: Principal | None) -> Problems:
    """The words for this caller's store."""
    return _LIVE if isinstance(who, Shop) and who.live else PROBLEMS
