"""DevSkin Marketplace: a store's orders, revenue, products and customers, read-only. Source: docs/dialects/devskin.md."""

from typing import Final

from serai.dialects.devskin import auth, limits, paths, problems
from serai.dialects.devskin.operations import analytics, customers, orders, products, revenue
from serai.wire.dialect import Dialect

# In the order of the published documentation.
_OPERATIONS: Final = (
    *orders.sales.list,
    *revenue.revenue.list,
    *products.goods.list,
    *customers.people.list,
    *analytics.overview.list,
)

DEVSKIN: Final = Dialect(
    name="devskin",
    title="DevSkin Marketplace API",
    version="1.0.0",
    base="/api/v1",
    about="Read-only access to a store's metrics and data for external systems.",
    operations=_OPERATIONS,
    identify=auth.identify,
    allows=auth.allows,
    problems=problems.PROBLEMS,
    envelope=problems.envelope,
    field=problems.field,
    standing=limits.standing,
    strangers=limits.STRANGERS,
    converters=paths.CONVERTERS,
    credential=auth.CREDENTIAL,
    parameters=paths.SCHEMAS,
    limits="100 requests a minute for one key.",
)
