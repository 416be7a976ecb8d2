"""Analytics."""

from serai.core import analytics as core
from serai.dialects.skalia.auth import account, own_stores
from serai.dialects.skalia.shapes.analytics import AnalyticsOut, AnalyticsQuery, analytics_out
from serai.kit import days
from serai.wire.call import Call
from serai.wire.operation import Operations

analytics = Operations("Dashboard and analytics")


@analytics.get("/analytics")
async def get_analytics(call: Call, query: AnalyticsQuery) -> AnalyticsOut:
    """Sales by day, product and category, and who bought, over some days of one store or all of the caller's."""
    who, now, want = account(call), call.services.clock.now(), query.want()
    stores = [who.owned[store] for store in own_stores(call, query.store_id)]
    zone = stores[0].time_zone if stores else "UTC"
    span, preferred = query.span(days.of(now, zone), zone), who.user.preferences.currency
    found = await core.report(call.db, stores, span, want=want, currency=query.code(), preferred=preferred, at=now)
    return analytics_out(found, want)
