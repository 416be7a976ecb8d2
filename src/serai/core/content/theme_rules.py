"""What a theme may be, and how a change goes into one. Pure."""

import re
from functools import partial
from typing import Final, TypeVar

import msgspec
from msgspec import Struct, UnsetType

from serai.core.content.model import Homepage, HomepageChange, Section, Theme, ThemeChange
from serai.kit import checks
from serai.kit.errors import Invalid

S = TypeVar("S", bound=Struct)

SECTION_TYPES: Final = frozenset({"featured-products"})
MOST_SECTIONS = 50
MOST_PRODUCTS = 100
LONGEST_TEXT = 500
LONGEST_STYLE = 40
_COLOR = re.compile(r"#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FONT = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ,-]{0,99}")
_STYLE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


def merged(theme: Theme, change: ThemeChange) -> Theme:
    """The theme with the change in it: deep, None removes. Raises Invalid naming every value that is wrong."""
    after = Theme(
        colors=_merge(theme.colors, change.colors),
        fonts=_merge(theme.fonts, change.fonts),
        layout=_merge(theme.layout, change.layout),
        homepage=_merge_homepage(theme.homepage, change.homepage),
    )
    _check(after)
    return after


def _merge(before: S, change: Struct | UnsetType | None) -> S:
    if change is None:
        return type(before)()
    if isinstance(change, UnsetType):
        return before
    sent = {name: value for name, value in msgspec.structs.asdict(change).items() if not isinstance(value, UnsetType)}
    return msgspec.structs.replace(before, **sent)


def _merge_homepage(before: Homepage, change: HomepageChange | UnsetType | None) -> Homepage:
    if change is None:
        return Homepage()
    if isinstance(change, UnsetType):
        return before
    sections = before.sections if isinstance(change.sections, UnsetType) else change.sections
    return Homepage(hero=_merge(before.hero, change.hero), sections=sections)


def _check(theme: Theme) -> None:
    faults = checks.Faults()
    for part, check in (("colors", _color), ("fonts", _font), ("layout", _style)):
        for name, value in msgspec.structs.asdict(getattr(theme, part)).items():
            if value is not None:
                faults.of(partial(check, value, f"{part}.{name}"))
    hero = theme.homepage.hero
    for name, value in msgspec.structs.asdict(hero).items():
        if value is not None:
            faults.of(partial(_link if name in ("image", "cta_link") else _text, value, f"homepage.hero.{name}"))
    _check_sections(theme.homepage.sections or (), faults)
    faults.settle()


def _check_sections(sections: tuple[Section, ...], faults: checks.Faults) -> None:
    if len(sections) > MOST_SECTIONS:
        faults.add("homepage.sections", f"May have at most {MOST_SECTIONS} items.")
    for i, section in enumerate(sections):
        path = f"homepage.sections.{i}"
        if section.type not in SECTION_TYPES:
            faults.add(f"{path}.type", f"Must be one of: {', '.join(sorted(SECTION_TYPES))}.")
        if len(section.product_ids) > MOST_PRODUCTS:
            faults.add(f"{path}.product_ids", f"May have at most {MOST_PRODUCTS} items.")
        faults.of(partial(_text, section.title, f"{path}.title"))


def _color(value: str, field: str) -> None:
    if not _COLOR.fullmatch(value):
        raise Invalid.one(field, "Must be a colour such as #fff or #3b82f6.")


def _font(value: str, field: str) -> None:
    if not _FONT.fullmatch(value):
        raise Invalid.one(field, "Must be a font's name, such as Inter.")


def _text(value: str, field: str) -> None:
    if len(value) > LONGEST_TEXT:
        raise Invalid.one(field, f"Must have at most {LONGEST_TEXT} characters.")


def _style(value: str, field: str) -> None:
    if len(value) > LONGEST_STYLE or not _STYLE.fullmatch(value):
        raise Invalid.one(field, "Must be a style's name, such as minimal.")


def _link(value: str, field: str) -> None:
    """A path on the same host, an anchor, or an http(s) URL: nothing that a browser would run."""
    if value == "" or (value.startswith(("/", "#")) and not value.startswith("//")):
        _text(value, field)
    else:
        checks.url(value, field=field)
