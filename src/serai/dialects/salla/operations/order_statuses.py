"""The statuses that orders can have: the platform's own, which each store has one of."""

from msgspec import UNSET, Struct, UnsetType

from serai.dialects.salla.shapes.answers import Answer, answer
from serai.dialects.salla.shapes.histories import OriginalOut
from serai.dialects.salla.shapes.statuses import ORIGINALS, Original, place_of
from serai.kit.errors import NotFound
from serai.wire.call import Call
from serai.wire.operation import Operations

statuses = Operations("Order statuses", under="/admin/v2")


class OrderStatusOut(Struct, frozen=True, kw_only=True):
    """`original` has the id that is the same in all stores."""

    id: int
    name: str
    type: str
    slug: str
    sort: int
    message: str
    icon: str
    is_active: bool
    original: OriginalOut
    parent: int | None
    color: str | UnsetType = UNSET
    children: tuple[int, ...] | UnsetType = UNSET


@statuses.get("/orders/statuses", scope="orders.read")
async def list_order_statuses(call: Call) -> Answer[tuple[OrderStatusOut, ...]]:
    """Every status that an order can come to here."""
    return answer(call, tuple(_out(each) for each in ORIGINALS if each.state))


@statuses.get("/orders/statuses/{status:status}", scope="orders.read")
async def get_order_status(call: Call, status: int) -> Answer[OrderStatusOut]:
    """One of them, by its number or by the platform's id."""
    found = next((each for each in ORIGINALS if each.state and status in (place_of(each), each.id)), None)
    if found is None:
        raise NotFound("order status")
    return answer(call, _out(found, color="#4d4d4d", children=()))


def _out(each: Original, **more: object) -> OrderStatusOut:
    return OrderStatusOut(
        id=place_of(each),
        name=each.name,
        type="original",
        slug=each.slug,
        sort=place_of(each),
        message="",
        icon="sicon-format-text-alt",
        is_active=True,
        original=OriginalOut(each.id, each.name),
        parent=None,
        **more,  # type: ignore[arg-type]  # the two members of details
    )
