"""The pages, gathered."""

from serai.web.dashboard.marketing import codes, points, repeats
from serai.web.dashboard.marketing.section import SECTION

__all__ = ["SECTION", "codes", "points", "repeats"]
