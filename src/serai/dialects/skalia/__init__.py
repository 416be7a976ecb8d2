"""SKALIA: the native dialect, where accounts, stores, keys and billing are managed. Source: docs/dialects/skalia.md."""

from typing import Final

from serai.dialects.skalia import auth, fields, ids, limits, problems
from serai.dialects.skalia.operations import (
    analytics,
    api_keys,
    apps,
    billing,
    customers,
    dashboard,
    imports,
    orders,
    payzone,
    products,
    store_config,
    stores,
    webhooks,
)
from serai.dialects.skalia.operations import auth as sign_in
from serai.wire.dialect import Dialect

# In the order of the published documentation; each noun has a module in operations/.
_OPERATIONS: Final = (
    *sign_in.auth.list,
    *stores.stores.list,
    *products.products.list,
    *orders.orders.list,
    *customers.customers.list,
    *store_config.store_config.list,
    *billing.billing.list,
    *payzone.payzone.list,
    *dashboard.dashboard.list,
    *analytics.analytics.list,
    *billing.admin.list,
    *api_keys.api_keys.list,
    *apps.apps.list,
    *webhooks.webhooks.list,
    *imports.imports.list,
)

SKALIA: Final = Dialect(
    name="skalia",
    title="SKALIA API",
    version="1.0.0",
    base="/api/v1",
    about="Accounts, stores, products, orders, customers and storefront configuration.",
    operations=_OPERATIONS,
    identify=auth.identify,
    allows=auth.allows,
    problems=problems.PROBLEMS,
    envelope=problems.envelope,
    field=problems.field,
    standing=limits.headers,
    strangers=limits.STRANGERS,
    converters=ids.CONVERTERS,
    credential=auth.CREDENTIAL,
    parameters=ids.SCHEMAS,
    limits=limits.SENTENCE,
    challenge=auth.CHALLENGE,
    etags=True,
    selects=fields.select,
)
