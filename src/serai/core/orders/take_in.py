"""Orders that another system took and sends us, and what is kept beside them."""

from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from serai.core.catalog import ProductId
from serai.core.inventory import VariantId
from serai.core.orders import whole
from serai.core.orders.model import Draft, OrderId, Wanted
from serai.core.orders.pieces import PieceId, Whole, by_id
from serai.core.orders.place import place
from serai.core.stores import ShopCountryId, StoreId
from serai.kit import checks
from serai.kit.db import Clash, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.identifiers import Identifier
from serai.kit.outbox import Event
from serai.kit.values import as_json

LONGEST_KEY = 200
MOST_DATA = 100_000
"""Characters of what is kept with an order, as JSON."""

VARIANTS = """
select v.id, v.sku, v.product_id
  from variants v
 where v.store_id = $1 and v.removed_at is null and (v.id = any($2::bigint[]) or v.sku = any($3::text[]))
"""

KEEP = """
update orders
   set shop_country_id = $3, reference_key = $4, billing = $5, details = $6, custom_data = $7
 where store_id = $1 and id = $2
"""

SET_KEY = """
update orders
   set reference_key = $3, version = version + 1, updated_at = $4
 where store_id = $1 and id = $2
"""

SET_DATA = """
update orders
   set custom_data = $3, version = version + 1, updated_at = $4
 where store_id = $1 and id = $2
"""

SET_PIECE_DATA = """
insert into order_pieces (store_id, order_id, line_id, number, custom_data)
values ($1, $2, $3, $4, $5)
on conflict (store_id, line_id, number) do update set custom_data = excluded.custom_data
"""


class Sold(msgspec.Struct, frozen=True):
    """One piece as it was sold: by its variant, at a price with `tax_minor` on top of `net_minor`."""

    variant: Identifier
    net_minor: int
    tax_minor: int


class Intake(msgspec.Struct, frozen=True, kw_only=True):
    """A draft without lines, the pieces in their order, and what is kept beside. `total_minor`: as the other system has it."""

    draft: Draft
    sold: Sequence[Sold]
    shop_country: ShopCountryId
    total_minor: int | None = None
    reference_key: str | None = None
    billing: dict[str, Any] | None = None
    details: dict[str, Any] | None = None
    custom_data: dict[str, Any] | None = None


async def take_in(tx: Tx, store: StoreId, intake: Intake, *, actor: str) -> Whole:
    """Place the order at the prices that it was sold for. Pieces of one variant and price that follow each other are a line.

    Raises what `place` raises, Invalid also for unknown variants (items.N.variant) and a total that is another (total),
    Taken on `reference_key`.
    """
    lines = await _lines(tx, store, intake.sold)
    made = await place(tx, store, msgspec.structs.replace(intake.draft, lines=lines), actor=actor)
    if intake.total_minor not in (None, made.total_minor):
        raise Invalid.one("total", f"Is {intake.total_minor}, but items and shipping come to {made.total_minor}.")
    key = _key(intake.reference_key)
    kept = (_json(intake.billing), _json(intake.details), _json(intake.custom_data))
    try:
        await tx.run(KEEP, store, made.id, intake.shop_country, key, *kept)
    except Clash as clash:
        raise _meant(clash, key) from clash
    return await whole.lock_whole(tx, store, made.id)


async def name_order(tx: Tx, store: StoreId, order: OrderId, key: str) -> Whole:
    """Give the order the key by which another system knows it. Raises NotFound, Invalid, Taken (reference_key)."""
    before = await whole.lock_whole(tx, store, order)
    kept = _key(key)
    if before.reference_key == kept:
        return before
    try:
        await tx.run(SET_KEY, store, order, kept, tx.now)
    except Clash as clash:
        raise _meant(clash, kept) from clash
    return await _told(tx, store, order)


async def keep_order_data(tx: Tx, store: StoreId, order: OrderId, data: dict[str, Any]) -> Whole:
    """Replace what clients keep with the order. Raises NotFound, Invalid (custom_data)."""
    await whole.lock_whole(tx, store, order)
    await tx.run(SET_DATA, store, order, _json(data), tx.now)
    return await _told(tx, store, order)


async def keep_piece_data(tx: Tx, store: StoreId, order: OrderId, piece: PieceId, data: dict[str, Any]) -> Whole:
    """The same with one piece. Raises NotFound for the order and the piece, Invalid (custom_data)."""
    found = by_id(await whole.lock_whole(tx, store, order)).get(piece)
    if found is None:
        raise NotFound("order item")
    await tx.run(SET_PIECE_DATA, store, order, found.line.id, found.fate.number, _json(data))
    return await _told(tx, store, order)


async def _told(tx: Tx, store: StoreId, order: OrderId) -> Whole:
    after = await whole.lock_whole(tx, store, order)
    tx.emit(Event(store, "order.updated", order, after.order.version, after.order))
    return after


async def _lines(tx: Tx, store: StoreId, sold: Sequence[Sold]) -> tuple[Wanted, ...]:
    ids = [each.variant.id for each in sold if each.variant.id is not None]
    keys = [each.variant.key for each in sold if each.variant.key is not None]
    rows = await tx.all(VARIANTS, store, ids, keys)
    products: Mapping[int, ProductId] = {row["id"]: ProductId(row["product_id"]) for row in rows}
    skus = {row["sku"]: VariantId(row["id"]) for row in rows if row["sku"] is not None}
    lines: list[Wanted] = []
    wrong: dict[str, list[str]] = {}
    for i, each in enumerate(sold):
        variant = skus.get(each.variant.key) if each.variant.key is not None else VariantId(each.variant.id or 0)
        product = products.get(variant or 0)
        if variant is None or product is None:
            wrong[f"items.{i}.variant"] = ["Is not a variant of this store."]
            continue
        one = Wanted(product, 1, variant, each.net_minor, each.tax_minor)
        last = lines[-1] if lines else None
        if last is not None and msgspec.structs.replace(last, quantity=1) == one:
            lines[-1] = msgspec.structs.replace(last, quantity=last.quantity + 1)
        else:
            lines.append(one)
    if wrong:
        raise Invalid(wrong)
    return tuple(lines)


def _key(key: str | None) -> str | None:
    return None if key is None else checks.words(key, field="reference_key", least=1, most=LONGEST_KEY)


def _json(data: dict[str, Any] | None) -> str | None:
    text = as_json(data)
    if text is not None and len(text) > MOST_DATA:
        raise Invalid.one("custom_data", f"May have at most {MOST_DATA} characters as JSON.")
    return text


def _meant(clash: Clash, key: str | None) -> Exception:
    return Taken("reference_key", key or "") if clash.constraint == "orders_reference_key" else clash
