"""The storefront's theme, home page and pages: drafted, then published."""

import pytest

from serai.core import content, stores
from serai.core.content import PageDraft, Theme
from serai.kit.clock import FrozenClock
from serai.web.dashboard.design.pages import taken_out
from tests.factories import Make
from tests.web.visitor import Visitor


@pytest.fixture
def here(shop: stores.Store) -> str:
    return f"/dashboard/stores/{shop.id}/design"


async def _theme(make: Make, shop: stores.Store) -> Theme:
    return await content.read_theme(make.database, shop.id)


async def _pages(make: Make, shop: stores.Store) -> tuple[content.Page, ...]:
    return await content.read_pages(make.database, shop.id)


async def _with_pages(make: Make, shop: stores.Store, *slugs: str) -> tuple[content.Page, ...]:
    async with make.database.begin() as tx:
        drafts = [
            PageDraft(id=None, title=slug.title(), slug=slug, content="<p>x</p>", is_published=True, position=at)
            for at, slug in enumerate(slugs)
        ]
        return await content.replace_pages(tx, shop.id, pages=drafts)


# ── the theme ──


async def test_a_theme_is_drafted_and_then_published(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    await merchant.open(here)
    assert "Visitors have seen nothing of this yet." in merchant.words
    await merchant.press("/publish")
    assert "Visitors see the design and the pages as they are here." in merchant.words
    assert (await stores.get(make.database, shop.id)).status is stores.Status.LIVE

    await merchant.press(
        **{
            "colors[primary]": "#123456",
            "fonts[heading]": "Georgia",
            "fonts[body]": "",
            "layout[header_style]": "split",
            "homepage[hero][title]": "أهلًا <وسهلًا>",
            "homepage[hero][cta_link]": "#new",
        }
    )
    after = await _theme(make, shop)
    assert (after.colors.primary, after.fonts.heading, after.fonts.body) == ("#123456", "Georgia", None)
    assert (after.layout.header_style, after.layout.footer_style) == ("split", "minimal")
    assert (after.homepage.hero.title, after.homepage.hero.cta_link) == ("أهلًا <وسهلًا>", "#new")
    assert after.homepage.sections == content.DEFAULT.homepage.sections
    assert "The design differs from what visitors see." in merchant.words
    assert (await content.shown(make.database, slug="the-shop")).theme == content.DEFAULT

    await merchant.press("/publish")
    assert (await content.shown(make.database, slug="the-shop")).theme == after
    assert "Visitors see the design and the pages as they are here." in merchant.words


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("colors[text]", "red;}"),
        ("fonts[body]", 'Inter"; x'),
        ("layout[footer_style]", "Not A Style"),
        ("homepage[hero][image]", "javascript:alert(1)"),
        ("homepage[hero][cta_link]", "//evil.example"),
        ("homepage[hero][subtitle]", "x" * 501),
    ],
)
async def test_what_a_theme_cannot_be_is_said_at_its_field(
    merchant: Visitor, shop: stores.Store, make: Make, here: str, field: str, value: str
) -> None:
    await merchant.open(here)
    answer = await merchant.press(**{"homepage[hero][title]": "New", field: value})

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert dict(merchant.form().fields)["homepage[hero][title]"] == "New"
    assert await _theme(make, shop) == content.DEFAULT


