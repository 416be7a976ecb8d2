"""What was sent to a webhook, how it was answered, and sending it again."""

from datetime import date

from msgspec import Struct

from serai.core import webhooks
from serai.core.webhooks import DeliveryFilter, DeliveryId, Status
from serai.kit import days
from serai.kit.errors import Invalid
from serai.web.dashboard import listing
from serai.web.dashboard.developers.section import SECTION
from serai.web.dashboard.developers.webhooks import ONE, endpoint_of, which
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page
from serai.wire import parse

HERE = f"{ONE}/deliveries"


class Wanted(Struct):
    """Which deliveries; days are the store's, both included."""

    status: Status | None = None
    event: str | None = None
    since: date | None = None
    until: date | None = None

    def to_core(self, zone: str) -> DeliveryFilter:
        return DeliveryFilter(
            status=self.status,
            event=self.event,
            since=days.begin(self.since, zone) if self.since else None,
            until=days.end(self.until, zone) if self.until else None,
        )


def _asked(visit: Merchant) -> Wanted:
    """What the query asks for; one that cannot be meant asks for everything."""
    try:
        return parse.filled({name: visit.asked(name) for name in Wanted.__struct_fields__}, Wanted)
    except Invalid:
        return Wanted()


@SECTION.page(HERE)
async def list_deliveries(visit: Merchant) -> Answer:
    endpoint, wanted, slice_ = await endpoint_of(visit), _asked(visit), listing.slice_of(visit)
    filter_ = wanted.to_core(visit.store.time_zone)
    found = await webhooks.deliveries(visit.db, visit.store_id, endpoint.id, filter_, slice_)
    words = [*webhooks.words(endpoint.format), webhooks.TEST]
    shown = {"endpoint": endpoint, "wanted": wanted, "words_of_events": words, "statuses": list(Status)}
    return Page("deliveries.html", {**shown, "deliveries": listing.listed(visit, found, slice_, _place(visit))})


@SECTION.form(f"{HERE}/{{delivery:int}}/send-again", Form, again=list_deliveries)
async def send_again(visit: Merchant, _: Form) -> Answer:
    delivery = DeliveryId(visit.number("delivery"))
    await visit.write(lambda tx: webhooks.redeliver(tx, visit.store_id, which(visit), delivery))
    return Done(_place(visit), "delivery_queued")


@SECTION.form(f"{HERE}/send-again", Wanted, again=list_deliveries)
async def send_all_again(visit: Merchant, form: Wanted) -> Answer:
    filter_ = form.to_core(visit.store.time_zone)
    count = await visit.write(lambda tx: webhooks.redeliver_all(tx, visit.store_id, which(visit), filter_))
    return Done(_place(visit), "deliveries_queued" if count else "no_deliveries_queued")


def _place(visit: Merchant) -> str:
    return f"{visit.here}/developers/webhooks/{visit.number('webhook')}/deliveries"
