"""Parts of an order: a parcel of them, some that are not sent after all, some that came back."""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct

from serai.core import orders, stores
from serai.core.orders import Line, Order, Parcel, Piece, PieceId, Return, State, WalkFilter, Whole
from serai.kit.db import Tx
from serai.kit.errors import Invalid
from serai.web.dashboard.orders.section import ONE, SECTION, Id, here, order_of, words_of
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page

LONGEST_TEXT: Final = 200
MOST_PIECES: Final = 5_000
"""Orders of more go one way, as a whole."""
OPEN: Final = frozenset({State.PENDING, State.PROCESSING})


class Way(Struct, frozen=True):
    """How many pieces of a line stand where; `returnable` are those that were sent with a key for the way back."""

    line: Line
    open: int
    shipped: int
    cancelled: int
    returned: int
    returnable: int


class Some(Struct):
    line: Id
    quantity: int = 0


class Chosen(Struct):
    items: list[Some] = []


class Packed(Chosen):
    shipment_key: str = ""
    carrier: str | None = None


class Back(Chosen):
    reason: str | None = None


async def found_whole(visit: Merchant, order: Order) -> Whole | None:
    """The order with its pieces' ways. None: it has too many to count, or was placed in a shop country that is no more."""
    if sum(line.quantity for line in order.lines) > MOST_PIECES:
        return None
    for country in await stores.shop_countries(visit.db, visit.store_id):
        asked = WalkFilter(shop_country=country.id, is_home=country.is_home, ids=(order.id,))
        for whole in await orders.walk(visit.db, visit.store_id, asked, after=0, most=1):
            return whole
    return None


def lines_of(whole: Whole) -> list[Way]:
    """In the order of the lines."""
    counts: defaultdict[int, Counter[str]] = defaultdict(Counter)
    for piece in orders.pieces_of(whole):
        counts[piece.line.id].update(_stands(piece, whole.order.state))
    return [Way(line, *(counts[line.id][name] for name in Way.__struct_fields__[1:])) for line in whole.order.lines]


def _stands(piece: Piece, state: State) -> list[str]:
    fate = piece.fate
    if fate.cancelled_at is not None:
        return ["cancelled"]
    if fate.returned_at is not None:
        return ["returned"]
    if fate.shipped_at is None:
        return ["open"]
    return ["shipped", "returnable"] if fate.return_key is not None and state is not State.REFUNDED else ["shipped"]


async def _shown(visit: Merchant, what: str) -> Answer:
    order = await orders.get(visit.db, [visit.store_id], order_of(visit))
    whole = await found_whole(visit, order)
    ways = lines_of(whole) if whole is not None else []
    ways = [way for way in ways if _left(way, what)]
    if what != "returned" and order.state not in OPEN:
        ways = []
    number = 1 + (len(whole.shipments) if whole is not None else 0)
    values = {"what": what, "order": order, "ways": ways, "here": here(visit), "key": f"{order.number}-{number}"}
    return Page("pieces.html", values)


def _left(way: Way, what: str) -> int:
    return way.returnable if what == "returned" else way.open


@SECTION.page(f"{ONE}/ship")
async def ship_page(visit: Merchant) -> Answer:
    return await _shown(visit, "shipped")


@SECTION.form(f"{ONE}/ship", Packed, again=ship_page)
async def ship(visit: Merchant, form: Packed) -> Answer:
    """The order is told the parcel's number where it has none yet."""
    order, chosen = await _chosen(visit, form, lambda piece: piece.fate.is_open)
    back = [(piece.id, f"{order.number}-{piece.id}") for piece in chosen]
    parcel = Parcel(key=form.shipment_key, carrier=_short(visit, form.carrier, "carrier"), pieces=back)

    async def work(tx: Tx) -> None:
        await orders.ship(tx, visit.store_id, order.id, parcel, actor=visit.actor)
        if order.tracking_number is None:
            await orders.move(tx, visit.store_id, order.id, tracking_number=parcel.key.strip(), actor=visit.actor)

    await visit.write(work)
    return Done(here(visit), "shipped")


@SECTION.page(f"{ONE}/leave-out")
async def leave_out_page(visit: Merchant) -> Answer:
    return await _shown(visit, "cancelled")


@SECTION.form(f"{ONE}/leave-out", Chosen, again=leave_out_page)
async def leave_out(visit: Merchant, form: Chosen) -> Answer:
    order, chosen = await _chosen(visit, form, lambda piece: piece.fate.is_open)
    which: list[PieceId] = [piece.id for piece in chosen]
    await visit.write(lambda tx: orders.cancel_pieces(tx, visit.store_id, order.id, which, actor=visit.actor))
    return Done(here(visit), "left_out")


@SECTION.page(f"{ONE}/return")
async def return_page(visit: Merchant) -> Answer:
    return await _shown(visit, "returned")


@SECTION.form(f"{ONE}/return", Back, again=return_page)
async def take_back(visit: Merchant, form: Back) -> Answer:
    _, chosen = await _chosen(visit, form, lambda piece: piece.fate.return_key is not None and piece.fate.returned_at is None)
    reason = _short(visit, form.reason, "reason")
    back = [Return(return_key=key, reason=reason) for piece in chosen if (key := piece.fate.return_key) is not None]
    await visit.write(lambda tx: orders.return_pieces(tx, visit.store_id, back, actor=visit.actor))
    return Done(here(visit), "returned")


async def _chosen(visit: Merchant, form: Chosen, is_free: Callable[[Piece], bool]) -> tuple[Order, Sequence[Piece]]:
    """As many free pieces of each line as were asked for. Raises Invalid where there are fewer, and for none at all."""
    order = await orders.get(visit.db, [visit.store_id], order_of(visit))
    whole = await found_whole(visit, order)
    free: defaultdict[int, list[Piece]] = defaultdict(list)
    for piece in orders.pieces_of(whole) if whole is not None else ():
        if is_free(piece):
            free[piece.line.id].append(piece)
    words, wrong, chosen = words_of(visit), dict[str, list[str]](), list[Piece]()
    for i, each in enumerate(form.items):
        left = free[each.line]
        if not 0 <= each.quantity <= len(left):
            wrong[f"items.{i}.quantity"] = [words.pieces.fewer.format(left=len(left))]
        chosen += left[: max(each.quantity, 0)]
    if wrong or not chosen:
        raise Invalid(wrong or {"items": [words.pieces.nothing]})
    return order, chosen


def _short(visit: Merchant, text: str | None, field: str) -> str | None:
    if text is not None and len(text) > LONGEST_TEXT:
        raise Invalid.one(field, words_of(visit).too_long.format(most=LONGEST_TEXT))
    return text
