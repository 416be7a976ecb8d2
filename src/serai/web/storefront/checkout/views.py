"""From the basket to the order, and the order's own page."""

from pathlib import Path
from typing import Final

from serai.core.baskets import NothingToOrder
from serai.web.section import Section
from serai.web.storefront.account import session
from serai.web.storefront.basket.views import CART
from serai.web.storefront.checkout import countries, details, receipts, summary
from serai.web.storefront.checkout.details import Details
from serai.web.storefront.checkout.place import place
from serai.web.storefront.visit import Guest
from serai.web.visit import Answer, Done, Page

SECTION: Section[Guest] = Section(Path(__file__).parent)
PATH: Final = "/checkout"


@SECTION.page(PATH)
async def checkout_page(visit: Guest) -> Answer:
    buyer = await session.customer(visit)
    try:
        return Page("checkout.html", {**await summary.values(visit, buyer), "methods": details.METHODS})
    except NothingToOrder:
        return Done("/cart") if visit.problem is None else Page("nothing.html")


@SECTION.form(PATH, Details, again=checkout_page)
async def order(visit: Guest, form: Details) -> Answer:
    buyer = await session.customer(visit)
    if form.press == details.UPDATE:
        country = countries.first(visit.shop, form.country, visit.country.country)
        await summary.quote(visit, buyer, country, form.points)
        visit.typed = {**details.typed(form), "seen": ""}
        return await checkout_page(visit)
    details.check(visit, form, buyer)
    placed = await place(visit, form, buyer)
    visit.cookies[CART] = None
    return Done(receipts.path(visit, placed), "ordered")


@SECTION.page("/orders/{token}")
async def order_page(visit: Guest) -> Answer:
    found = receipts.order_of(visit, visit.text("token"))
    return Page("order.html", {**await summary.page_of_order(visit, found), "methods": details.METHODS})
