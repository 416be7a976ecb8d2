"""The merchant's own apps: registered, changed, given new secrets, removed."""

from typing import Any

from msgspec import Struct

from serai.core import apps
from serai.core.apps import App, AppChange, Mode, NewApp, Profile, Strategy
from serai.kit.errors import Invalid, NotFound
from serai.web.dashboard.developers.section import HERE, SECTION, check, ticked
from serai.web.dashboard.once import OnceForm, mark, once
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page

ONE = f"{HERE}/apps/own/{{client}}"


class AppForm(Struct, kw_only=True):
    """`redirect_uris` one a line; seconds are lives of tokens, `refresh_seconds` None: no end."""

    name: str = ""
    description: str = ""
    mode: Mode = Mode.CUSTOM
    profile: Profile = Profile.DOCUMENTED
    redirect_uris: str = ""
    scopes: dict[str, bool] = {}
    webhook_url: str | None = None
    webhook_strategy: Strategy = Strategy.SIGNATURE
    access_seconds: int = 31_536_000
    refresh_seconds: int | None = None

    def values(self) -> dict[str, Any]:
        """As the core names and takes them."""
        lines = [line.strip() for line in self.redirect_uris.splitlines()]
        mine = {name: getattr(self, name) for name in AppForm.__struct_fields__}
        return {**mine, "redirect_uris": tuple(line for line in lines if line), "scopes": ticked(self.scopes)}


class NewAppForm(AppForm, kw_only=True):
    once: str


async def own_app(visit: Merchant) -> App:
    """The one of the path. Raises NotFound, for another merchant's too."""
    app = await apps.app_by_client(visit.db, client_of(visit))
    if app.owner != visit.who.user.id:
        raise NotFound("app")
    return app


def client_of(visit: Merchant) -> str:
    """The client id of the path. Raises NotFound when it can be none."""
    text = visit.text("client")
    if not is_client(text):
        raise NotFound("app")
    return text


def is_client(text: str) -> bool:
    """Whether it has the form of a client id."""
    return text.isascii() and text.isalnum()


def _place(visit: Merchant) -> str:
    return f"{visit.here}/developers/apps/own/{client_of(visit)}"


def by_field(error: Invalid) -> Invalid:
    """What is wrong with one of the redirect URIs stands at their field, with its line."""
    fields: dict[str, list[str]] = {}
    for path, said in error.fields.items():
        name, _, place = path.partition(".")
        start = f"{int(place) + 1}: " if place.isdecimal() else ""
        fields.setdefault(name, []).extend(start + each for each in said)
    return Invalid(fields)


@SECTION.page(f"{HERE}/apps/own/new")
async def new_app(_: Merchant) -> Answer:
    blank = NewApp(name="", redirect_uris=(), scopes=("offline_access",))
    return Page("new_app.html", {"app": blank, "scopes": apps.scopes.KNOWN, "once": mark()})


@SECTION.form(f"{HERE}/apps/own/new", NewAppForm, again=new_app)
async def register(visit: Merchant, form: NewAppForm) -> Answer:
    await check(visit, form.webhook_url, field="webhook_url")
    vault, user = visit.services.vault, visit.who.user.id
    try:
        made = await once(visit, form.once, lambda tx: apps.register(tx, vault, user, NewApp(**form.values())))
    except Invalid as error:
        raise by_field(error) from None
    if made is None:
        return Done(f"{visit.here}/developers/apps", "app_sent_before")
    return Page("app_secrets.html", {"made": made, "rotated": False})


@SECTION.page(ONE)
async def show_app(visit: Merchant) -> Answer:
    app = await own_app(visit)
    return Page("app.html", {"app": app, "scopes": apps.scopes.KNOWN})


@SECTION.form(ONE, AppForm, again=show_app)
async def change_app(visit: Merchant, form: AppForm) -> Answer:
    app, vault = await own_app(visit), visit.services.vault
    await check(visit, form.webhook_url, field="webhook_url")
    change = AppChange(**form.values())
    try:
        await visit.write(lambda tx: apps.edit(tx, vault, app.owner, app.id, change))
    except Invalid as error:
        raise by_field(error) from None
    return Done(_place(visit), "app_saved")


@SECTION.page(f"{ONE}/rotate")
async def rotate_page(visit: Merchant) -> Answer:
    return Page("rotate_app.html", {"app": await own_app(visit), "once": mark()})


@SECTION.form(f"{ONE}/rotate", OnceForm, again=rotate_page)
async def rotate(visit: Merchant, form: OnceForm) -> Answer:
    app, vault = await own_app(visit), visit.services.vault
    made = await once(visit, form.once, lambda tx: apps.rotate(tx, vault, app.owner, app.id))
    if made is None:
        return Done(_place(visit), "secret_sent_before")
    return Page("app_secrets.html", {"made": made, "rotated": True})


@SECTION.page(f"{ONE}/remove")
async def remove_page(visit: Merchant) -> Answer:
    return Page("remove_app.html", {"app": await own_app(visit)})


@SECTION.form(f"{ONE}/remove", Form, again=remove_page)
async def remove(visit: Merchant, _: Form) -> Answer:
    app = await own_app(visit)
    await visit.write(lambda tx: apps.remove(tx, app.owner, app.id))
    return Done(f"{visit.here}/developers/apps", "app_removed")
