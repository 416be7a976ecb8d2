"""Into the account and out of it."""

from msgspec import Struct

from serai.core import customers
from serai.core.customers import NewCustomer
from serai.web.section import Form
from serai.web.storefront.account import session
from serai.web.storefront.account.section import HOME, SECTION
from serai.web.storefront.visit import Guest
from serai.web.visit import Answer, Done, Page
from serai.wire.transport import subscriber

REGISTER = f"{HOME}/register"
THEN = {"checkout": "/checkout"}
"""Where somebody goes on who was asked to log in on their way."""


class LogIn(Struct):
    email: str
    password: str
    then: str = ""


class Registration(Struct):
    email: str
    password: str
    first_name: str
    last_name: str = ""
    phone: str | None = None
    then: str = ""


@SECTION.page(session.LOG_IN)
async def log_in_page(visit: Guest) -> Answer:
    return await _entry(visit, "log_in.html")


@SECTION.form(session.LOG_IN, LogIn, again=log_in_page)
async def log_in(visit: Guest, form: LogIn) -> Answer:
    services = visit.services
    who = await customers.log_in(
        services.database,
        services.passwords,
        services.limiter,
        visit.store,
        email=form.email,
        password=form.password,
        ip=subscriber(visit.ip),
    )
    await session.admit(visit, who)
    return Done(THEN.get(form.then, HOME))


@SECTION.page(REGISTER)
async def register_page(visit: Guest) -> Answer:
    return await _entry(visit, "register.html")


@SECTION.form(REGISTER, Registration, again=register_page)
async def register(visit: Guest, form: Registration) -> Answer:
    services = visit.services
    new = NewCustomer(email=form.email, first_name=form.first_name, last_name=form.last_name, phone=form.phone)
    who = await customers.register(services.database, services.passwords, visit.store, new, password=form.password)
    await session.admit(visit, who)
    return Done(THEN.get(form.then, HOME), "registered")


@SECTION.form(f"{HOME}/log-out", Form, again=log_in_page)
async def log_out(visit: Guest, _: Form) -> Answer:
    session.leave(visit)
    return Done(session.LOG_IN, "logged_out")


@SECTION.page(f"{HOME}/log-out")
async def back(_: Guest) -> Answer:
    return Done(HOME)


async def _entry(visit: Guest, template: str) -> Answer:
    """For those who are not logged in; `then` is kept from page to page."""
    if await session.customer(visit) is not None:
        return Done(HOME)
    then = visit.typed.get("then") or visit.asked("then")
    return Page(template, {"then": then if then in THEN else ""})
