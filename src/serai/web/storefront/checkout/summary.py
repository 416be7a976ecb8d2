"""What a checkout's page shows of the order that it would be. All sums are the core's."""

from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from serai.core import baskets, customers, loyalty, orders, search
from serai.core.baskets import Basket, Checkout, Quoted, Seen
from serai.core.customers import Customer, CustomerAddress
from serai.core.loyalty import PointsRefused
from serai.core.orders import Address, Quote
from serai.kit.crypto import random_text
from serai.web import names
from serai.web.storefront.basket.lines import Line, lines_of
from serai.web.storefront.checkout import countries, details
from serai.web.storefront.visit import Guest


class Ordered(Struct, frozen=True):
    """A line as it would be ordered. `change`: what is not as it was shown before."""

    line: Line
    total_minor: int
    change: str


async def values(visit: Guest, buyer: Customer | None) -> dict[str, Any]:
    """Raises NothingToOrder, OtherCurrency."""
    book = await _book(visit, buyer)
    start = _start(visit, buyer, book)
    typed = visit.typed
    country = countries.first(visit.shop, typed.get("country"), start["country"], visit.country.country)
    quoted = await quote(visit, buyer, country, _points(typed.get("points", "")), strict=False)
    basket, order = quoted.basket, quoted.order
    shown = await search.show(visit.db, visit.country, [item.product for item in basket.items], at=visit.now)
    lines = lines_of(basket, shown)
    return {
        "buyer": buyer,
        "book": book,
        "start": {**start, "country": country},
        "countries": countries.offered(visit.shop),
        "lines": _ordered(basket, lines, order, details.seen_of(typed.get("seen", ""))),
        "missing": [line for line in lines if line.item not in basket.available],
        "order": order,
        "token": typed.get("order") or random_text(32),
        "seen": details.text_of(baskets.seen(basket)),
        "can_order": not any(line.trouble == "fewer" for line in lines),
        "loyalty": await _loyalty(visit, buyer),
    }


async def quote(visit: Guest, buyer: Customer | None, country: str, points: int, *, strict: bool = True) -> Quoted:
    """Raises NothingToOrder, OtherCurrency, and when it is strict PointsRefused: else it then goes without points."""
    who = buyer.id if buyer else details.NOBODY
    wanted = Checkout(customer=who, ship_to=Address(country=country), redeem_points=points if buyer else 0)
    try:
        return await baskets.quote(visit.db, visit.place, wanted, at=visit.now)
    except PointsRefused:
        if strict:
            raise
        return await baskets.quote(visit.db, visit.place, replace(wanted, redeem_points=0), at=visit.now)


def _points(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 12 else 0


def _ordered(basket: Basket, lines: list[Line], order: Quote, before: tuple[Seen, ...]) -> list[Ordered]:
    by_key = {line.item.key: line for line in lines}
    totals = zip(basket.available, order.lines_minor, baskets.seen(basket), strict=True)
    return [Ordered(by_key[item.key], total, _change(now, before)) for item, total, now in totals]


def _change(now: Seen, before: tuple[Seen, ...]) -> str:
    """Nothing while no page was shown before."""
    was = next((each for each in before if each.variant == now.variant), None)
    if was is None:
        return "new" if before else ""
    if was.quantity != now.quantity:
        return "quantity"
    return "price" if was.total_minor != now.total_minor else ""


async def _book(visit: Guest, buyer: Customer | None) -> tuple[CustomerAddress, ...]:
    return await customers.addresses(visit.db, visit.store, buyer.id) if buyer else ()


def _start(visit: Guest, buyer: Customer | None, book: tuple[CustomerAddress, ...]) -> dict[str, str]:
    """What the form has before anything was typed: the address asked for, else the usual one. Only the customer's own."""
    asked = visit.asked("address")
    usual = next((each for each in book if each.is_default_shipping), book[0] if book else None)
    chosen = next((each for each in book if str(each.id) == asked), usual)
    start = dict.fromkeys(("name", "phone", "address", "city", "state", "postal_code", "country"), "")
    if buyer is not None:
        start |= {"name": buyer.name, "phone": buyer.phone or ""}
    if chosen is not None:
        street = [chosen.street, chosen.house_number, chosen.additional]
        start |= {
            "address": " ".join(part for part in street if part),
            "city": chosen.city or "",
            "state": chosen.state or "",
            "postal_code": chosen.zip or "",
            "country": chosen.country or "",
        }
    return start


async def _loyalty(visit: Guest, buyer: Customer | None) -> dict[str, Any] | None:
    """What the buyer could pay with; None for who cannot."""
    if buyer is None:
        return None
    settings = await loyalty.read_settings(visit.db, visit.store)
    account = await loyalty.account(visit.db, visit.store, buyer.id)
    if not settings.is_enabled or account.balance < settings.min_redeem_points:
        return None
    return {"account": account, "least": settings.min_redeem_points}


async def page_of_order(visit: Guest, order: orders.OrderId) -> dict[str, Any]:
    """What the page of a placed order shows. Raises NotFound."""
    found = await orders.get(visit.db, [visit.store], order)
    return {"order": found, "country": names.country(found.ship_to.country, visit.look.language)}
