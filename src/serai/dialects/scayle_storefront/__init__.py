"""SCAYLE Storefront: what one shop country shows and sells. Source: docs/dialects/scayle-storefront.md."""

from typing import Final

from serai.dialects.scayle_storefront import auth, caching, limits, paths, problems
from serai.dialects.scayle_storefront.operations import (
    baskets,
    brands,
    campaigns,
    categories,
    documents,
    events,
    filters,
    navigation,
    products,
    promotions,
    recommendations,
    redirects,
    searches,
    shops,
    typeahead,
    wishlists,
)
from serai.wire.dialect import Dialect

# In the order of the published documentation.
_OPERATIONS: Final = (
    *products.products.list,
    *categories.categories.list,
    *filters.narrowing.list,
    *brands.brands.list,
    *campaigns.campaigns.list,
    *promotions.shop_promotions.list,
    *navigation.menus.list,
    *redirects.redirects.list,
    *searches.searches.list,
    *typeahead.typed.list,
    *recommendations.recommendations.list,
    *events.events.list,
    *baskets.shop_baskets.list,
    *wishlists.wishlists.list,
    *shops.shops.list,
    *documents.documents.list,
)

SCAYLE_STOREFRONT: Final = Dialect(
    name="scayle-storefront",
    title="SCAYLE Storefront API",
    version="1.0",
    base="",
    about="Products, categories, search, baskets and wishlists of one shop country, for the application that shows them.",
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
    limits="12,000 requests a minute from one address.",
    etags=True,
    caching=caching.caching,
    profile=problems.profile,
)
