"""`shopId` → the shop country, and `X-Access-Token` → what its holder may do there. Source: scayle-storefront.md 1.3, 1.4."""

import re
from dataclasses import dataclass
from typing import Final

from serai.core import apps, stores
from serai.core.accounts import StoreId
from serai.core.apps import KeyId
from serai.core.stores import ShopCountry, Visit
from serai.dialects.scayle_storefront.limits import QUOTA
from serai.kit.crypto import digest
from serai.kit.errors import Unauthenticated
from serai.wire.call import Call, Principal
from serai.wire.errors import BadQuery
from serai.wire.operation import Operation
from serai.wire.transport import subscriber

CREDENTIAL: Final = {"type": "apiKey", "in": "header", "name": "X-Access-Token"}
KEYED: Final = "storefront"
"""The scope of the operations that need a key in every store."""
LARGEST: Final = 2**53 - 1
_NUMBER: Final = re.compile(r"[0-9]{1,16}")
_FORMS: Final = {
    "shopKey": re.compile(r"[A-Za-z0-9]{2}"),
    "countryCode": re.compile(r"[A-Za-z]{2}"),
    "locale": re.compile(r"[A-Za-z]{2,4}_[A-Za-z]{2,4}"),
}
_HOST: Final = re.compile(r"([a-z0-9-]+)\.storefront\.")


@dataclass(eq=False)
class NoToken(Unauthenticated):
    """None of this store's where one is needed, or one without the scope it `lacks`.

    `is_live`: the store has the vendor's present ways.
    """

    is_live: bool
    lacks: str = ""


class Shop(Principal, frozen=True, kw_only=True):
    """One shop country, as somebody looks at it. `locale` as `ll_CC`, `live`: the store asks for the vendor's present ways."""

    country: ShopCountry
    locale: str
    live: bool

    @property
    def store(self) -> StoreId:
        return self.country.store_id


async def identify(call: Call) -> Shop:
    """Raises BadQuery for a shop that is not named, NotFound for one that is not there, NoToken without a key where one
    is needed. A key that is not this store's counts as none.
    """
    token = call.headers.get("x-access-token", "")
    visit = await _visit(call, digest(token) if token else None)
    live = visit.profile == "live"
    has_key = visit.key is not None and KEYED in visit.scopes
    if not has_key and (live or call.operation.scope == KEYED):
        raise NoToken(is_live=live, lacks=KEYED if visit.key is not None else "")
    if visit.key is not None:
        await apps.note_use(call.db, KeyId(visit.key), before=visit.key_used_at, at=call.services.clock.now())
    who = f"shop:{visit.country.id}"
    return Shop(
        owner=f"key:{visit.key}" if has_key else who,
        actor=who,
        scopes=frozenset((KEYED,)) if has_key else frozenset(),
        quota=QUOTA,
        counted=f"ip:{subscriber(call.ip)}",
        country=visit.country,
        locale=_locale(call, visit.country),
        live=live,
    )


async def _visit(call: Call, key: bytes | None) -> Visit:
    at = call.services.clock.now()
    text = call.query.get("shopId") or call.query.get("countryId")
    text = text or call.headers.get("x-shop-id") or call.headers.get("x-country-id")
    if text is None and "shopKey" in call.query:
        named = {name: _named(call, name) for name in _FORMS}
        host = _HOST.match(call.headers.get("host", "").lower())
        visit = await stores.visit_by_name(
            call.db,
            named["shopKey"],
            country=named["countryCode"].upper(),
            locale=named["locale"],
            host_slug=host[1] if host else None,
            digest=key,
            at=at,
        )
        if visit is None:
            raise BadQuery.one("shopKey", "Several stores may have it: name one by `shopId`, a token or a host.")
        return visit
    if text is None:
        raise BadQuery.one("shopId", "This parameter is required.")
    if not _NUMBER.fullmatch(text) or not 0 < int(text) <= LARGEST:
        raise BadQuery.one("shopId", "Must be the id of a shop country.")
    return await stores.visit(call.db, int(text), digest=key, at=at)


def _named(call: Call, name: str) -> str:
    """One of the three words that name a shop together."""
    text = call.query.get(name, "")
    if not _FORMS[name].fullmatch(text):
        raise BadQuery.one(name, "Is required in place of `shopId`, as two characters, `CC` and `ll_CC`.")
    return text


def _locale(call: Call, country: ShopCountry) -> str:
    """The one that was asked for where the shop country has it, else its own."""
    asked = call.query.get("locale", "")
    return asked if asked in country.locales else country.locale


def allows(who: Principal, operation: Operation) -> None:
    """Whether a key is needed shows before: it depends on the store."""


def shop(call: Call) -> Shop:
    """Where this call looks."""
    if not isinstance(call.who, Shop):
        raise Unauthenticated
    return call.who
