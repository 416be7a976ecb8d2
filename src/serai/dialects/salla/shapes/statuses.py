"""Where an order stands, in this wire's words. The ids are the same on the whole platform (§6.5).

`documented` has the words of the cross-dialect table (X-10): a refund shows in `payment_status` only, and the order stays
where it was. `live` has the platform's own.
"""

from typing import Final

from msgspec import Struct

from serai.core.orders import Order, State
from serai.kit.errors import Invalid


class Original(Struct, frozen=True):
    """A status as the platform has it. `slug` in `live`; `state` is ours, None where nothing here comes to it."""

    id: int
    slug: str
    name: str
    state: State | None


ORIGINALS: Final = (
    Original(1473353380, "payment_pending", "Payment pending", State.PENDING),
    Original(566146469, "under_review", "Under review", State.PENDING),
    Original(1939592358, "in_progress", "In progress", State.PROCESSING),
    Original(1298199463, "completed", "Completed", State.DELIVERED),
    Original(349994915, "delivering", "Delivering", None),
    Original(1723506348, "delivered", "Delivered", State.DELIVERED),
    Original(814202285, "shipped", "Shipped", State.SHIPPED),
    Original(525144736, "canceled", "Canceled", State.CANCELLED),
    Original(989286562, "restored", "Restored", State.REFUNDED),
    Original(1548352431, "restoring", "Restoring", None),
)
_BY_SLUG: Final = {each.slug: each for each in ORIGINALS}
_BY_ID: Final = {each.id: each for each in ORIGINALS}
# What else they are called in requests.
_ALSO: Final = {
    "pending": "under_review",
    "processing": "in_progress",
    "cancelled": "canceled",
    "refunded": "restored",
}
# Answers in `documented`.
_DOCUMENTED: Final = {
    State.PENDING: ("under_review", "pending", "Pending"),
    State.PROCESSING: ("in_progress", "processing", "Processing"),
    State.SHIPPED: ("shipped", "shipped", "Shipped"),
    State.DELIVERED: ("delivered", "delivered", "Delivered"),
    State.CANCELLED: ("canceled", "cancelled", "Cancelled"),
}
_LIVE: Final = {
    State.PENDING: "payment_pending",
    State.PROCESSING: "in_progress",
    State.SHIPPED: "shipped",
    State.DELIVERED: "delivered",
    State.CANCELLED: "canceled",
    State.REFUNDED: "restored",
}
_ON_DELIVERY: Final = frozenset({"cod", "cash_on_delivery"})


class Customized(Struct, frozen=True):
    """What the store calls it."""

    id: int
    name: str


class StatusOut(Struct, frozen=True):
    id: int
    name: str
    slug: str
    code: str
    customized: Customized


def status_out(order: Order, *, live: bool) -> StatusOut:
    """Where the order stands."""
    if order.state is State.PENDING and live and order.payment_method in _ON_DELIVERY:
        return _out(_BY_SLUG["under_review"], "under_review", "Under review")
    return state_out(order, order.state, live=live)


def state_out(order: Order, state: State, *, live: bool) -> StatusOut:
    """A state that the order is in, or was."""
    if live:
        original = _BY_SLUG[_LIVE[state]]
        return _out(original, original.slug, original.name)
    if state is State.REFUNDED:
        state = order.refunded_from or State.PROCESSING
    slug, said, name = _DOCUMENTED[state]
    return _out(_BY_SLUG[slug], said, name)


def _out(original: Original, slug: str, name: str) -> StatusOut:
    return StatusOut(original.id, name, slug, slug, Customized(place_of(original), name))


def place_of(original: Original) -> int:
    """The number of the store's own status for it, from 1."""
    return ORIGINALS.index(original) + 1


def to_state(word: str | None, number: int | None) -> State:
    """What a request wants the order to come to. Raises Invalid (order_status, which this wire calls slug; status_id)."""
    found = _found(word) if word else _BY_ID.get(number or 0)
    if found is None or found.state is None:
        known = ", ".join(each.slug for each in ORIGINALS if each.state)
        raise Invalid.one("order_status" if word or number is None else "status_id", f"Can be {known}, or one of their ids.")
    return found.state


def filtered(text: str, *, live: bool) -> tuple[tuple[State, ...], tuple[State, ...]]:
    """States, and from where refunded orders are shown beside them, for slugs or ids with commas between.

    Raises Invalid (status).
    """
    words = [word.strip() for word in text.split(",") if word.strip()]
    found = [_found(word) for word in words]
    if None in found:
        known = ", ".join([*_BY_SLUG, *_ALSO])
        raise Invalid.one("status", f"Can be {known}, or their ids.")
    states = tuple(dict.fromkeys(each.state for each in found if each and each.state))
    return states, () if live or State.REFUNDED in states else states


def _found(word: str) -> Original | None:
    word = word.strip().lower()
    if word.isascii() and word.isdigit():
        return _BY_ID.get(int(word[:18]))
    return _BY_SLUG.get(_ALSO.get(word, word))
