"""One order: what it is made of, where it goes, and what has become of it."""

from collections.abc import Mapping
from typing import Any, Final

from msgspec import Struct

from serai.core import customers, orders
from serai.core.orders import Address, Order, OrderChange, State, Whole
from serai.kit import checks
from serai.kit.errors import NotFound
from serai.web.dashboard.orders.pieces import Way, found_whole, lines_of
from serai.web.dashboard.orders.section import ENDS, ONE, SECTION, here, next_states, order_of
from serai.web.dashboard.visit import Merchant
from serai.web.names import countries, country
from serai.web.visit import Answer, Done, Page

LONGEST_LINE: Final = 500
"""Characters of a part of an address."""
SENDABLE: Final = frozenset({State.PENDING, State.PROCESSING, State.SHIPPED})


class Step(Struct):
    to: State
    note: str | None = None


class Notes(Struct):
    notes: str | None = None
    tracking_number: str | None = None


class Remark(Struct):
    remark: str


class Place(Struct):
    """An address as it is typed."""

    name: str | None = None
    address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None

    def to_core(self) -> Address:
        """Raises Invalid naming every field that is wrong."""
        return address_of(self)


def address_of(typed: Any, before: str = "") -> Address:
    """The address in the fields of a form, whose names begin with `before`. Raises Invalid naming every one that is wrong."""
    faults = checks.Faults()
    parts: dict[str, str | None] = {}
    for name in Address.__struct_fields__:
        text = parts[name] = (getattr(typed, before + name) or "").strip() or None
        if text is not None and len(text) > LONGEST_LINE:
            faults.add(before + name, f"May have at most {LONGEST_LINE} characters.")
    if parts["country"] is not None:
        faults.of(checks.country, parts["country"], field=f"{before}country")
    faults.settle()
    return Address(**parts)


async def _read(visit: Merchant) -> dict[str, Any]:
    """What every page of an order shows. Raises NotFound."""
    order = await orders.get(visit.db, [visit.store_id], order_of(visit))
    named = country(order.ship_to.country, visit.look.language)
    return {"order": order, "here": here(visit), "country": named, "rate": f"{(order.tax_rate * 100).normalize():f}"}


@SECTION.page(ONE)
async def order_page(visit: Merchant) -> Answer:
    values = await _read(visit)
    order: Order = values["order"]
    whole = await found_whole(visit, order)
    lines = lines_of(whole) if whole else []
    return Page(
        "order.html",
        {
            **values,
            "history": await orders.history(visit.db, [visit.store_id], order.id),
            "moves": [to for to in next_states(order.state) if to not in ENDS],
            "ends": [to for to in next_states(order.state) if to in ENDS],
            "shipments": whole.shipments if whole else (),
            "ways": _ways(whole),
            "open": sum(way.open for way in lines),
            "returnable": sum(way.returnable for way in lines),
            "is_sendable": order.state in SENDABLE,
            "is_known": await _is_known(visit, order),
        },
    )


async def _is_known(visit: Merchant, order: Order) -> bool:
    """Whether the customer was not removed since."""
    try:
        await customers.get(visit.db, [visit.store_id], order.customer.id)
    except NotFound:
        return False
    return True


def _ways(whole: Whole | None) -> Mapping[int, Way]:
    """By line, once single pieces went ways of their own."""
    return {way.line.id: way for way in lines_of(whole)} if whole is not None and whole.fates else {}


async def _back(visit: Merchant) -> Answer:
    """Forms that stand on the order's page have none of their own."""
    return Done(here(visit))


for _last in ("move", "notes", "remark"):
    SECTION.page(f"{ONE}/{_last}")(_back)


@SECTION.form(f"{ONE}/move", Step, again=order_page)
async def move(visit: Merchant, form: Step) -> Answer:
    found, note = order_of(visit), form.note
    await visit.write(lambda tx: orders.move(tx, visit.store_id, found, to=form.to, note=note, actor=visit.actor))
    return Done(here(visit), "moved")


@SECTION.form(f"{ONE}/notes", Notes, again=order_page)
async def write_notes(visit: Merchant, form: Notes) -> Answer:
    found, number = order_of(visit), form.tracking_number
    await visit.write(
        lambda tx: orders.move(tx, visit.store_id, found, notes=form.notes, tracking_number=number, actor=visit.actor)
    )
    return Done(here(visit), "noted")


@SECTION.form(f"{ONE}/remark", Remark, again=order_page)
async def remark(visit: Merchant, form: Remark) -> Answer:
    found = order_of(visit)
    await visit.write(lambda tx: orders.annotate(tx, visit.store_id, found, note=form.remark, actor=visit.actor))
    return Done(here(visit), "noted")


@SECTION.page(f"{ONE}/address")
async def address_page(visit: Merchant) -> Answer:
    return Page("address.html", {**await _read(visit), "countries": countries(visit.look.language)})


@SECTION.form(f"{ONE}/address", Place, again=address_page)
async def send_elsewhere(visit: Merchant, form: Place) -> Answer:
    found, change = order_of(visit), OrderChange(ship_to=form.to_core())
    await visit.write(lambda tx: orders.edit(tx, visit.store_id, found, change, actor=visit.actor))
    return Done(here(visit), "readdressed")


async def _printed(visit: Merchant, *, is_priced: bool) -> Answer:
    values = await _read(visit)
    return Page("slip.html", {**values, "ways": _ways(await found_whole(visit, values["order"])), "is_priced": is_priced})


@SECTION.page(f"{ONE}/slip")
async def packing_slip(visit: Merchant) -> Answer:
    return await _printed(visit, is_priced=False)


@SECTION.page(f"{ONE}/invoice")
async def invoice(visit: Merchant) -> Answer:
    return await _printed(visit, is_priced=True)
