"""Salloq: products, orders, customers, subscriptions, points; an API key per program. Source: docs/dialects/salloq.md."""

from typing import Final

from serai.dialects.salloq import auth, limits, paths, problems
from serai.dialects.salloq.operations import customers, loyalty, orders, products, promo_codes, subscriptions
from serai.wire.dialect import Dialect

# In the order of the published documentation; what it leaves out comes last in each noun.
_OPERATIONS: Final = (
    *products.products.list,
    *orders.sales.list,
    *customers.people.list,
    *subscriptions.plans.list,
    *loyalty.points.list,
    *promo_codes.codes.list,
)

SALLOQ: Final = Dialect(
    name="salloq",
    title="Salloq API",
    version="1.25",
    base="/api",
    about="RESTful API for Salloq Ecommerce Platform: products, orders, customers, subscriptions, loyalty.",
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
    limits="1,000 requests an hour for one key.",
)
