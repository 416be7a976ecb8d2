"""The customer's account: what it has on its first page, and who they are."""

from typing import Final

from msgspec import Struct

from serai.core import customers, loyalty, orders
from serai.core.customers import Customer, CustomerChange
from serai.kit.pages import Slice
from serai.web.storefront.account import addresses, entry, purchases, session, subscribed
from serai.web.storefront.account.section import HOME, SECTION
from serai.web.storefront.account.session import own_form, own_page
from serai.web.storefront.visit import Guest
from serai.web.visit import Answer, Done, Page

__all__ = ["SECTION", "addresses", "entry", "purchases", "subscribed"]

DETAILS: Final = f"{HOME}/details"
PASSWORD: Final = f"{HOME}/password"
LATEST: Final = 5


class Profile(Struct):
    """A number that is left empty is taken away."""

    first_name: str
    last_name: str = ""
    phone: str | None = None


class NewPassword(Struct):
    current_password: str
    new_password: str


@SECTION.page(HOME)
@own_page
async def home(visit: Guest, customer: Customer) -> Answer:
    settings = await loyalty.read_settings(visit.db, visit.store)
    latest = await orders.of_customer(visit.db, visit.store, customer.id, Slice(1, LATEST))
    points = await loyalty.account(visit.db, visit.store, customer.id) if settings.is_enabled else None
    return Page("home.html", {"customer": customer, "orders": latest.items, "points": points})


@SECTION.page(DETAILS)
@own_page
async def details_page(_: Guest, customer: Customer) -> Answer:
    return Page("details.html", {"customer": customer})


@SECTION.form(DETAILS, Profile, again=details_page)
@own_form
async def change_details(visit: Guest, customer: Customer, form: Profile) -> Answer:
    """The address stays what it is: nobody could prove another one."""
    change = CustomerChange(first_name=form.first_name, last_name=form.last_name, phone=form.phone)
    await visit.write(lambda tx: customers.edit(tx, visit.store, customer.id, change))
    return Done(DETAILS, "saved")


@SECTION.page(PASSWORD)
@own_page
async def password_page(_: Guest, customer: Customer) -> Answer:
    return Page("password.html", {"customer": customer})


@SECTION.form(PASSWORD, NewPassword, again=password_page)
@own_form
async def change_password(visit: Guest, customer: Customer, form: NewPassword) -> Answer:
    """Whoever was logged in with the old one is so no more, but for this browser."""
    services = visit.services
    changed = await customers.change_password(
        services.database,
        services.passwords,
        services.limiter,
        visit.store,
        customer.id,
        current=form.current_password,
        new=form.new_password,
    )
    await session.admit(visit, changed)
    return Done(PASSWORD, "password_changed")
