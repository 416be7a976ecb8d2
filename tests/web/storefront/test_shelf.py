"""What everybody sees of a shop, and what nobody does."""

import sys

import httpx
import pytest

from serai.core import catalog, content, stores
from serai.core.accounts import Language
from serai.core.catalog import CategoryRef, Image, NewVariant
from serai.core.content import HeroChange, HomepageChange, PageDraft, Section, ThemeChange
from serai.core.stores import Status
from serai.kit.db import Database
from tests.factories import Make
from tests.web.storefront.conftest import opened, turned
from tests.web.visitor import Visitor

VISITS = "select count(*) from storefront_visits where store_id = $1"


def _page(title: str, slug: str, *, is_published: bool = True, text: str = "<p>Words</p>") -> PageDraft:
    return PageDraft(id=None, title=title, slug=slug, content=text, is_published=is_published, position=0)


async def _theme(make: Make, store: stores.Store, **change: object) -> None:
    async with make.database.begin() as tx:
        await content.change_theme(tx, store.id, change=ThemeChange(**change))  # type: ignore[arg-type]


async def _pages(make: Make, store: stores.Store, *pages: PageDraft) -> None:
    async with make.database.begin() as tx:
        await content.replace_pages(tx, store.id, pages=pages)


def _names(visitor: Visitor) -> list[str]:
    """The products of the page, in their order, by the ends of their addresses."""
    return [link.rsplit("/", 1)[1] for link in visitor.page.links if "/products/" in link]


# ── the home page ──


async def test_the_home_page_has_the_hero_and_the_sections(guest: Visitor, make: Make, shop: stores.Store) -> None:
    chosen = await make.product(shop, name="Chosen lamp")
    await make.product(shop, name="Other lamp")
    hero = HeroChange(title="Hello <b>you</b>", cta_text="Go", cta_link="/pages/about")
    section = Section(type="featured-products", title="Picked", product_ids=(987_654_321, chosen.id))
    await _theme(make, shop, homepage=HomepageChange(hero=hero, sections=(section,)))
    await opened(make, shop)
    await make.searched()
    await guest.open("/s/the-shop/")

    assert "Hello <b>you</b>" in guest.words
    assert "<b>you" not in guest.answer.text  # type: ignore[union-attr]
    assert "/s/the-shop/pages/about" in guest.page.links
    assert _names(guest) == ["chosen-lamp"]


async def test_a_shop_without_sections_shows_what_is_new(guest: Visitor, make: Make, shop: stores.Store) -> None:
    await _theme(make, shop, homepage=HomepageChange(sections=()))
    await opened(make, shop)
    await guest.open("/s/the-shop/")
    assert "There is nothing in the shop yet." in guest.words

    await make.product(shop, name="Fresh")
    await make.searched()
    await guest.open("/s/the-shop/")
    assert _names(guest) == ["fresh"]


async def test_an_address_without_the_last_stroke_leads_there(guest: Visitor) -> None:
    answer = await guest.browser.get("/s/the-shop")
    assert (answer.status_code, answer.headers["location"]) == (308, "/s/the-shop/")


# ── listings ──


@pytest.fixture
async def goods(make: Make, shop: stores.Store) -> list[catalog.Product]:
    """Three lamps and a rug, from cheap to dear; the second lamp is reduced."""
    lamps, rugs = (CategoryRef(name="Lamps"),), (CategoryRef(name="Rugs"),)
    made = [
        await make.product(shop, name="Red lamp", price=1_000, categories=lamps, vendor="Atlas"),
        await make.product(shop, name="Blue lamp", price=2_000, compare_at_minor=4_000, categories=lamps, vendor="Rif"),
        await make.product(shop, name="Green lamp", price=3_000, categories=lamps, vendor="Rif"),
        await make.product(shop, name="Rug", price=4_000, categories=rugs, vendor="Atlas"),
    ]
    await make.searched()
    return made


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=lamp&sort=price", ["red-lamp", "blue-lamp", "green-lamp"]),
        ("sort=-price", ["rug", "green-lamp", "blue-lamp", "red-lamp"]),
        ("min=15&max=30,00&sort=price", ["blue-lamp", "green-lamp"]),
        ("sale=true", ["blue-lamp"]),
        ("q=nowhere-to-be-found-xyz", []),
        ("page=2", []),
    ],
)
async def test_a_listing_shows_what_was_asked_for(guest: Visitor, query: str, found: list[str]) -> None:
    answer = await guest.open(f"/s/the-shop/products?{query}")

    assert answer.status_code == 200
    assert _names(guest) == found
    assert found or "No product fits." in guest.words


