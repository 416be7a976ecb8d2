"""Promo codes, which the documentation uses and does not manage."""

from serai.core import promotions
from serai.core.promotions import Promo, PromoId
from serai.dialects.salloq.auth import key
from serai.dialects.salloq.paging import PageQuery, listed, slice_of
from serai.dialects.salloq.shapes.answers import Answer, Listed, answer
from serai.dialects.salloq.shapes.promo_codes import PromoChangeIn, PromoIn, PromoOut, promo_out
from serai.wire.call import Call
from serai.wire.operation import Operations

codes = Operations("Promo codes")


@codes.get("/promo-codes", scope="orders:read")
async def list_promo_codes(call: Call, query: PageQuery) -> Listed[PromoOut]:
    """Retrieve a list of promo codes."""
    slice_ = slice_of(call, query)
    found = await promotions.page(call.db, key(call).store, slice_)
    return listed(call, slice_, found, lambda promo: promo_out(promo, key(call).currency))


@codes.get("/promo-codes/{promo:promo}", scope="orders:read")
async def get_promo_code(call: Call, promo: int) -> Answer[PromoOut]:
    """Retrieve a promo code and how often it is used."""
    return _shown(call, await promotions.get(call.db, key(call).store, PromoId(promo)))


@codes.post("/promo-codes", scope="orders:write", status=201)
async def create_promo_code(call: Call, body: PromoIn) -> Answer[PromoOut]:
    """Create a new promo code."""
    return _shown(call, await promotions.create(call.tx, key(call).store, body.to_core(key(call).currency)))


@codes.patch("/promo-codes/{promo:promo}", scope="orders:write")
async def update_promo_code(call: Call, promo: int, body: PromoChangeIn) -> Answer[PromoOut]:
    """Update an existing promo code."""
    change = body.to_core(key(call).currency)
    return _shown(call, await promotions.edit(call.tx, key(call).store, PromoId(promo), change))


@codes.delete("/promo-codes/{promo:promo}", scope="orders:write", status=200)
async def delete_promo_code(call: Call, promo: int) -> Answer[PromoOut]:
    """Delete a promo code; it is answered as it was. Orders keep it."""
    return _shown(call, await promotions.remove(call.tx, key(call).store, PromoId(promo)))


def _shown(call: Call, promo: Promo) -> Answer[PromoOut]:
    return answer(promo_out(promo, key(call).currency))
