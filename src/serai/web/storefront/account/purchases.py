"""What the customer ordered."""

from serai.core import orders
from serai.core.customers import Customer
from serai.core.orders import OrderId
from serai.kit.errors import NotFound
from serai.kit.pages import Slice
from serai.web import names
from serai.web.storefront.account.section import AT_ONCE, HOME, SECTION, number_of, steps
from serai.web.storefront.account.session import own_page
from serai.web.storefront.checkout import place
from serai.web.storefront.checkout.details import METHODS
from serai.web.storefront.visit import Guest
from serai.web.visit import Answer, Page

ORDERS = f"{HOME}/orders"


@SECTION.page(ORDERS)
@own_page
async def list_orders(visit: Guest, customer: Customer) -> Answer:
    page = await orders.of_customer(visit.db, visit.store, customer.id, Slice(number_of(visit), AT_ONCE))
    return Page("orders.html", {"orders": page.items, "total": page.total, **steps(visit, ORDERS, total=page.total)})


@SECTION.page(ORDERS + "/{order:int}")
@own_page
async def show_order(visit: Guest, customer: Customer) -> Answer:
    """Of an order that somebody placed by this e-mail address without logging in, no more than its state is shown.

    Nobody has proven whose the address is, and who ordered has a page of their own for it.
    """
    number = OrderId(visit.number("order"))
    order = await orders.get(visit.db, [visit.store], number)
    if order.customer.id != customer.id:
        raise NotFound("order")
    first, *_ = await orders.history(visit.db, [visit.store], number)
    country = names.country(order.ship_to.country, visit.look.language)
    is_guests = first.actor == place.GUEST
    return Page("purchase.html", {"order": order, "country": country, "is_guests": is_guests, "methods": METHODS})
