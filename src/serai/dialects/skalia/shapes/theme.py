"""Themes on this wire."""

from msgspec import UNSET, Struct, UnsetType
from msgspec.structs import asdict

from serai.core import content
from serai.dialects.skalia import ids


class ColorsIn(Struct, forbid_unknown_fields=True):
    primary: str | UnsetType | None = UNSET
    secondary: str | UnsetType | None = UNSET
    accent: str | UnsetType | None = UNSET
    background: str | UnsetType | None = UNSET
    text: str | UnsetType | None = UNSET


class FontsIn(Struct, forbid_unknown_fields=True):
    heading: str | UnsetType | None = UNSET
    body: str | UnsetType | None = UNSET


class LayoutIn(Struct, rename="camel", forbid_unknown_fields=True):
    header_style: str | UnsetType | None = UNSET
    footer_style: str | UnsetType | None = UNSET


class HeroIn(Struct, rename="camel", forbid_unknown_fields=True):
    title: str | UnsetType | None = UNSET
    subtitle: str | UnsetType | None = UNSET
    image: str | UnsetType | None = UNSET
    cta_text: str | UnsetType | None = UNSET
    cta_link: str | UnsetType | None = UNSET


class SectionIn(Struct, rename="camel", forbid_unknown_fields=True):
    type: str
    title: str = ""
    product_ids: list[str] = []

    def to_core(self) -> content.Section:
        products = tuple(ids.read("product", id_) for id_ in self.product_ids)
        return content.Section(type=self.type, title=self.title, product_ids=products)


class HomepageIn(Struct, forbid_unknown_fields=True):
    hero: HeroIn | UnsetType | None = UNSET
    sections: list[SectionIn] | UnsetType | None = UNSET

    def to_core(self) -> content.HomepageChange:
        hero, sections = self.hero, self.sections
        return content.HomepageChange(
            hero=content.HeroChange(**asdict(hero)) if isinstance(hero, HeroIn) else hero,
            sections=tuple(s.to_core() for s in sections) if isinstance(sections, list) else sections,
        )


class ThemeIn(Struct, forbid_unknown_fields=True):
    """What is left out stays, `null` removes."""

    colors: ColorsIn | UnsetType | None = UNSET
    fonts: FontsIn | UnsetType | None = UNSET
    layout: LayoutIn | UnsetType | None = UNSET
    homepage: HomepageIn | UnsetType | None = UNSET

    def to_core(self) -> content.ThemeChange:
        colors, fonts, layout, homepage = self.colors, self.fonts, self.layout, self.homepage
        return content.ThemeChange(
            colors=content.ColorsChange(**asdict(colors)) if isinstance(colors, ColorsIn) else colors,
            fonts=content.FontsChange(**asdict(fonts)) if isinstance(fonts, FontsIn) else fonts,
            layout=content.LayoutChange(**asdict(layout)) if isinstance(layout, LayoutIn) else layout,
            homepage=homepage.to_core() if isinstance(homepage, HomepageIn) else homepage,
        )


class ThemeChangeIn(Struct, forbid_unknown_fields=True):
    item: ThemeIn


class ColorsOut(Struct, omit_defaults=True):
    primary: str | None = None
    secondary: str | None = None
    accent: str | None = None
    background: str | None = None
    text: str | None = None


class FontsOut(Struct, omit_defaults=True):
    heading: str | None = None
    body: str | None = None


class LayoutOut(Struct, rename="camel", omit_defaults=True):
    header_style: str | None = None
    footer_style: str | None = None


class HeroOut(Struct, rename="camel", omit_defaults=True):
    title: str | None = None
    subtitle: str | None = None
    image: str | None = None
    cta_text: str | None = None
    cta_link: str | None = None


class SectionOut(Struct, rename="camel"):
    type: str
    title: str
    product_ids: list[str]


class HomepageOut(Struct):
    hero: HeroOut
    sections: list[SectionOut]


class ThemeOut(Struct):
    colors: ColorsOut
    fonts: FontsOut
    layout: LayoutOut
    homepage: HomepageOut


def theme_out(theme: content.Theme) -> ThemeOut:
    return ThemeOut(
        colors=ColorsOut(**asdict(theme.colors)),
        fonts=FontsOut(**asdict(theme.fonts)),
        layout=LayoutOut(**asdict(theme.layout)),
        homepage=HomepageOut(
            hero=HeroOut(**asdict(theme.homepage.hero)),
            sections=[_section_out(section) for section in theme.homepage.sections or ()],
        ),
    )


def _section_out(section: content.Section) -> SectionOut:
    return SectionOut(section.type, section.title, [ids.write("product", id_) for id_ in section.product_ids])
