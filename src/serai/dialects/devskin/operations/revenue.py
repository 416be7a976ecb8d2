"""Revenue."""

from serai.core import analytics
from serai.dialects.devskin.auth import key
from serai.dialects.devskin.shapes.answers import Answer, answer
from serai.dialects.devskin.shapes.reports import DAYS, RevenueOut, RevenueQuery, revenue_out
from serai.wire.call import Call
from serai.wire.operation import Operations

revenue = Operations("Revenue")


@revenue.get("/revenue")
async def get_revenue(call: Call, query: RevenueQuery) -> Answer[RevenueOut]:
    """Get the revenue of a period, day by day."""
    store = key(call).store
    found = await analytics.of_last(call.db, store, DAYS[query.period], at=call.services.clock.now())
    return answer(revenue_out(query.period, found, store.currency))