@pytest.mark.usefixtures("goods")
async def test_filters_are_a_form(guest: Visitor) -> None:
    await guest.open("/s/the-shop/products?q=lamp")
    form = next(form for form in guest.page.forms if "sort" in form.names)
    assert dict(form.fields)["q"] == "lamp"
    brand = next(line for line in guest.answer.text.splitlines() if "<bdi>Rif</bdi>" in line)  # type: ignore[union-attr]
    value = brand.split('value="')[1].split('"')[0]

    await guest.open(f"/s/the-shop/products?q=lamp&brand={value}&sort=price")
    assert _names(guest) == ["blue-lamp", "green-lamp"]
    assert f'name="brand" value="{value}" checked' in guest.answer.text  # type: ignore[union-attr]


@pytest.mark.usefixtures("goods")
async def test_a_price_that_is_none_is_said_at_its_field(guest: Visitor) -> None:
    await guest.open("/s/the-shop/products?min=cheap&max=1e9")
    assert guest.words.count("Please type an amount such as 49.90.") == 2
    assert len(_names(guest)) == 4


async def test_stepping_through_a_long_listing(guest: Visitor, make: Make, shop: stores.Store) -> None:
    for number in range(26):
        await make.product(shop, name=f"Thing {number}", price=1_000 + number)
    await make.searched()
    await guest.open("/s/the-shop/products?sort=price")
    first = _names(guest)
    later = next(link for link in guest.page.links if "page=2" in link)
    await guest.open(later)

    assert (len(first), _names(guest)) == (24, ["thing-24", "thing-25"])
    assert any(link.endswith("/products?sort=price") for link in guest.page.links)


@pytest.mark.usefixtures("goods")
async def test_a_category_by_its_path_and_by_its_id(guest: Visitor, goods: list[catalog.Product]) -> None:
    id_ = goods[3].categories[0].id
    for where in ("rugs", str(id_)):
        answer = await guest.open(f"/s/the-shop/categories/{where}")
        assert answer.status_code == 200
        assert _names(guest) == ["rug"]
        assert f'rel="canonical" href="http://testserver/s/the-shop/categories/{"rugs"}"' in answer.text
    await guest.open("/s/the-shop/products")
    assert "/s/the-shop/categories/rugs" in guest.page.links


# ── a product ──


async def test_a_product_with_variants(guest: Visitor, make: Make, shop: stores.Store) -> None:
    there = NewVariant(name="Large", price_minor=1_500, compare_at_minor=3_000, sellable=2)
    gone = NewVariant(name="Small", price_minor=1_200, sellable=0)
    product = await make.product(
        shop, name="Pot", price=1_500, stock=None, variants=(there, gone), low_stock_threshold=5, seo_title="A pot for <you>"
    )
    await make.searched()
    await guest.open("/s/the-shop/products/pot")
    form = guest.form("/cart")

    assert guest.page.title.startswith("A pot for <you>")
    assert (form.method, form.names) == ("post", {"csrf", "variant", "quantity"})
    assert dict(form.fields)["variant"] == str(product.named[0].id)
    assert "Only 2 left" in guest.words
    assert "15.00 MAD" in guest.words
    assert "30.00 MAD" in guest.words
    assert f'value="{product.named[1].id}" required disabled' in guest.answer.text  # type: ignore[union-attr]


async def test_what_is_sold_out_cannot_be_pressed(guest: Visitor, make: Make, shop: stores.Store) -> None:
    await make.product(shop, name="Pot", stock=0)
    await guest.open("/s/the-shop/products/pot")

    assert "Sold out" in guest.words
    assert all(not form.action.endswith("/cart") for form in guest.page.forms)


