"""Salla: the Merchant API (Admin v2), its OAuth endpoints, webhooks. Source: docs/dialects/salla.md."""

from typing import Final

from serai.dialects.salla import auth, limits, paths, problems
from serai.dialects.salla.operations import (
    branches,
    brands,
    carts,
    categories,
    coupons,
    customers,
    images,
    oauth,
    options,
    order_statuses,
    orders,
    products,
    quantities,
    reference,
    reviews,
    settings,
    store,
    tags,
    variants,
    webhooks,
)
from serai.wire.dialect import Dialect

# In the order of the contract. Each carries its whole path: this dialect stands at several.
_OPERATIONS: Final = (
    *oauth.oauth.list,
    *products.products.list,
    *quantities.quantities.list,
    *variants.variants.list,
    *options.options.list,
    *images.images.list,
    *tags.tags.list,
    *categories.categories.list,
    *brands.brands.list,
    *store.store.list,
    *orders.orders.list,
    *order_statuses.statuses.list,
    *customers.customers.list,
    *coupons.coupons.list,
    *branches.branches.list,
    *reviews.reviews.list,
    *carts.carts.list,
    *settings.settings.list,
    *reference.reference.list,
    *webhooks.webhooks.list,
)

SALLA: Final = Dialect(
    name="salla",
    title="Salla Merchant API",
    version="2.0",
    base="",
    about="A store's catalogue, orders, customers and webhooks for apps that merchants install.",
    operations=_OPERATIONS,
    identify=auth.identify,
    allows=auth.allows,
    problems=problems.PROBLEMS,
    profile=problems.profile,
    envelope=problems.envelope,
    field=problems.field,
    standing=limits.standing,
    strangers=limits.STRANGERS,
    converters=paths.CONVERTERS,
    credential=auth.CREDENTIAL,
    parameters=paths.SCHEMAS,
    limits="120 requests a minute for a store, all its apps together; in the profile `live` by its plan.",
    joins=True,
    trailing=True,
    forms=True,
)
