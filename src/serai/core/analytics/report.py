"""A report over some days of one or more stores, as far as it is asked for."""

from collections.abc import Collection, Sequence
from datetime import datetime

from serai.core.accounts import OwnStore
from serai.core.analytics import goods, people, sales, windows
from serai.core.analytics.currency import of_report
from serai.core.analytics.model import Metric, Report
from serai.core.analytics.windows import Span
from serai.kit.db import Db


async def report(
    db: Db,
    stores: Sequence[OwnStore],
    span: Span,
    *,
    want: Collection[Metric],
    currency: str | None,
    preferred: str,
    at: datetime,
) -> Report:
    """The wanted parts; money in one currency (see `of_report`). One statement a part. Raises Invalid for too many days."""
    span = windows.checked(span)
    own = of_report(stores, asked=currency, preferred=preferred)
    spans = [windows.of(store, span) for store in stores]
    return Report(
        currency=own,
        sales_by_day=await sales.by_day(db, stores, span, currency=own) if Metric.SALES_BY_DAY in want else None,
        sales_by_product=await goods.by_product(db, spans, currency=own) if Metric.SALES_BY_PRODUCT in want else None,
        sales_by_category=await goods.by_category(db, spans, currency=own) if Metric.SALES_BY_CATEGORY in want else None,
        customer_segments=await people.segments(db, spans) if Metric.CUSTOMER_SEGMENTS in want else None,
        conversion_rate=await people.conversion(db, spans) if Metric.CONVERSION_RATE in want else None,
        cart_abandonment_rate=(await people.abandonment(db, spans, at=at) if Metric.CART_ABANDONMENT_RATE in want else None),
        other_currencies=await sales.others(db, spans, but=own) if Metric.OTHER_CURRENCIES in want else None,
    )