async def test_a_description_is_made_safe(guest: Visitor, make: Make, shop: stores.Store) -> None:
    text = '<p onclick="x()">Made <a href="/pages/about">here</a><script>alert(1)</script><img src="/media/1/images/a.png"></p>'
    await make.product(shop, name="Pot", description=text, images=(Image(url="https://img.example/a.jpg", alt='"x'),))
    await make.product(shop, name="Plain", description="First & last\nNext")
    answer = await guest.open("/s/the-shop/products/pot")
    plain = await guest.browser.get("/s/the-shop/products/plain")

    assert "<script" not in answer.text
    assert "alert" not in answer.text
    assert "onclick" not in answer.text
    assert "/s/the-shop/pages/about" in guest.page.links
    assert 'src="/media/1/images/a.png"' in answer.text
    assert "<p>First &amp; last<br>Next</p>" in plain.text


async def test_similar_products_are_shown(guest: Visitor, make: Make, shop: stores.Store, goods: list[catalog.Product]) -> None:
    await guest.open(f"/s/the-shop/products/{goods[0].slug}")
    assert set(_names(guest)) == {"blue-lamp", "green-lamp"}


# ── what nobody sees ──


@pytest.mark.parametrize(
    "path", ["products/pot", "products/%00", "products/x%F0%9F%92%A3", "pages/none", "categories/9", "categories/a/b", "what"]
)
async def test_what_is_not_there_is_said_in_the_shops_look(guest: Visitor, make: Make, shop: stores.Store, path: str) -> None:
    await make.product(await make.store(), name="Pot")
    await make.product(shop, name="Pot", status=catalog.Status.DRAFT)
    answer = await guest.open(f"/s/the-shop/{path}")

    assert answer.status_code == 404
    assert "This does not exist." in guest.words
    assert "/s/the-shop/cart" in guest.page.links


async def test_what_was_just_taken_off_sale_is_not_replaced(
    guest: Visitor, database: Database, goods: list[catalog.Product]
) -> None:
    """Search hears of it a moment later, and would know similar ones."""
    await database.run("update products set status = 'draft' where store_id = $1 and id = $2", goods[0].store_id, goods[0].id)
    assert (await guest.open("/s/the-shop/products/red-lamp")).status_code == 404


@pytest.mark.parametrize("slug", ["nowhere", "The-Shop", "%00", "a" * 500, "..%2f"])
async def test_a_shop_that_is_not_there(browser: httpx.AsyncClient, slug: str) -> None:
    assert (await browser.get(f"/s/{slug}/")).status_code in (404, 308)
    assert (await browser.get(f"/s/{slug}/products")).status_code == 404


async def test_nothing_but_what_was_published(guest: Visitor, make: Make, shop: stores.Store) -> None:
    await _pages(make, shop, _page("About us", "about"), _page("Hidden", "hidden", is_published=False))
    await opened(make, shop)
    await _pages(make, shop, _page("Secret plan", "about", text="<p>Secret plan</p>"), _page("Later", "later"))
    await _theme(make, shop, homepage=HomepageChange(hero=HeroChange(title="Secret plan")))
    home = await guest.open("/s/the-shop/")
    about = await guest.open("/s/the-shop/pages/about")

    assert "Secret plan" not in home.text + about.text
    assert "About us" in guest.words
    for slug in ("hidden", "later"):
        assert (await guest.open(f"/s/the-shop/pages/{slug}")).status_code == 404


@pytest.mark.parametrize("path", ["", "products", "nowhere", "theme.css", "sitemap.xml"])
async def test_a_draft_is_not_open_yet(guest: Visitor, make: Make, shop: stores.Store, path: str) -> None:
    await turned(make, shop, Status.DRAFT)
    answer = await guest.open(f"/s/the-shop/{path}")

    assert answer.status_code == 404
    assert "This shop is not open yet." in guest.words
    assert shop.name not in answer.text


@pytest.mark.parametrize("path", ["", "products", "cart", "pages/about", "nowhere", "robots.txt"])
async def test_a_shop_in_maintenance_says_so_everywhere(guest: Visitor, make: Make, shop: stores.Store, path: str) -> None:
    await _pages(make, shop, _page("About us", "about"))
    await opened(make, shop)
    await turned(make, shop, Status.MAINTENANCE)
    answer = await guest.open(f"/s/the-shop/{path}")

    assert (answer.status_code, answer.headers["retry-after"]) == (503, "600")
    assert "This shop is being worked on." in guest.words
    assert "About us" not in guest.words
    assert (await guest.browser.get("/s/the-shop/theme.css")).status_code == 200