async def test_colours_of_the_api_fit_the_browsers_field(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    async with make.database.begin() as tx:
        change = content.ThemeChange(
            colors=content.ColorsChange(primary="#fa0", accent=None), layout=content.LayoutChange(header_style="own-one")
        )
        await content.change_theme(tx, shop.id, change=change)
    await merchant.open(here)

    fields = dict(merchant.form().fields)
    assert (fields["colors[primary]"], fields["colors[accent]"]) == ("#ffaa00", content.DEFAULT.colors.accent)
    assert fields["layout[header_style]"] == "own-one"


# ── the home page ──


async def test_a_section_of_chosen_products(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    lamp, rug, tile = [await make.product(shop, name=name) for name in ("Lamp", "Rug", "Zellige")]
    await merchant.open(here)
    await merchant.press("/sections", section_title="Our best")
    assert merchant.where == f"{here}/sections/2?done=section_added"
    for product in (lamp, rug, tile):
        await merchant.press("/products", button=("add", str(product.id)))
    await merchant.press("/products", button=("drop", str(rug.id)))
    await merchant.press("/products", button=("first", str(tile.id)))
    section = (await _theme(make, shop)).homepage.sections[1]  # type: ignore[index]
    assert (section.title, section.product_ids) == ("Our best", (tile.id, lamp.id))

    await merchant.open(f"{here}/sections/2?q=lam")
    assert "Lamp 100.00 MAD Chosen" in merchant.words
    assert "Rug" not in merchant.words
    await merchant.press("/sections/2", title="Even better")
    await merchant.open(f"{here}/sections/2")
    await merchant.press("/first")
    assert [each.title for each in (await _theme(make, shop)).homepage.sections or ()] == ["Even better", "Featured Products"]
    await merchant.open(f"{here}/sections/1")
    await merchant.press("/remove")
    assert (await _theme(make, shop)).homepage.sections == content.DEFAULT.homepage.sections


@pytest.mark.parametrize("number", ["theirs", "0", "-5", "9" * 25, "x", "987654321"])
async def test_a_product_that_the_store_has_not_cannot_be_chosen(
    merchant: Visitor, shop: stores.Store, make: Make, here: str, number: str
) -> None:
    theirs = await make.product(await make.store())
    await make.product(shop)
    await merchant.open(f"{here}/sections/1")
    answer = await merchant.press("/products", button=("add", str(theirs.id) if number == "theirs" else number))

    assert answer.status_code in ((200,) if number == "0" else (404, 422))
    assert (await _theme(make, shop)).homepage.sections == content.DEFAULT.homepage.sections


async def test_a_section_that_became_another_is_not_overwritten(
    merchant: Visitor, shop: stores.Store, make: Make, here: str
) -> None:
    await merchant.open(f"{here}/sections/1")
    async with make.database.begin() as tx:
        other = (content.Section(type="featured-products", title="Other"),)
        change = content.ThemeChange(homepage=content.HomepageChange(sections=other))
        await content.change_theme(tx, shop.id, change=change)

    assert (await merchant.press("/remove")).status_code == 403
    assert (await _theme(make, shop)).homepage.sections == other
    assert (await merchant.open(f"{here}/sections/2")).status_code == 404


async def test_a_heading_that_is_too_long(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    await merchant.open(here)
    answer = await merchant.press("/sections", section_title="x" * 501)
    assert answer.status_code == 422
    assert 'id="section_title-fault"' in answer.text
    await merchant.open(f"{here}/sections/1")
    answer = await merchant.press(title="x" * 501)
    assert answer.status_code == 422
    assert 'id="title-fault"' in answer.text
    assert await _theme(make, shop) == content.DEFAULT


# ── pages ──


async def test_pages_are_written_ordered_hidden_and_removed(
    merchant: Visitor, shop: stores.Store, make: Make, here: str
) -> None:
    await _with_pages(make, shop, "one", "two")
    await merchant.open(f"{here}/pages/new")
    await merchant.press(
        title='About <us> & "you"', slug="about-us", content="<p>Hello</p>\r\n<p>again</p>", is_published="true"
    )
    about = (await _pages(make, shop))[2]
    assert merchant.where == f"{here}/pages/{about.id}?done=page_added"
    assert (about.title, about.is_published) == ('About <us> & "you"', True)
    assert "<us>" not in merchant.answer.text  # type: ignore[union-attr]

    await merchant.open(f"{here}/pages")
    await merchant.press(f"/pages/{about.id}/move", button=("up", "true"))
    assert [page.slug for page in await _pages(make, shop)] == ["one", "about-us", "two"]
    await merchant.press(f"/pages/{about.id}/move", button=("up", "false"))
    assert [page.slug for page in await _pages(make, shop)] == ["one", "two", "about-us"]

    await merchant.open(f"{here}/pages/{about.id}")
    fields = [(name, value) for name, value in merchant.form().fields if name != "is_published"]
    await merchant.browser.post(merchant.where, data=dict(fields))
    assert not (await _pages(make, shop))[2].is_published
    await merchant.open(f"{here}/pages/{about.id}")
    await merchant.press("/remove")
    assert [page.slug for page in await _pages(make, shop)] == ["one", "two"]


async def test_what_was_taken_out_of_a_page_is_shown(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    await merchant.open(f"{here}/pages/new")
    html = '<h2>Terms</h2><script>alert(1)</script><p onclick="x()">Fine</p>'
    answer = await merchant.press(title="Terms", slug="terms", content=html, is_published="true")

    page = (await _pages(make, shop))[0]
    assert answer.status_code == 200
    assert page.content == "<h2>Terms</h2><p>Fine</p>"
    assert '<script> alert(1) </script> <p onclick="x()">' in merchant.words
    assert "<script" not in answer.text
    assert dict(merchant.form(f"/pages/{page.id}").fields)["content"] == page.content
    await merchant.press(f"/pages/{page.id}", title="Our terms")
    assert [each.title for each in await _pages(make, shop)] == ["Our terms"]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"slug": "About us"}, "slug"),
        ({"slug": "two"}, "slug"),
        ({"content": "x" * 200_001}, "content"),
    ],
)
async def test_a_page_that_cannot_be(
    merchant: Visitor, shop: stores.Store, make: Make, here: str, typed: dict[str, str], field: str
) -> None:
    before = await _with_pages(make, shop, "one", "two")
    await merchant.open(f"{here}/pages/{before[0].id}")
    answer = await merchant.press(**{"title": "New", **typed})

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert await _pages(make, shop) == before


