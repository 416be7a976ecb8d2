"""What a storefront shows: pages and theme, as a draft and as published. Owns `pages`, `themes`, `published_content`."""

from serai.core.content.default_theme import DEFAULT
from serai.core.content.html import safe
from serai.core.content.model import (
    Colors,
    ColorsChange,
    Fonts,
    FontsChange,
    Hero,
    HeroChange,
    Homepage,
    HomepageChange,
    Layout,
    LayoutChange,
    Page,
    PageDraft,
    PageId,
    Section,
    Theme,
    ThemeChange,
)
from serai.core.content.pages import read_pages, replace_pages
from serai.core.content.publish import change_status, publish
from serai.core.content.shown import Address, Shown, addresses, is_shop_domain, shown
from serai.core.content.theme import change_theme, read_theme

__all__ = [
    "DEFAULT",
    "Address",
    "Colors",
    "ColorsChange",
    "Fonts",
    "FontsChange",
    "Hero",
    "HeroChange",
    "Homepage",
    "HomepageChange",
    "Layout",
    "LayoutChange",
    "Page",
    "PageDraft",
    "PageId",
    "Section",
    "Shown",
    "Theme",
    "ThemeChange",
    "addresses",
    "change_status",
    "change_theme",
    "is_shop_domain",
    "publish",
    "read_pages",
    "read_theme",
    "replace_pages",
    "safe",
    "shown",
]
