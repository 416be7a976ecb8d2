"""Bulk requests: taken in at once, carried out in the background, one operation after the other."""

from typing import Final

from serai.core import bulk
from serai.core.bulk import BulkId
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.bulk_requests import (
    BulkRequestIn,
    BulkRequestOut,
    BulkStatusOut,
    OperationStatusOut,
    operation_out,
    status_out,
)
from serai.wire.call import Call

bulk_requests = Noun("BulkRequests", limits="global")

MOST: Final = {"products": 10_000, "prices": 100_000, "stocks": 100_000}
LARGEST: Final = 32 * 1024 * 1024
"""Bytes of one body; more comes in several."""
ONE: Final = "/bulk-requests/{request_key:number}"


@bulk_requests.post("/products/bulk-requests", status=201, limits="product", largest=LARGEST)
async def create_products_bulk_request(call: Call, body: BulkRequestIn) -> BulkRequestOut:
    """Send many changes of products at once."""
    return await _accept(call, body, "products")


@bulk_requests.post("/variants/prices/bulk-requests", status=201, limits="prices", largest=LARGEST)
async def create_variant_prices_bulk_request(call: Call, body: BulkRequestIn) -> BulkRequestOut:
    """Send many prices at once."""
    return await _accept(call, body, "prices")


@bulk_requests.post("/variants/stocks/bulk-requests", status=201, limits="stocks", largest=LARGEST)
async def create_variant_stocks_bulk_request(call: Call, body: BulkRequestIn) -> BulkRequestOut:
    """Send many counts at once."""
    return await _accept(call, body, "stocks")


@bulk_requests.put(f"{ONE}/cancel")
async def cancel_bulk_request(call: Call, request_key: int) -> BulkStatusOut:
    """Carry out no more of a request; what was carried out stays."""
    return status_out(await bulk.cancel(call.tx, auth.store(call), BulkId(request_key)))


@bulk_requests.get("/bulk-requests")
async def get_bulk_requests(call: Call, query: ListQuery) -> Collection[BulkStatusOut]:
    """How far each request is, oldest first; those that are over are kept for 30 days."""
    return await collect(
        call,
        query,
        read=lambda after, most: bulk.after(call.db, auth.store(call), after, most),
        id_of=lambda each: each.id,
        shape=status_out,
    )


@bulk_requests.get(f"{ONE}/status")
async def get_bulk_request_status(call: Call, request_key: int) -> BulkStatusOut:
    """How far one request is."""
    return status_out(await bulk.get(call.db, auth.store(call), BulkId(request_key)))


@bulk_requests.get(f"{ONE}/operations/{{operation_key:key}}/status")
async def get_bulk_operation_status(call: Call, request_key: int, operation_key: str) -> OperationStatusOut:
    """What became of one operation."""
    store, request = auth.store(call), BulkId(request_key)
    found = await bulk.get(call.db, store, request)
    return operation_out(found, await bulk.operation(call.db, store, request, operation_key))


async def _accept(call: Call, body: BulkRequestIn, about: str) -> BulkRequestOut:
    who = auth.key(call)
    new = body.to_core(about, scopes=who.scopes, actor=who.actor)
    return BulkRequestOut(await bulk.accept(call.tx, who.store, new, most=MOST[about]))