async def test_a_page_that_was_changed_meanwhile_is_not_overwritten_unseen(
    merchant: Visitor, shop: stores.Store, make: Make, here: str, clock: FrozenClock
) -> None:
    page = (await _with_pages(make, shop, "one"))[0]
    await merchant.open(f"{here}/pages/{page.id}")
    clock.advance(60)
    draft = PageDraft(id=page.id, title="Theirs", slug="one", content="", is_published=True, position=1)
    async with make.database.begin() as tx:
        await content.replace_pages(tx, shop.id, pages=[draft])

    for form, typed in (("/remove", {}), (f"/pages/{page.id}", {"title": "Mine"})):
        await merchant.open(f"{here}/pages/{page.id}")
        stale = {"was": page.updated_at.isoformat()}
        assert (await merchant.press(form, **stale, **typed)).status_code == 403
    assert (await _pages(make, shop))[0].title == "Theirs"
    assert dict(merchant.form(f"/pages/{page.id}").fields)["title"] == "Mine"
    await merchant.press(f"/pages/{page.id}")
    assert (await _pages(make, shop))[0].title == "Mine"


async def test_another_stores_page_is_unknown(merchant: Visitor, shop: stores.Store, make: Make, here: str) -> None:
    theirs = (await _with_pages(make, await make.store(), "theirs"))[0]

    assert (await merchant.open(f"{here}/pages/{theirs.id}")).status_code == 404
    await merchant.open(f"{here}/pages/new")
    csrf = dict(merchant.form().fields)["csrf"]
    answer = await merchant.browser.post(f"{here}/pages/{theirs.id}/move", data={"csrf": csrf, "up": "true"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("typed", "kept", "missing"),
    [
        ("<p>a</p>", "<p>a</p>", []),
        ("<p>a</p>\n<b>", "<p>a</p>\n<b></b>", []),
        ("<x>a</x><x>", "a", ["<x>", "</x>"]),
        ("a < b", "a &lt; b", ["a", "< b"]),
        ("<" * 50_000, "", ["<"]),
    ],
)
def test_pieces_that_are_not_kept(typed: str, kept: str, missing: list[str]) -> None:
    assert taken_out(typed, kept) == missing


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_the_pages_in_the_other_languages(
    merchant: Visitor, shop: stores.Store, make: Make, here: str, language: str
) -> None:
    await make.product(shop)
    page = (await _with_pages(make, shop, "one", "two"))[0]
    for path in ("", "/sections/1", "/pages", "/pages/new", f"/pages/{page.id}"):
        answer = await merchant.open(f"{here}{path}?language={language}")
        assert answer.status_code == 200
        assert merchant.page.faults == []
