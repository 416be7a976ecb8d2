"""SCAYLE Admin: shops and all that is sold in them, for the operator's programs. Source: docs/dialects/scayle-admin.md."""

from typing import Final
from urllib.parse import unquote_plus

from serai.dialects.scayle_admin import auth, document, identifiers, limits, problems
from serai.dialects.scayle_admin.nouns import camel
from serai.dialects.scayle_admin.operations import (
    addresses,
    attribute_groups,
    brands,
    bulk_requests,
    campaigns,
    customers,
    fulfilment,
    images,
    master_categories,
    orders,
    prices,
    product_masters,
    product_sortings,
    products,
    redirects,
    reservations,
    shop_categories,
    shop_countries,
    shops,
    stocks,
    variants,
    vouchers,
    warehouses,
    webhooks,
)
from serai.wire.dialect import Dialect

# In the order of the published documentation.
_OPERATIONS: Final = (
    *shops.shops.list,
    *shop_countries.countries.list,
    *warehouses.warehouses.list,
    *warehouses.merchants.list,
    *attribute_groups.groups.list,
    *attribute_groups.translations.list,
    *products.products.list,
    *product_masters.masters.list,
    *variants.variants.list,
    *images.images.list,
    *master_categories.master_categories.list,
    *brands.brands.list,
    *customers.people.list,
    *addresses.addresses.list,
    *orders.sales.list,
    *fulfilment.fulfilment.list,
    *vouchers.vouchers.list,
    *prices.prices.list,
    *stocks.stocks.list,
    *reservations.reservations.list,
    *campaigns.campaigns.list,
    *shop_categories.shop_categories.list,
    *shop_categories.property_keys.list,
    *product_sortings.sortings.list,
    *redirects.redirects.list,
    *bulk_requests.bulk_requests.list,
    *webhooks.webhooks.list,
)


def _spoken() -> Dialect:
    """The dialect itself, once it is there: its document is one of its operations."""
    return SCAYLE_ADMIN


SCAYLE_ADMIN: Final[Dialect] = Dialect(
    name="scayle-admin",
    title="SCAYLE Admin API",
    version="1",
    base="/api/admin/v1",
    about="Products, stock, prices, orders, customers and shops of one tenant, for its own programs.",
    operations=(*document.operations(_spoken).list, *_OPERATIONS),
    identify=auth.identify,
    allows=auth.allows,
    problems=problems.PROBLEMS,
    envelope=problems.envelope,
    field=problems.field,
    standing=limits.standing,
    strangers=limits.STRANGERS,
    converters=identifiers.CONVERTERS,
    credential=auth.CREDENTIAL,
    parameters=identifiers.SCHEMAS,
    limits="Requests a minute, counted apart for each scope; the header X-RateLimit-Scope names it.",
    decode=unquote_plus,
    parameter=camel,
)