# ── in every language, at little cost ──


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(("language", "direction"), [(Language.FR, "ltr"), (Language.AR, "rtl")])
async def test_every_page_in_the_shops_language(
    guest: Visitor, make: Make, shop: stores.Store, database: Database, language: Language, direction: str
) -> None:
    await database.run("update stores set language = $2 where id = $1", shop.id, language.value)
    await _pages(make, shop, _page("About us", "about"))
    await opened(make, shop)
    for path in ("", "products?min=x", "categories/lamps", "products/blue-lamp", "pages/about"):
        answer = await guest.open(f"/s/the-shop/{path}")
        assert answer.status_code == 200
        assert guest.page.faults == []
        assert f'lang="{language.value}" dir="{direction}"' in answer.text
    await guest.open("/s/the-shop/")
    assert "Welcome to Our Store" not in guest.words


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(
    "query",
    [
        "q=%00&page=-1&min=NaN&max=99999999999999999999&sort=%F0%9F%92%A3",
        "brand=0&brand=99999999999999&by.%00=1&by.color=x&by.=1",
        "page=9999999999999999999999&q=" + "x" * 600,
        "q=%27%3B--&by.a%27=1&page=1000",
        "q=%ED%A0%80&min=-1&done=items",
    ],
)
async def test_an_odd_query_is_answered(guest: Visitor, query: str) -> None:
    assert (await guest.open(f"/s/the-shop/products?{query}")).status_code == 200
    assert guest.page.faults == []


@pytest.mark.usefixtures("goods")
@pytest.mark.parametrize(
    ("path", "most"),
    [
        ("", 3),
        ("products?q=lamp&sale=true", 5),
        ("categories/lamps", 5),
        ("products/blue-lamp", 4),
        ("pages/about", 1),
        ("cart", 4),
    ],
)
async def test_the_statements_of_a_page(
    guest: Visitor, make: Make, shop: stores.Store, statements: list[str], path: str, most: int
) -> None:
    await _pages(make, shop, _page("About us", "about"))
    await opened(make, shop)
    await guest.open("/s/the-shop/pages/about")
    statements.clear()

    assert (await guest.open(f"/s/the-shop/{path}")).status_code == 200
    assert len(statements) <= most


async def test_a_slug_that_changes_hands_is_found_anew(
    guest: Visitor, make: Make, shop: stores.Store, database: Database
) -> None:
    other = await opened(make, await make.store())
    await guest.open("/s/the-shop/")
    await database.run("update stores set public_slug = 'the-shop-before' where id = $1", shop.id)
    assert (await guest.open("/s/the-shop/")).status_code == 404

    await database.run("update stores set public_slug = 'the-shop' where id = $1", other.id)
    await guest.open("/s/the-shop/")
    assert other.name in guest.words


async def test_a_visit_counts_once(guest: Visitor, shop: stores.Store, database: Database) -> None:
    await guest.browser.head("/s/the-shop/")
    for path in ("robots.txt", "theme.css", "nowhere"):
        await guest.browser.get(f"/s/the-shop/{path}")
    await guest.browser.get("/s/the-shop/", headers={"user-agent": "Examplebot/2.1"})
    guest.browser.cookies.clear()
    assert await database.value(VISITS, shop.id) == 0

    for path in ("", "products", "cart"):
        await guest.open(f"/s/the-shop/{path}")
    assert await database.value(VISITS, shop.id) == 1


@pytest.mark.usefixtures("goods")
async def test_what_robots_are_told(guest: Visitor, make: Make, shop: stores.Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.modules["serai.core.content.shown"], "AT_ONCE", 2)
    await make.product(shop, name="Gone", stock=0)
    await make.product(await make.store(), name="Foreign")
    await _pages(make, shop, _page("About us", "about"))
    await opened(make, shop)
    await make.searched()
    robots = await guest.browser.get("/s/the-shop/robots.txt")
    sitemap = await guest.browser.get("/s/the-shop/sitemap.xml")

    assert "Disallow: /s/the-shop/cart\n" in robots.text
    assert "Sitemap: http://testserver/s/the-shop/sitemap.xml\n" in robots.text
    assert sitemap.headers["content-type"].startswith("application/xml")
    for path in ("/", "/products", "/pages/about", "/categories/lamps", "/products/red-lamp", "/products/rug"):
        assert f"<loc>http://testserver/s/the-shop{path}</loc>" in sitemap.text
    assert "foreign" not in sitemap.text
    assert "gone" not in sitemap.text
