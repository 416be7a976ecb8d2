"""Colours, fonts, and the frame of the storefront."""

from typing import Final

from msgspec import Struct, field
from msgspec.structs import asdict

from serai.core import content
from serai.core.content import DEFAULT, Colors, ColorsChange, FontsChange, HeroChange, HomepageChange, LayoutChange, ThemeChange
from serai.web.dashboard.design.section import DESIGN, SECTION, standing
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.storefront.theme import FOOTERS, HEADERS
from serai.web.visit import Answer, Done, Page

FONTS: Final = (
    "Inter",
    "system-ui",
    "Arial",
    "Verdana",
    "Tahoma",
    "Georgia",
    "Garamond",
    "Times New Roman",
    "Amiri",
    "Courier New",
)


class ColorsForm(Struct):
    primary: str | None = None
    secondary: str | None = None
    accent: str | None = None
    background: str | None = None
    text: str | None = None


class FontsForm(Struct):
    heading: str | None = None
    body: str | None = None


class LayoutForm(Struct):
    header_style: str | None = None
    footer_style: str | None = None


class HeroForm(Struct):
    title: str | None = None
    subtitle: str | None = None
    image: str | None = None
    cta_text: str | None = None
    cta_link: str | None = None


class HomepageForm(Struct):
    hero: HeroForm = field(default_factory=HeroForm)


class ThemeForm(Struct):
    """What was left empty is the storefront's own."""

    colors: ColorsForm = field(default_factory=ColorsForm)
    fonts: FontsForm = field(default_factory=FontsForm)
    layout: LayoutForm = field(default_factory=LayoutForm)
    homepage: HomepageForm = field(default_factory=HomepageForm)

    def to_core(self) -> ThemeChange:
        return ThemeChange(
            colors=ColorsChange(**asdict(self.colors)),
            fonts=FontsChange(**asdict(self.fonts)),
            layout=LayoutChange(**asdict(self.layout)),
            homepage=HomepageChange(hero=HeroChange(**asdict(self.homepage.hero))),
        )


@SECTION.page(DESIGN)
async def page(visit: Merchant) -> Answer:
    theme = await content.read_theme(visit.db, visit.store_id)
    values = {
        "theme": theme,
        "colors": shades(theme.colors),
        "headers": _known(HEADERS, theme.layout.header_style),
        "footers": _known(FOOTERS, theme.layout.footer_style),
        "fonts": FONTS,
        "standing": await standing(visit),
    }
    return Page("theme.html", values)


@SECTION.form(DESIGN, ThemeForm, again=page)
async def save(visit: Merchant, form: ThemeForm) -> Answer:
    await visit.write(lambda tx: content.change_theme(tx, visit.store_id, change=form.to_core()))
    return Done(f"{visit.here}/design", "saved")


@SECTION.form(f"{DESIGN}/publish", Form, again=page)
async def publish(visit: Merchant, _: Form) -> Answer:
    await visit.write(lambda tx: content.publish(tx, visit.store_id))
    return Done(f"{visit.here}/design", "published")


def shades(colors: Colors) -> dict[str, str]:
    """By name, with six digits as a browser's field wants them; the usual colour where the theme has none."""
    usual = asdict(DEFAULT.colors)
    return {name: _six(value or usual[name]) for name, value in asdict(colors).items()}


def _six(color: str) -> str:
    """`#fa0` → `#ffaa00`."""
    return color if len(color) == 7 else "#" + "".join(digit * 2 for digit in color[1:])


def _known(styles: tuple[str, ...], own: str | None) -> tuple[str, ...]:
    return styles if own is None or own in styles else (*styles, own)
