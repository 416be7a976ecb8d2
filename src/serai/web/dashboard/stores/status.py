"""Who may see a store."""

from msgspec import Struct

from serai.core import content
from serai.core.stores import Status
from serai.web.dashboard.stores.section import SECTION, SETTINGS
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page


class StatusForm(Struct):
    status: Status


@SECTION.page(f"{SETTINGS}/status")
async def page(_: Merchant) -> Answer:
    return Page("status.html", {"statuses": list(Status)})


@SECTION.form(f"{SETTINGS}/status", StatusForm, again=page)
async def save(visit: Merchant, form: StatusForm) -> Answer:
    await visit.write(lambda tx: content.change_status(tx, visit.store_id, status=form.status))
    return Done(f"{visit.here}/settings/status", "saved")
