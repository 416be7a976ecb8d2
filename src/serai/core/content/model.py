"""Pages and the theme of a storefront."""

from datetime import datetime
from typing import NewType

from msgspec import UNSET, Struct, UnsetType

PageId = NewType("PageId", int)


class Page(Struct, frozen=True, kw_only=True):
    """A page of a storefront; `content` is HTML that was made safe, `position` its place in menus."""

    id: PageId
    title: str
    slug: str
    content: str
    is_published: bool
    position: int
    created_at: datetime
    updated_at: datetime


class PageDraft(Struct, frozen=True, kw_only=True):
    """A page as asked for; without an id it is a new one."""

    id: PageId | None
    title: str
    slug: str
    content: str
    is_published: bool
    position: int


class Colors(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """`#rgb` or `#rrggbb`; None: the storefront's own."""

    primary: str | None = None
    secondary: str | None = None
    accent: str | None = None
    background: str | None = None
    text: str | None = None


class Fonts(Struct, frozen=True, kw_only=True, omit_defaults=True):
    heading: str | None = None
    body: str | None = None


class Layout(Struct, frozen=True, kw_only=True, omit_defaults=True):
    header_style: str | None = None
    footer_style: str | None = None


class Hero(Struct, frozen=True, kw_only=True, omit_defaults=True):
    title: str | None = None
    subtitle: str | None = None
    image: str | None = None
    cta_text: str | None = None
    cta_link: str | None = None


class Section(Struct, frozen=True, kw_only=True):
    """A part of the home page. Products that are gone are left out when it is shown."""

    type: str
    title: str
    product_ids: tuple[int, ...] = ()


class Homepage(Struct, frozen=True, kw_only=True, omit_defaults=True):
    hero: Hero = Hero()
    sections: tuple[Section, ...] | None = None


class Theme(Struct, frozen=True, kw_only=True):
    """How a storefront looks."""

    colors: Colors = Colors()
    fonts: Fonts = Fonts()
    layout: Layout = Layout()
    homepage: Homepage = Homepage()


# A change has the theme's names: what is UNSET stays, None removes, sections are replaced as a whole.


class ColorsChange(Struct, frozen=True, kw_only=True):
    primary: str | UnsetType | None = UNSET
    secondary: str | UnsetType | None = UNSET
    accent: str | UnsetType | None = UNSET
    background: str | UnsetType | None = UNSET
    text: str | UnsetType | None = UNSET


class FontsChange(Struct, frozen=True, kw_only=True):
    heading: str | UnsetType | None = UNSET
    body: str | UnsetType | None = UNSET


class LayoutChange(Struct, frozen=True, kw_only=True):
    header_style: str | UnsetType | None = UNSET
    footer_style: str | UnsetType | None = UNSET


class HeroChange(Struct, frozen=True, kw_only=True):
    title: str | UnsetType | None = UNSET
    subtitle: str | UnsetType | None = UNSET
    image: str | UnsetType | None = UNSET
    cta_text: str | UnsetType | None = UNSET
    cta_link: str | UnsetType | None = UNSET


class HomepageChange(Struct, frozen=True, kw_only=True):
    hero: HeroChange | UnsetType | None = UNSET
    sections: tuple[Section, ...] | UnsetType | None = UNSET


class ThemeChange(Struct, frozen=True, kw_only=True):
    """What an edit says: UNSET leaves as it is, None removes, sections are replaced as a whole."""

    colors: ColorsChange | UnsetType | None = UNSET
    fonts: FontsChange | UnsetType | None = UNSET
    layout: LayoutChange | UnsetType | None = UNSET
    homepage: HomepageChange | UnsetType | None = UNSET
