"""Apps in a store: what is there, letting one in, taking it out, opening its page."""

from msgspec import Struct

from serai.core import apps
from serai.core.apps import App, Placed
from serai.kit.errors import NotFound
from serai.web.dashboard import listing
from serai.web.dashboard.developers.apps import client_of, is_client
from serai.web.dashboard.developers.section import HERE, SECTION
from serai.web.dashboard.once import mark, once
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page

ONE = f"{HERE}/apps/{{client}}"


class InstallForm(Struct):
    once: str
    client_id: str


@SECTION.page(f"{HERE}/apps")
async def list_apps(visit: Merchant) -> Answer:
    installed = await apps.installed_in(visit.db, visit.store_id)
    slice_ = listing.slice_of(visit)
    own = await apps.apps_of(visit.db, visit.who.user.id, slice=slice_)
    shown = listing.listed(visit, own, slice_, f"{visit.here}/developers/apps")
    return Page("apps.html", {"installed": installed, "own": shown})


@SECTION.page(f"{HERE}/apps/install")
async def install_page(visit: Merchant) -> Answer:
    client = (visit.typed.get("client_id", "") or visit.asked("client_id")).strip()
    return Page("install.html", {"client_id": client, "app": await _known(visit, client), "once": mark()})


@SECTION.form(f"{HERE}/apps/install", InstallForm, again=install_page)
async def install(visit: Merchant, form: InstallForm) -> Answer:
    vault, user = visit.services.vault, visit.who.user.id
    made = await once(visit, form.once, lambda tx: apps.install(tx, vault, visit.store_id, form.client_id, user=user))
    if made is None:
        return Done(f"{visit.here}/developers/apps", "tokens_sent_before")
    return Page("installed.html", {"made": made})


async def _known(visit: Merchant, client: str) -> App | None:
    try:
        return await apps.app_by_client(visit.db, client) if is_client(client) else None
    except NotFound:
        return None


async def _placed(visit: Merchant) -> Placed:
    """The installed app of the path. Raises NotFound."""
    client = client_of(visit)
    for each in await apps.installed_in(visit.db, visit.store_id):
        if each.client_id == client:
            return each
    raise NotFound("app")


@SECTION.page(ONE)
async def show_installed(visit: Merchant) -> Answer:
    return Page("placed.html", {"placed": await _placed(visit)})


@SECTION.form(ONE, Form, again=show_installed)
async def open_page(visit: Merchant, _: Form) -> Answer:
    user = visit.who.user.id
    opened = await visit.write(lambda tx: apps.open_page(tx, visit.store_id, client_of(visit), user=user))
    return Page("page_token.html", {"opened": opened, "placed": await _placed(visit)})


@SECTION.page(f"{ONE}/uninstall")
async def uninstall_page(visit: Merchant) -> Answer:
    return Page("uninstall.html", {"placed": await _placed(visit)})


@SECTION.form(f"{ONE}/uninstall", Form, again=uninstall_page)
async def uninstall(visit: Merchant, _: Form) -> Answer:
    await visit.write(lambda tx: apps.uninstall(tx, visit.store_id, client_of(visit)))
    return Done(f"{visit.here}/developers/apps", "app_uninstalled")
