"""A theme's colours and fonts as a style sheet."""

import re

import pytest

from serai.core import content, stores
from serai.core.content import Colors, ColorsChange, Fonts, Layout, LayoutChange, Theme, ThemeChange
from serai.web.storefront import theme
from tests.factories import Make
from tests.web.storefront.conftest import opened
from tests.web.visitor import Visitor


def _value(sheet: str, name: str) -> str:
    found = re.search(rf"--{name}: ([^;]+);", sheet)
    assert found, name
    return found[1]


def _contrast(sheet: str, one: str, other: str) -> float:
    colours = [theme._colour(_value(sheet, name), (0, 0, 0)) for name in (one, other)]
    return theme._contrast(*colours)


@pytest.mark.parametrize(
    "colors",
    [
        Colors(),
        Colors(primary="#ff0", secondary="#eee", accent="#0ff", background="#fff", text="#ddd"),
        Colors(primary="#111111", secondary="#222222", accent="#333333", background="#000000", text="#444444"),
        Colors(primary="#777777", background="#777777", text="#888888"),
        Colors(primary="#e11d48", background="#fdf2f8", text="#500724"),
    ],
)
def test_texts_can_be_read_in_any_colours(colors: Colors) -> None:
    sheet = theme.sheet(Theme(colors=colors)).text

    assert _contrast(sheet, "on-main", "main") >= 4.5
    assert _contrast(sheet, "on-accent", "accent") >= 4.5
    for name in ("ink", "soft", "link", "good", "bad"):
        assert _contrast(sheet, name, "paper") >= 4.5, name


def test_the_colours_are_the_merchants() -> None:
    sheet = theme.sheet(Theme(colors=Colors(primary="#e11d48", background="#fdf2f8", text="#500724"))).text
    assert [_value(sheet, name) for name in ("main", "paper", "ink")] == ["#e11d48", "#fdf2f8", "#500724"]
    assert "color-scheme: light;" in sheet


def test_what_is_no_colour_and_no_font_is_left_out() -> None:
    bad = "red; } body { background: url(https://evil.example)"
    sheet = theme.sheet(Theme(colors=Colors(primary=bad, text=bad), fonts=Fonts(heading=f'"{bad}', body="Lora, serif"))).text

    assert "evil" not in sheet
    assert sheet.count("}") == 1
    assert _value(sheet, "body").startswith('"Lora", serif, ')
    assert "Noto Naskh Arabic" in _value(sheet, "body")


def test_styles_that_nobody_drew_are_the_first() -> None:
    known = Theme(layout=Layout(header_style="split", footer_style="columns"))
    odd = Theme(layout=Layout(header_style="upside-down", footer_style=None))
    assert (theme.header_style(known), theme.footer_style(known)) == ("split", "columns")
    assert (theme.header_style(odd), theme.footer_style(odd)) == ("centered", "minimal")


async def test_a_published_theme_has_a_new_address(guest: Visitor, make: Make, shop: stores.Store) -> None:
    before = await _sheets(guest)
    change = ThemeChange(colors=ColorsChange(primary="#e11d48"), layout=LayoutChange(header_style="left"))
    async with make.database.begin() as tx:
        await content.change_theme(tx, shop.id, change=change)
    assert await _sheets(guest) == before

    await opened(make, shop)
    after = await _sheets(guest)
    assert before[0] == after[0]
    assert before[1] != after[1]
    sheet = await guest.browser.get(after[1])
    assert "--main: #e11d48;" in sheet.text
    assert sheet.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert (await guest.browser.get(before[1])).headers["cache-control"] == "public, max-age=300"
    assert "set-cookie" not in sheet.headers
    assert 'class="top left"' in (await guest.open("/s/the-shop/")).text


async def _sheets(guest: Visitor) -> list[str]:
    """The addresses of the home page's style sheets: the common one, the theme's."""
    page = await guest.open("/s/the-shop/")
    return sorted(re.findall(r'<link rel="stylesheet" href="([^"]+)">', page.text))
