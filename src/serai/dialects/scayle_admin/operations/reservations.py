"""Reservations of single pieces. Some of a request may fail; the others are made all the same."""

from typing import Annotated

import msgspec

from serai.core import catalog, inventory
from serai.core.inventory import Lack, ReservationId, VariantId
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.cursors import Collection, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.reservations import ReservationIn, ReservationOut, claims, reservation_out
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

reservations = Noun("Reservations", limits="reservations")

Entries = Annotated[list[ReservationIn], msgspec.Meta(max_length=1000)]


@reservations.post("/reservations", status=201)
async def create_reservations(call: Call, body: Entries) -> Collection[ReservationOut]:
    """Hold one piece for each entry, until its seconds have passed; the answer tells of each in its order."""
    store = auth.store(call)
    variants = await catalog.variants_named(call.db, store, [entry.variant.which for entry in body])
    warehouses = {each.key: each.id for each in await inventory.warehouses(call.db, store)}
    wanted = claims(body, variants, warehouses, call.tx.now)
    met = dict(zip(wanted, await inventory.reserve_each(call.tx, store, list(wanted.values())), strict=True))
    unknown = Lack(0, VariantId(0), 1, 0)
    return whole([reservation_out(entry, met.get(i, unknown)) for i, entry in enumerate(body)])


@reservations.delete("/reservations/{reservation_identifier:reservation}")
async def delete_reservation(call: Call, reservation_identifier: Identifier) -> None:
    """Give a piece back."""
    which = reservation_identifier.key
    asked = which if which is not None else ReservationId(reservation_identifier.id or 0)
    await inventory.unreserve(call.tx, auth.store(call), asked)
