"""Subscriptions to goods: who gets what how often, what comes next, and an end to it."""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from msgspec import UNSET, Struct

from serai.core import catalog, customers, subscriptions
from serai.core.customers import CustomerId
from serai.core.subscriptions import Filter, FrequencyId, Status, Subscription, SubscriptionChange, SubscriptionId
from serai.kit.pages import Slice
from serai.web.dashboard.listing import SIZE, listed, number, slice_of
from serai.web.dashboard.marketing.section import MARKETING, SECTION, Id
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page

REPEATS: Final = f"{MARKETING}/subscriptions"
REPEAT: Final = f"{REPEATS}/{{subscription:int}}"


@SECTION.page(REPEATS)
async def repeats_page(visit: Merchant) -> Answer:
    slice_, customer, status = slice_of(visit), number(visit.asked("customer")), visit.asked("status")
    wanted = Filter(
        customer=None if customer is None else CustomerId(customer),
        status=Status(status) if status in tuple(Status) else None,
    )
    page = await subscriptions.page(visit.db, visit.store_id, wanted, slice_)
    frequencies = await subscriptions.frequencies(visit.db, visit.store_id)
    values = {"page": listed(visit, page, slice_), "statuses": list(Status), "frequencies": frequencies}
    return Page("repeats.html", {**values, **await _names(visit, page.items), "is_narrowed": bool(customer or status)})


async def _names(visit: Merchant, items: Sequence[Subscription]) -> dict[str, Any]:
    """What the customers and products are called, by id. Whoever was removed has no name."""
    ids = tuple({each.customer for each in items})
    wanted = customers.CustomerFilter(ids=ids)
    people = await customers.page(visit.db, [visit.store_id], search=None, slice_=Slice(1, SIZE), filter_=wanted)
    products = await catalog.full_by_ids(visit.db, visit.store_id, sorted({each.product for each in items}))
    return {"people": {each.id: each.name for each in people.items}, "products": {each.id: each.name for each in products}}


@SECTION.page(REPEAT)
async def repeat_page(visit: Merchant) -> Answer:
    found = await subscriptions.get(visit.db, visit.store_id, _id(visit))
    is_over = found.status is Status.CANCELLED
    return Page(
        "repeat.html",
        {
            "repeat": found,
            "here": f"{visit.here}/marketing/subscriptions/{found.id}",
            "upcoming": None if is_over else await subscriptions.upcoming(visit.db, visit.store_id, found.id),
            "frequencies": await subscriptions.frequencies(visit.db, visit.store_id),
            **await _names(visit, [found]),
        },
    )


def _id(visit: Merchant) -> SubscriptionId:
    return SubscriptionId(visit.number("subscription"))


class Change(Struct, kw_only=True):
    """The next day is the store's."""

    quantity: int
    frequency_id: Id
    next_billing_date: date


@SECTION.form(REPEAT, Change, again=repeat_page)
async def edit(visit: Merchant, form: Change) -> Answer:
    """What stays as it was is not said: the day of one that is overdue may lie in the past."""
    before = await subscriptions.get(visit.db, visit.store_id, _id(visit))
    is_same_day = form.next_billing_date == before.next_date
    change = SubscriptionChange(
        quantity=form.quantity,
        frequency=FrequencyId(form.frequency_id),
        next_date=UNSET if is_same_day else form.next_billing_date,
    )
    await visit.write(lambda tx: subscriptions.edit(tx, visit.store_id, before.id, change))
    return Done(f"{visit.here}/marketing/subscriptions/{before.id}", "repeat_kept")


class Standing(Struct):
    is_paused: bool = False


class End(Struct):
    reason: str | None = None


async def _back(visit: Merchant) -> Answer:
    """The buttons stand on the subscription's page."""
    return Done(f"{visit.here}/marketing/subscriptions/{_id(visit)}")


for _last in ("pause", "cancel"):
    SECTION.page(f"{REPEAT}/{_last}")(_back)


@SECTION.form(f"{REPEAT}/pause", Standing, again=repeat_page)
async def pause(visit: Merchant, form: Standing) -> Answer:
    found, change = _id(visit), SubscriptionChange(status=Status.PAUSED if form.is_paused else Status.ACTIVE)
    await visit.write(lambda tx: subscriptions.edit(tx, visit.store_id, found, change))
    return Done(f"{visit.here}/marketing/subscriptions/{found}", "repeat_paused" if form.is_paused else "repeat_resumed")


@SECTION.form(f"{REPEAT}/cancel", End, again=repeat_page)
async def cancel(visit: Merchant, form: End) -> Answer:
    found = _id(visit)
    await visit.write(lambda tx: subscriptions.cancel(tx, visit.store_id, found, reason=form.reason))
    return Done(f"{visit.here}/marketing/subscriptions/{found}", "repeat_cancelled")
