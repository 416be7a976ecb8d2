"""The list, and moving several orders at once."""

from msgspec import Struct

from serai.core import orders
from serai.core.orders import Filter, Move, Order, OrderId, State
from serai.kit import days
from serai.kit.errors import NotFound
from serai.web.dashboard.listing import SIZE, day_of, listed, number, slice_of
from serai.web.dashboard.orders.section import LIST, SECTION, Id, next_states
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page


def _filter(visit: Merchant) -> Filter:
    """Of the query; days are the store's."""
    state, since, until, zone = _state(visit, "state"), day_of(visit, "since"), day_of(visit, "until"), visit.store.time_zone
    return Filter(
        states=None if state is None else (state,),
        since=None if since is None else days.begin(since, zone),
        before=None if until is None else days.end(until, zone),
        keyword=visit.asked("q")[:100] or None,
    )


def _state(visit: Merchant, name: str) -> State | None:
    asked = visit.asked(name)
    return State(asked) if asked in tuple(State) else None


@SECTION.page(LIST)
async def orders_page(visit: Merchant) -> Answer:
    slice_ = slice_of(visit)
    page = await orders.page(visit.db, [visit.store_id], _filter(visit), slice_)
    return Page(
        "list.html",
        {
            "page": listed(visit, page, slice_),
            "states": list(State),
            "state": _state(visit, "state"),
            "is_narrowed": any(visit.asked(name) for name in ("q", "state", "since", "until")),
        },
    )


class Several(Struct):
    orders: list[Id]
    to: State


@SECTION.page(f"{LIST}/move")
async def move_page(visit: Merchant) -> Answer:
    """What a move of the chosen orders would do, before it is done."""
    to = _state(visit, "to")
    chosen = await _chosen(visit)
    if to is None or not chosen:
        return Done(f"{visit.here}/orders", "none_chosen") if visit.problem is None else Page("move.html", {"to": None})
    going = [order for order in chosen if to in next_states(order.state)]
    there = [order for order in chosen if order.state is to]
    staying = [order for order in chosen if order not in going and order not in there]
    return Page("move.html", {"to": to, "going": going, "there": there, "staying": staying})


async def _chosen(visit: Merchant) -> list[Order]:
    """As many as a list shows; those that the store does not have are left out."""
    asked = visit.request.query_params.getlist("order")
    found = []
    for one in sorted({one for text in asked if (one := number(text)) is not None})[:SIZE]:
        try:
            found.append(await orders.get(visit.db, [visit.store_id], OrderId(one)))
        except NotFound:
            continue
    return found


@SECTION.form(f"{LIST}/move", Several, again=move_page)
async def move_several(visit: Merchant, form: Several) -> Answer:
    moves = [Move(store=visit.store_id, order=OrderId(each), to=form.to) for each in form.orders[:SIZE]]
    await visit.write(lambda tx: orders.move_all(tx, moves, actor=visit.actor))
    return Done(f"{visit.here}/orders", "moved_several")
