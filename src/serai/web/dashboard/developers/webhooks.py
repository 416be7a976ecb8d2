"""Webhooks: where the store's events go. Their secrets are shown when they are made, and never again."""

from msgspec import Struct

from serai.core import webhooks
from serai.core.webhooks import Endpoint, EndpointId, Format
from serai.web.dashboard import listing
from serai.web.dashboard.developers.section import HERE, SECTION, check, ticked
from serai.web.dashboard.once import OnceForm, mark, once
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page

ONE = f"{HERE}/webhooks/{{webhook:int}}"


class WebhookForm(Struct):
    """Without a secret one is made."""

    once: str
    format: Format
    url: str = ""
    events: dict[str, bool] = {}
    secret: str | None = None


class ChangeForm(Struct):
    url: str = ""
    events: dict[str, bool] = {}


async def endpoint_of(visit: Merchant) -> Endpoint:
    """The one of the path. Raises NotFound."""
    return await webhooks.get(visit.db, [visit.store_id], which(visit))


def which(visit: Merchant) -> EndpointId:
    return EndpointId(visit.number("webhook"))


def _place(visit: Merchant) -> str:
    return f"{visit.here}/developers/webhooks/{visit.number('webhook')}"


@SECTION.page(f"{HERE}/webhooks")
async def list_webhooks(visit: Merchant) -> Answer:
    slice_ = listing.slice_of(visit)
    endpoints = await webhooks.page(visit.db, [visit.store_id], slice_)
    return Page("webhooks.html", {"endpoints": listing.listed(visit, endpoints, slice_, f"{visit.here}/developers/webhooks")})


@SECTION.page(f"{HERE}/webhooks/new")
async def new_webhook(visit: Merchant) -> Answer:
    asked = visit.typed.get("format", "") or visit.asked("format")
    format_ = Format(asked) if asked in tuple(Format) else Format.SKALIA
    events = webhooks.words(format_)
    return Page("new_webhook.html", {"format": format_, "formats": list(Format), "events": events, "once": mark()})


@SECTION.form(f"{HERE}/webhooks/new", WebhookForm, again=new_webhook)
async def create_webhook(visit: Merchant, form: WebhookForm) -> Answer:
    await check(visit, form.url)
    vault, events = visit.services.vault, ticked(form.events)
    made = await once(
        visit,
        form.once,
        lambda tx: webhooks.create(
            tx, vault, visit.store_id, url=form.url, events=events, format_=form.format, secret=form.secret
        ),
    )
    if made is None:
        return Done(f"{visit.here}/developers/webhooks", "secret_sent_before")
    return Page("webhook_secret.html", {"made": made, "rotated": False})


@SECTION.page(ONE)
async def show_webhook(visit: Merchant) -> Answer:
    endpoint = await endpoint_of(visit)
    return Page("webhook.html", {"endpoint": endpoint, "events": webhooks.words(endpoint.format)})


@SECTION.form(ONE, ChangeForm, again=show_webhook)
async def change_webhook(visit: Merchant, form: ChangeForm) -> Answer:
    await check(visit, form.url)
    events = ticked(form.events)
    await visit.write(lambda tx: webhooks.edit(tx, visit.store_id, which(visit), url=form.url, events=events))
    return Done(_place(visit), "webhook_saved")


@SECTION.form(f"{ONE}/pause", Form, again=show_webhook)
async def pause(visit: Merchant, _: Form) -> Answer:
    await visit.write(lambda tx: webhooks.edit(tx, visit.store_id, which(visit), is_active=False))
    return Done(_place(visit), "webhook_paused")


@SECTION.form(f"{ONE}/resume", Form, again=show_webhook)
async def resume(visit: Merchant, _: Form) -> Answer:
    await visit.write(lambda tx: webhooks.edit(tx, visit.store_id, which(visit), is_active=True))
    return Done(_place(visit), "webhook_resumed")


@SECTION.form(f"{ONE}/test", Form, again=show_webhook)
async def send_test(visit: Merchant, _: Form) -> Answer:
    await visit.write(lambda tx: webhooks.send_test(tx, visit.store_id, which(visit)))
    return Done(f"{_place(visit)}/deliveries", "test_queued")


@SECTION.page(f"{ONE}/rotate")
async def rotate_page(visit: Merchant) -> Answer:
    return Page("rotate_webhook.html", {"endpoint": await endpoint_of(visit), "once": mark()})


@SECTION.form(f"{ONE}/rotate", OnceForm, again=rotate_page)
async def rotate(visit: Merchant, form: OnceForm) -> Answer:
    vault = visit.services.vault
    made = await once(visit, form.once, lambda tx: webhooks.rotate(tx, vault, visit.store_id, which(visit)))
    if made is None:
        return Done(_place(visit), "secret_sent_before")
    return Page("webhook_secret.html", {"made": made, "rotated": True})


@SECTION.page(f"{ONE}/remove")
async def remove_page(visit: Merchant) -> Answer:
    return Page("remove_webhook.html", {"endpoint": await endpoint_of(visit)})


@SECTION.form(f"{ONE}/remove", Form, again=remove_page)
async def remove(visit: Merchant, _: Form) -> Answer:
    await visit.write(lambda tx: webhooks.remove(tx, visit.store_id, which(visit)))
    return Done(f"{visit.here}/developers/webhooks", "webhook_removed")
