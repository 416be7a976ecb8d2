"""What the storefront shows: its theme, its home page and its pages, as a draft, and publishing it."""

from serai.web.dashboard.design import home, pages, theme
from serai.web.dashboard.design.section import SECTION

__all__ = ["SECTION", "home", "pages", "theme"]
