"""What shoppers did."""

from serai.core import search
from serai.dialects.scayle_storefront.auth import shop
from serai.dialects.scayle_storefront.shapes.events import EventIn
from serai.wire.call import Call, Reply
from serai.wire.operation import Operations

events = Operations("Analytics")


@events.post("/v1/analytics/events", status=202, idempotent=False)
async def submit_event(call: Call, body: EventIn) -> Reply:
    """Report one event of a shopper's session."""
    await search.note(call.tx, shop(call).country, name=body.event_name, session=body.session_id, payload=body.payload())
    return Reply(b"", media="application/json")
