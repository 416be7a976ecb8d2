"""Who is logged in at a storefront. Their cookie is signed, of one store, and ends with the password it was given for."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import lru_cache, wraps
from typing import Final, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from serai.core import baskets, customers
from serai.core.customers import Credentials, Customer, CustomerId
from serai.kit.clock import Clock
from serai.kit.crypto import Vault, digest, random_text
from serai.kit.db import Tx
from serai.kit.errors import Unauthenticated
from serai.kit.tokens import Tokens
from serai.web.section import Act, Show
from serai.web.storefront.desk import GUEST
from serai.web.storefront.visit import Guest
from serai.web.visit import Answer, Done

COOKIE: Final = "serai_customer"
LASTS: Final = timedelta(days=30)
LOG_IN: Final = "/account/log-in"

F = TypeVar("F", bound=Struct)


async def customer(visit: Guest) -> Customer | None:
    """Whoever is logged in; None for anybody else, for another store's customers too."""
    try:
        claims = _tokens(visit.services.vault, visit.services.clock).verify(visit.request.cookies.get(COOKIE, ""))
    except Unauthenticated:
        return None
    store, _, number = claims.sub.partition(":")
    if store != str(visit.store):
        return None
    found = await customers.admitted(visit.db, visit.store, CustomerId(int(number)))
    if found is None or _mark(found[1]) != claims.sid:
        return None
    visit.customer = found[0].id
    return found[0]


async def admit(visit: Guest, who: Credentials) -> None:
    """From this answer on the browser is logged in, and what its basket had is in the customer's own."""
    own = replace(visit.place, key=_basket_key(visit, who))

    async def take_over(tx: Tx) -> None:
        if (await baskets.get(tx, visit.place, at=tx.now)).items:
            await baskets.merge(tx, visit.place, into=own.key)
            await baskets.belongs_to(tx, own, customer=who.customer)

    await visit.write(take_over)
    ends = visit.now + LASTS
    tokens = _tokens(visit.services.vault, visit.services.clock)
    visit.cookies[COOKIE] = tokens.sign(f"{visit.store}:{who.customer}", session=_mark(who), expires_at=ends.timestamp())
    visit.cookies[GUEST] = own.key


def leave(visit: Guest) -> None:
    """The next who uses the browser is a stranger with an empty basket."""
    visit.cookies[COOKIE] = None
    visit.cookies[GUEST] = random_text(32)


def own_page(show: Callable[[Guest, Customer], Awaitable[Answer]]) -> Show[Guest]:
    """A page of whoever is logged in; others are sent to log in."""

    @wraps(show)
    async def page(visit: Guest) -> Answer:
        found = await customer(visit)
        return Done(LOG_IN) if found is None else await show(visit, found)

    return page


def own_form(act: Callable[[Guest, Customer, F], Awaitable[Answer]]) -> Act[Guest, F]:
    """The same for what a form does."""

    @wraps(act)
    async def form(visit: Guest, sent: F) -> Answer:
        found = await customer(visit)
        return Done(LOG_IN) if found is None else await act(visit, found, sent)

    return form


@lru_cache(maxsize=16)
def _tokens(vault: Vault, clock: Clock) -> Tokens:
    return Tokens(vault.key("customers"), clock)


def _mark(who: Credentials) -> int:
    """Tells one password from the next."""
    return int.from_bytes(digest(who.password_hash or "")[:6])


def _basket_key(visit: Guest, who: Credentials) -> str:
    """The same wherever they log in; nobody else can know it."""
    named = f"{visit.store}:{who.customer}:{_mark(who)}"
    return visit.services.vault.sign(named.encode(), purpose="customers' baskets").hex()[:32]
