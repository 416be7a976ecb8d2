"""Quantities over many products."""

from collections.abc import Iterable, Sequence

from serai.core import catalog
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, Message, answer, done
from serai.dialects.salla.shapes.quantities import (
    REASONS,
    WORDS,
    AuditQuery,
    CountsIn,
    CursorOut,
    MovesOut,
    QuantityOut,
    QuantityQuery,
    ReasonOut,
    SkuCountsIn,
    move_out,
    quantity_out,
)
from serai.dialects.salla.view import view
from serai.kit.errors import Invalid, within
from serai.kit.text import like, prefix
from serai.wire.call import Call
from serai.wire.operation import Operations

READ = "products.read"
WRITE = "products.read_write"
MOST_MOVES = 50

quantities = Operations("Quantities", under="/admin/v2")


@quantities.post("/products/quantities/bulk", scope=WRITE, status=201)
async def change_quantities(call: Call, body: CountsIn) -> Answer[Message]:
    """Set, raise or lower the quantities of up to 100 things, all or none."""
    counts = []
    for i, each in enumerate(body.products):
        with within(f"products.{i}"):
            counts.append(each.to_core())
    reasons = {REASONS.get(each.reason_id or 1, "") for each in body.products}
    if "" in reasons or len(reasons) > 1:
        raise Invalid.one("products.0.reason_id", "Must be a known reason, the same for all.")
    return await _counted(call, counts, reasons.pop())


@quantities.post("/products/quantities/bulkSkus", scope=WRITE, status=201)
async def change_sku_quantities(call: Call, body: SkuCountsIn) -> Answer[Message]:
    """Set the quantities of up to 100 SKUs, all or none."""
    return await _counted(call, [each.to_core() for each in body.products], REASONS[1], sku="sku")


@quantities.get("/products/quantities", scope=READ)
async def list_quantities(call: Call, query: QuantityQuery) -> Listed[QuantityOut]:
    """What can be sold of everything, newest products first."""
    slice_, seen = slice_of(call, query), view(call)
    found = await catalog.page_quantities(call.db, app(call).store, slice_, warehouse=query.branch)
    return listed(call, slice_, found, lambda each: quantity_out(each, seen))


@quantities.get("/products/quantities/audit", scope=READ)
async def list_moves(call: Call, query: AuditQuery) -> MovesOut:
    """How quantities changed, newest first."""
    most, word = max(1, min(query.per_page, MOST_MOVES)), query.keyword or None
    found = await catalog.moves(
        call.db,
        app(call).store,
        before=query.cursor,
        keyword=word and like(word),
        sku=word and prefix(word),
        warehouse=query.warehouse,
        most=most + 1,
    )
    shown = found[:most]
    cursor = CursorOut(query.cursor, None, shown[-1].id if len(found) > most else None, len(shown))
    return MovesOut(call.operation.status, success=True, data=tuple(move_out(m, view(call)) for m in shown), cursor=cursor)


@quantities.get("/products/quantities/reasons", scope=READ)
async def list_reasons(call: Call) -> Answer[tuple[ReasonOut, ...]]:
    """Why a quantity can have been changed."""
    return answer(call, tuple(ReasonOut(*each) for each in REASONS.items()))


async def _counted(call: Call, counts: Sequence[catalog.Count], reason: str, **words: str) -> Answer[Message]:
    try:
        await catalog.count_stock(call.tx, app(call).store, counts, reason=reason)
    except Invalid as error:
        said = {_field(path.split("."), {**WORDS, **words}): messages for path, messages in error.fields.items()}
        raise Invalid(said) from error
    return done(call, "The quantities have been updated successfully")


def _field(path: Iterable[str], words: dict[str, str]) -> str:
    return ".".join(("products", *(words.get(part, part) for part in path)))
