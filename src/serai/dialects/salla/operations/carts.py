"""Abandoned carts."""

from serai.core import baskets
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import PageQuery, listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, answer
from serai.dialects.salla.shapes.carts import CartOut, cart_out
from serai.dialects.salla.view import view
from serai.wire.call import Call
from serai.wire.operation import Operations

carts = Operations("Carts", under="/admin/v2")


@carts.get("/carts/abandoned", scope="carts.read")
async def list_abandoned_carts(call: Call, query: PageQuery) -> Listed[CartOut]:
    """Baskets that nobody came back to for an hour, the latest first."""
    looks, slice_, now = view(call), slice_of(call, query), call.services.clock.now()
    found = await baskets.standing(call.db, app(call).store, slice_, at=now)
    return listed(call, slice_, found, lambda left: cart_out(left, looks, now=now))


@carts.get("/carts/abandoned/{cart:basket}", scope="carts.read")
async def get_abandoned_cart(call: Call, cart: int) -> Answer[CartOut]:
    """One of them."""
    now = call.services.clock.now()
    found = await baskets.standing_one(call.db, app(call).store, cart, at=now)
    return answer(call, cart_out(found, view(call), now=now))
