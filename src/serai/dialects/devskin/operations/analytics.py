"""The overview."""

from serai.core import analytics
from serai.dialects.devskin.auth import key
from serai.dialects.devskin.shapes.answers import Answer, answer
from serai.dialects.devskin.shapes.reports import OverviewOut, overview_out
from serai.wire.call import Call
from serai.wire.operation import Operations

overview = Operations("Analytics")


@overview.get("/analytics/overview")
async def get_overview(call: Call) -> Answer[OverviewOut]:
    """Get a high-level overview of the store's key metrics."""
    store = key(call).store
    return answer(overview_out(await analytics.overview(call.db, store, at=call.services.clock.now()), store.currency))
