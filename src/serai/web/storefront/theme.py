"""A theme as a style sheet: its colours with those that follow from them, its fonts. Pure."""

import hashlib
import re
from functools import lru_cache
from typing import Final

from msgspec import Struct

from serai.core.content import DEFAULT, Theme

Colour = tuple[int, int, int]

_COLOUR: Final = re.compile(r"#(?:[0-9a-fA-F]{3}|[0-9a-fA-F]{6})")
_FONT: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9 -]{0,99}")
_READABLE: Final = 4.5
"""The contrast that texts need (WCAG 2.2, AA)."""
_SEEN: Final = 3.0
"""The contrast that the edges of fields need."""
_BLACK: Final[Colour] = (0, 0, 0)
_WHITE: Final[Colour] = (255, 255, 255)
_GOOD: Final = ((23, 96, 63), (134, 215, 172))
_BAD: Final = ((160, 24, 24), (255, 157, 148))
"""On light paper, on dark paper."""
_SANS: Final = 'system-ui, -apple-system, "Segoe UI", "Noto Sans", "Noto Sans Arabic", sans-serif'
_SERIF: Final = '"Iowan Old Style", Palatino, "Noto Serif", "Noto Naskh Arabic", serif'
_MONO: Final = 'ui-monospace, "Cascadia Mono", Menlo, monospace'
_SERIFS: Final = ("serif", "georgia", "times", "garamond", "playfair", "merriweather", "lora", "bodoni", "baskerville", "amiri")
_GENERIC: Final = frozenset({"serif", "sans-serif", "monospace", "system-ui", "ui-serif", "ui-sans-serif", "ui-monospace"})
HEADERS: Final = ("centered", "left", "split")
FOOTERS: Final = ("minimal", "columns")


class Sheet(Struct, frozen=True):
    """`version` changes whenever the text does."""

    text: str
    version: str


@lru_cache(maxsize=256)
def sheet(theme: Theme) -> Sheet:
    """What is no colour and no font's name is left out, whoever let it in."""
    names = {**_colours(theme), "heading": _stack(theme.fonts.heading), "body": _stack(theme.fonts.body)}
    lines = "".join(f"  --{name}: {value};\n" for name, value in names.items())
    scheme = "light" if _luminance(_colour(theme.colors.background, _WHITE)) > 0.2 else "dark"
    text = f":root {{\n  color-scheme: {scheme};\n{lines}}}\n"
    return Sheet(text, hashlib.sha256(text.encode()).hexdigest()[:12])


def header_style(theme: Theme) -> str:
    """One that there is."""
    return _known(theme.layout.header_style, HEADERS)


def footer_style(theme: Theme) -> str:
    return _known(theme.layout.footer_style, FOOTERS)


def _known(asked: str | None, known: tuple[str, ...]) -> str:
    return asked if asked in known else known[0]


def _colours(theme: Theme) -> dict[str, str]:
    own, given = theme.colors, DEFAULT.colors
    paper = _colour(own.background, _colour(given.background, _WHITE))
    ink = _readable(_colour(own.text, _colour(given.text, _BLACK)), paper)
    main = _colour(own.primary, _colour(given.primary, ink))
    accent = _colour(own.accent, _colour(given.accent, main))
    dark = _luminance(paper) <= 0.2
    card = _mixed(paper, ink, 0.03)

    def read(colour: Colour) -> Colour:
        return _towards(colour, ink, (paper, card), _READABLE)

    found = {
        "paper": paper,
        "ink": ink,
        "card": card,
        "wash": _mixed(paper, main, 0.1),
        "line": _mixed(paper, ink, 0.16),
        "edge": _towards(_mixed(paper, ink, 0.4), ink, (paper, card), _SEEN),
        "soft": read(_colour(own.secondary, _mixed(paper, ink, 0.65))),
        "main": main,
        "on-main": _on(main),
        "link": read(main),
        "accent": accent,
        "on-accent": _on(accent),
        "good": read(_GOOD[dark]),
        "bad": read(_BAD[dark]),
    }
    return {name: f"#{r:02x}{g:02x}{b:02x}" for name, (r, g, b) in found.items()}


def _stack(names: str | None) -> str:
    """The fonts that a theme names where the visitor has them, then what their system has of the kind."""
    asked = [name.strip() for name in (names or "").split(",")]
    own = [name if name.lower() in _GENERIC else f'"{name}"' for name in asked if _FONT.fullmatch(name)]
    first = asked[0].lower()
    rest = _MONO if any(each in first for each in ("mono", "courier")) else _SERIF if _is_serif(first) else _SANS
    return ", ".join([*own, rest])


def _is_serif(name: str) -> bool:
    return "sans" not in name and any(each in name for each in _SERIFS)


def _colour(text: str | None, otherwise: Colour) -> Colour:
    if text is None or not _COLOUR.fullmatch(text):
        return otherwise
    digits = text[1:] if len(text) == 7 else "".join(2 * digit for digit in text[1:])
    return int(digits[:2], 16), int(digits[2:4], 16), int(digits[4:], 16)


def _luminance(colour: Colour) -> float:
    """WCAG 2.2, relative luminance."""
    r, g, b = (_linear(part / 255) for part in colour)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


def _linear(part: float) -> float:
    return part / 12.92 if part <= 0.04045 else float(((part + 0.055) / 1.055) ** 2.4)


def _contrast(one: Colour, other: Colour) -> float:
    low, high = sorted((_luminance(one), _luminance(other)))
    return (high + 0.05) / (low + 0.05)


def _on(colour: Colour) -> Colour:
    """Black or white, whichever is read better on it."""
    return max(_BLACK, _WHITE, key=lambda ink: _contrast(ink, colour))


def _readable(ink: Colour, paper: Colour) -> Colour:
    return ink if _contrast(ink, paper) >= _READABLE else _on(paper)


def _mixed(one: Colour, other: Colour, share: float) -> Colour:
    r, g, b = (round(a + (z - a) * share) for a, z in zip(one, other, strict=True))
    return r, g, b


def _towards(colour: Colour, ink: Colour, grounds: tuple[Colour, ...], least: float) -> Colour:
    """The colour with as little of the ink as makes it stand out on all of the grounds."""
    steps = (_mixed(colour, ink, tenth / 10) for tenth in range(11))
    return next((step for step in steps if all(_contrast(step, ground) >= least for ground in grounds)), ink)
