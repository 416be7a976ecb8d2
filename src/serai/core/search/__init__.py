"""Finding products in a shop country: listings, what they can be narrowed by, suggestions while somebody types.

Owns `search_documents`, a projection that follows the products within a second, with `search_texts`, `search_words`,
`search_lexemes`, `search_counts`, `search_members`, `stores_with_changes`, and `shop_events`. Nothing here decides a price or
a stock: `show` reads what does.
"""

from serai.core.search.events import forget, note
from serai.core.search.facets import facets
from serai.core.search.find import find, siblings
from serai.core.search.groups import groups
from serai.core.search.known import Known, known
from serai.core.search.listen import catch_up, hear, rebuild
from serai.core.search.model import Facets, Filter, Found, GroupCount, Order, Shelf, Shown, ValueCount, Values
from serai.core.search.refresh import refresh
from serai.core.search.show import IS_ASSORTED, IS_SHOWN, SHOWN, products_of, show, shown_of
from serai.core.search.similar import Similar, similar
from serai.core.search.understand import Meant, Understood, is_name, understand

__all__ = [
    "IS_ASSORTED",
    "IS_SHOWN",
    "SHOWN",
    "Facets",
    "Filter",
    "Found",
    "GroupCount",
    "Known",
    "Meant",
    "Order",
    "Shelf",
    "Shown",
    "Similar",
    "Understood",
    "ValueCount",
    "Values",
    "catch_up",
    "facets",
    "find",
    "forget",
    "groups",
    "hear",
    "is_name",
    "known",
    "note",
    "products_of",
    "rebuild",
    "refresh",
    "show",
    "shown_of",
    "siblings",
    "similar",
    "understand",
]
