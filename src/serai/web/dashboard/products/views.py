"""The pages, each kind in a module of its own."""

from serai.web.dashboard.products import details, listing, movements, options, pictures, removal, sales, stock, variants
from serai.web.dashboard.products.section import SECTION

__all__ = [
    "SECTION",
    "details",
    "listing",
    "movements",
    "options",
    "pictures",
    "removal",
    "sales",
    "stock",
    "variants",
]
