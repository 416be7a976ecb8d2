"""Coupons."""

from msgspec import Struct

from serai.core import promotions
from serai.core.promotions import PromoId
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, Message, answer, removed
from serai.dialects.salla.shapes.coupons import CodeOut, CouponChangeIn, CouponIn, CouponOut, CouponQuery, coupon_out
from serai.dialects.salla.shapes.customers import Id
from serai.dialects.salla.view import view
from serai.wire.call import Call
from serai.wire.operation import Operations

coupons = Operations("Coupons", under="/admin/v2")

READ, WRITE = "marketing.read", "marketing.read_write"


class CodesQuery(Struct, frozen=True):
    coupon_id: Id


@coupons.get("/coupons", scope=READ)
async def list_coupons(call: Call, query: CouponQuery) -> Listed[CouponOut]:
    """The store's coupons, newest first."""
    looks, slice_, now = view(call), slice_of(call, query), call.services.clock.now()
    found = await promotions.page(call.db, app(call).store, slice_, keyword=query.keyword or None)
    return listed(call, slice_, found, lambda promo: coupon_out(promo, looks, now=now))


@coupons.post("/coupons", scope=WRITE)
async def create_coupon(call: Call, body: CouponIn) -> Answer[CouponOut]:
    """Add a coupon."""
    now = call.services.clock.now()
    made = await promotions.create(call.tx, app(call).store, body.to_new(view(call), now=now))
    return answer(call, coupon_out(made, view(call), now=now))


@coupons.get("/coupons/codes", scope=READ)
async def list_coupon_codes(call: Call, query: CodesQuery) -> Answer[tuple[CodeOut, ...]]:
    """The codes of a coupon: here always one."""
    found = await promotions.get(call.db, app(call).store, PromoId(query.coupon_id))
    return answer(call, (CodeOut(found.id, found.code),))


@coupons.get("/coupons/{coupon:promo}", scope=READ)
async def get_coupon(call: Call, coupon: int) -> Answer[CouponOut]:
    """One of them."""
    found = await promotions.get(call.db, app(call).store, PromoId(coupon))
    return answer(call, coupon_out(found, view(call), now=call.services.clock.now()))


@coupons.put("/coupons/{coupon:promo}", scope=WRITE)
async def update_coupon(call: Call, coupon: int, body: CouponChangeIn) -> Answer[CouponOut]:
    """Change what is sent."""
    store = app(call).store
    before = await promotions.get(call.tx, store, PromoId(coupon))
    made = await promotions.edit(call.tx, store, before.id, body.to_change(view(call), before))
    return answer(call, coupon_out(made, view(call), now=call.services.clock.now()))


@coupons.delete("/coupons/{coupon:promo}", scope=WRITE, status=202)
async def delete_coupon(call: Call, coupon: int) -> Answer[Message]:
    """Remove a coupon; orders keep it."""
    await promotions.remove(call.tx, app(call).store, PromoId(coupon))
    return removed(call)
