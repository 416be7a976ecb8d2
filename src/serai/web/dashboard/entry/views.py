"""The pages before the others. `Dashboard` gives the cookie; nothing else here knows it."""

from pathlib import Path

from msgspec import Struct
from starlette.responses import Response

from serai.core import accounts
from serai.web.dashboard.desk import SESSION, Dashboard
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form, Section
from serai.web.visit import Answer, Done, Page
from serai.wire.transport import subscriber


class LogIn(Struct):
    email: str
    password: str


class Registration(Struct):
    email: str
    password: str
    display_name: str


def section(desk: Dashboard) -> Section[Merchant]:
    """`/log-in`, `/register`, `/log-out`."""
    made: Section[Merchant] = Section(Path(__file__).parent)

    @made.page("/log-in", is_open=True)
    async def log_in_page(visit: Merchant) -> Answer:
        return Page("log_in.html") if visit.account is None else Done("")

    @made.form("/log-in", LogIn, again=log_in_page, is_open=True)
    async def log_in(visit: Merchant, form: LogIn) -> Answer:
        services = visit.services
        signed = await accounts.log_in(
            services.database,
            services.passwords,
            services.limiter,
            email=form.email,
            password=form.password,
            ip=subscriber(visit.ip),
        )
        desk.admit(visit, signed)
        return Done("")

    @made.page("/register", is_open=True)
    async def register_page(visit: Merchant) -> Answer:
        return Page("register.html") if visit.account is None else Done("")

    @made.form("/register", Registration, again=register_page, is_open=True)
    async def register(visit: Merchant, form: Registration) -> Answer:
        services = visit.services
        signed = await accounts.register(
            services.database, services.passwords, email=form.email, password=form.password, display_name=form.display_name
        )
        desk.admit(visit, signed)
        return Done("")

    @made.form("/log-out", Form, again=log_in_page)
    async def log_out(visit: Merchant, _: Form) -> Response | Answer:
        await visit.write(lambda tx: accounts.log_out(tx, visit.who.user.id, session=visit.who.session))
        visit.cookies[SESSION] = None
        return Done("/log-in", "logged_out")

    return made
