"""The pages, gathered."""

from serai.web.dashboard.customers import addresses, groups, people, reviews
from serai.web.dashboard.customers.section import SECTION

__all__ = ["SECTION", "addresses", "groups", "people", "reviews"]
