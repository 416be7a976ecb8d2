"""What becomes of an order's items. The shop country stands in the body here, by code or by id."""

from typing import Annotated

import msgspec

from serai.core import orders, stores
from serai.core.orders import PieceId, Whole
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT
from serai.dialects.scayle_admin.shapes.order_bodies import CancellationIn, ReturnItemIn, ShipmentIn
from serai.kit.errors import Invalid, within
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

fulfilment = Noun("Fulfillment", limits="fulfillment")


@fulfilment.post("/fulfillment/shipments", status=204)
async def create_shipment(call: Call, body: ShipmentIn) -> None:
    """Items left the house: they are shipped and invoiced, and the order with the last of them."""
    _check_merchant(body.merchant_reference_key)
    found = await _order(call, body)
    await orders.ship(call.tx, auth.store(call), found.id, body.to_core(), actor=auth.key(call).actor)


@fulfilment.post("/fulfillment/cancellations", status=204)
async def create_cancellation(call: Call, body: CancellationIn) -> None:
    """Items that cannot be shipped: they are sold to others again, and what was paid for them goes back."""
    _check_merchant(body.merchant_reference_key)
    found = await _order(call, body)
    which = [PieceId(item.order_item_id) for item in body.items]
    await orders.cancel_pieces(call.tx, auth.store(call), found.id, which, actor=auth.key(call).actor)


Returned = Annotated[list[ReturnItemIn], msgspec.Meta(min_length=1, max_length=1000)]


@fulfilment.post("/fulfillment/return-items", status=204)
async def create_return_items(call: Call, body: Returned) -> None:
    """Items came back, by the keys that they were shipped with: what was paid for them goes back."""
    back = []
    for at, item in enumerate(body):
        with within(str(at)):
            _check_merchant(item.merchant_reference_key)
            back.append(item.to_core())
    await orders.return_pieces(call.tx, auth.store(call), back, actor=auth.key(call).actor)


async def _order(call: Call, body: ShipmentIn | CancellationIn) -> Whole:
    """Raises NotFound for the shop country and the order, ShopCountryAmbiguous."""
    store = auth.store(call)
    where = await stores.find_country(call.db, store, body.shop_key, str(body.country_code))
    which = Identifier(body.order_id, None, str(body.order_id))
    return await orders.find_whole(call.db, store, which, country=where.id, is_home=where.is_home)


def _check_merchant(key: str | None) -> None:
    if key not in (None, DEFAULT.reference_key):
        raise Invalid.one("merchant_reference_key", "Is not a merchant of this store.")
