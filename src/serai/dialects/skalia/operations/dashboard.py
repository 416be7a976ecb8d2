"""The dashboard's summary."""

from serai.core import analytics
from serai.dialects.skalia.auth import account
from serai.dialects.skalia.shapes.analytics import SummaryOut, SummaryQuery, summary_out
from serai.wire.call import Call
from serai.wire.operation import Operations

dashboard = Operations("Dashboard and analytics")


@dashboard.get("/dashboard/summary")
async def get_summary(call: Call, query: SummaryQuery) -> SummaryOut:
    """Revenue, orders and customers of all the caller's stores over a range, beside the range before it."""
    who = account(call)
    found = await analytics.summary(
        call.db,
        list(who.owned.values()),
        range_=query.range,
        currency=query.code(),
        preferred=who.user.preferences.currency,
        at=call.services.clock.now(),
    )
    return summary_out(found)
