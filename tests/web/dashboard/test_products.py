"""Products at the dashboard: found, made, changed by one at a time, shown in pictures, removed."""

import asyncio

import httpx
import pytest

from serai.app import compose
from serai.core import catalog, stores
from serai.kit.db import Database
from serai.kit.pages import Slice
from serai.settings import Settings
from tests.conftest import client, make_services
from tests.factories import Account, Make
from tests.web.visitor import Visitor

PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
SCRIPT = "<script>alert(1)</script>"
PAGES = ("", "/pictures", "/variants", "/variants/new", "/options", "/stock", "/remove")


def at(shop: stores.Store, more: object = "") -> str:
    return f"/dashboard/stores/{shop.id}/products{more}"


async def stored(make: Make, product: catalog.Product) -> catalog.Full:
    return await catalog.get_full(make.database, product.store_id, product.id)


async def test_a_product_is_made_and_listed(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    await merchant.open(at(shop))
    assert "There are no products yet." in merchant.words

    await merchant.open(at(shop, "/new"))
    await merchant.press(
        name="Brass lamp",
        price="129.50",
        compare_at_price="150",
        cost="60.25",
        sku="LAMP-1",
        quantity="7",
        tags="home, light،نور, home",
        vendor="Atlas",
        images="https://pics.example/1.jpg\nhttps://pics.example/2.jpg",
        seo_title="A lamp",
        **{"categories[0]": "Lamps"},
    )

    assert "The product was created." in merchant.words
    made = (await catalog.page(make.database, [shop.id], catalog.Filter(), Slice(1, 10))).items[0]
    full = await stored(make, made)
    assert (full.name, full.slug, full.status, full.vendor) == ("Brass lamp", "brass-lamp", catalog.Status.ACTIVE, "Atlas")
    assert (full.default.price_minor, full.default.compare_at_minor, full.default.cost_minor) == (12_950, 15_000, 6_025)
    assert (full.default.sku, full.sellable, full.tags) == ("LAMP-1", 7, ("home", "light", "نور"))
    assert [image.url for image in full.images] == ["https://pics.example/1.jpg", "https://pics.example/2.jpg"]
    assert [category.name for category in full.categories] == ["Lamps"]
    assert dict(merchant.form().fields)["price"] == "129.50"

    await merchant.open(at(shop))
    assert all(shown in merchant.words for shown in ("Brass lamp", "LAMP-1", "129.50 MAD", "On sale"))
    assert f"/s/{shop.public_slug}/products/brass-lamp" in merchant.page.links


async def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(merchant: Visitor, shop: stores.Store) -> None:
    await merchant.open(at(shop, "/new"))
    answer = await merchant.press(name="ab", price="x", low_stock_threshold="99999999999", description=SCRIPT)

    assert answer.status_code == 422
    assert [f'id="{name}-fault"' in answer.text for name in ("price", "low_stock_threshold")] == [True, True]
    fields = dict(merchant.form().fields)
    assert (fields["name"], fields["price"], fields["description"]) == ("ab", "x", SCRIPT)
    assert SCRIPT not in answer.text

    answer = await merchant.press(name="ab", price="5", low_stock_threshold="0")
    assert 'id="name-fault"' in answer.text
    answer = await merchant.press(name="A lamp", price="5", compare_at_price="4", images="javascript:alert(1)")
    assert 'id="images-fault"' in answer.text
    answer = await merchant.press(images="")
    assert 'id="compare_at_price-fault"' in answer.text


@pytest.mark.parametrize("price", ["NaN", "1e9", "-1", "0", "1.234", "9" * 25])
async def test_a_price_that_cannot_be(merchant: Visitor, shop: stores.Store, price: str) -> None:
    await merchant.open(at(shop, "/new"))
    answer = await merchant.press(name="A lamp", price=price)

    assert answer.status_code == 422
    assert 'id="price-fault"' in answer.text


async def test_a_sku_and_an_address_are_one_products(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    await make.product(shop, sku="LAMP-1", slug="lamp")
    other = await make.product(shop)

    await merchant.open(at(shop, f"/{other.id}"))
    answer = await merchant.press(sku="LAMP-1")
    assert (answer.status_code, 'id="sku-fault"' in answer.text) == (409, True)
    answer = await merchant.press(sku="", slug="lamp")
    assert (answer.status_code, 'id="slug-fault"' in answer.text) == (409, True)
    answer = await merchant.press(slug="No Slug")
    assert (answer.status_code, 'id="slug-fault"' in answer.text) == (422, True)

    assert (await stored(make, other)).version == other.version


async def test_a_change_says_all_fields_and_keeps_what_has_none(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    refs = (catalog.CategoryRef(name="Lamps"), catalog.CategoryRef(name="Gifts"))
    variants = (catalog.NewVariant(name="S", price_minor=900, sellable=5),)
    lamp = await make.product(
        shop,
        stock=8,
        sku="L",
        tags=("a",),
        categories=refs,
        variants=variants,
        seo_title="T",
        images=(catalog.Image("https://x.example/1.png"),),
    )

    await merchant.open(at(shop, f"/{lamp.id}"))
    await merchant.press(sku="", tags="", seo_title="", status="draft", **{"categories[0]": "Light"})

    assert "The changes were saved." in merchant.words
    now = await stored(make, lamp)
    assert (now.default.sku, now.tags, now.seo_title, now.status) == (None, (), None, catalog.Status.DRAFT)
    assert [category.name for category in now.categories] == ["Light", "Gifts"]
    assert (now.slug, now.sellable, len(now.images)) == (lamp.slug, 8, 1)
    assert [(each.name, each.price_minor, each.sellable) for each in now.named] == [("S", 900, 5)]


async def test_what_somebody_else_changed_is_not_overwritten(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    lamp = await make.product(shop, name="Lamp of mine")
    await merchant.open(at(shop, f"/{lamp.id}"))
    async with make.database.begin() as tx:
        await catalog.edit(tx, shop.id, lamp.id, catalog.ProductChange(name="Lamp of yours"))

    answer = await merchant.press(name="Lamp of ours", price="1")
    assert answer.status_code >= 400
    assert "Somebody else changed this product" in merchant.words
    assert dict(merchant.form().fields)["name"] == "Lamp of ours"
    answer = await merchant.press()
    assert answer.status_code >= 400

    assert (await stored(make, lamp)).name == "Lamp of yours"
    await merchant.open(at(shop, f"/{lamp.id}"))
    await merchant.press(name="Lamp of ours")
    assert (await stored(make, lamp)).name == "Lamp of ours"


async def test_of_two_who_save_at_the_same_moment_one_is_told(committed: Database, config: Settings) -> None:
    services = make_services(committed)
    make = Make(services)
    account = await make.account()
    shop = await make.store(account)
    lamp = await make.product(shop)
    async with client(compose(config, services), "") as browser:
        visitor = Visitor(browser)
        await visitor.open("/dashboard/log-in")
        await visitor.press(email=account.user.email or "", password=account.password)
        await visitor.open(at(shop, f"/{lamp.id}"))
        sent = dict(visitor.form().fields)
        answers = await asyncio.gather(*(browser.post(visitor.where, data={**sent, "name": f"Lamp {n}"}) for n in range(6)))

    assert sorted(answer.status_code == 303 for answer in answers) == [False] * 5 + [True]
    assert (await stored(make, lamp)).version == lamp.version + 1


async def test_the_list_is_searched_and_narrowed(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    for name, more in {
        "Copper bowl": {"sku": "BOWL-1", "categories": (catalog.CategoryRef(name="Kitchen"),)},
        "Silk scarf": {"stock": 0},
        "Quiet draft": {"status": catalog.Status.DRAFT},
    }.items():
        await make.product(shop, name=name, **more)

    async def shown(**typed: str) -> list[str]:
        await merchant.open(at(shop))
        await merchant.press(**typed)
        return [name for name in ("Copper bowl", "Silk scarf", "Quiet draft") if name in merchant.words]

    kitchen = (await catalog.all_categories(make.database, shop.id))[0].id
    assert await shown(q="coppér") == ["Copper bowl"]
    assert await shown(q="BOWL") == ["Copper bowl"]
    assert await shown(status="out") == ["Silk scarf"]
    assert await shown(status="draft") == ["Quiet draft"]
    assert await shown(status="active") == ["Copper bowl"]
    assert await shown(category=str(kitchen)) == ["Copper bowl"]
    assert await shown(q='%_\\"<b>') == []
    assert "No product matches." in merchant.words


async def test_the_list_goes_on_page_by_page(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    async with make.database.begin() as tx:
        await catalog.create_all(tx, [(shop.id, catalog.NewProduct(name=f"Lamp ({n})", price_minor=1)) for n in range(30)])

    await merchant.open(at(shop))
    first = {n for n in range(30) if f"Lamp ({n})" in merchant.words}
    await merchant.open(next(link for link in merchant.page.links if "page=2" in link))
    second = {n for n in range(30) if f"Lamp ({n})" in merchant.words}

    assert (len(first), first | second, first & second) == (25, set(range(30)), set())
    assert not any("page=3" in link for link in merchant.page.links)


async def test_a_picture_is_kept_here_or_linked(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    lamp = await make.product(shop)
    await merchant.open(at(shop, f"/{lamp.id}/pictures"))
    await merchant.press(files={"content": ("lamp.png", PNG)}, alt='From the "left"')
    assert "The picture was added." in merchant.words
    await merchant.press(url="https://pics.example/2.jpg")

    first, second = (await stored(make, lamp)).images
    shown = await merchant.browser.get(first.url)
    assert (shown.content, shown.headers["content-type"]) == (PNG, "image/png")
    assert (first.alt, first.is_primary, second.url) == ('From the "left"', True, "https://pics.example/2.jpg")

    await merchant.open(at(shop, f"/{lamp.id}/pictures/{second.id}"))
    await merchant.press(place="1", is_primary="true", alt="Right")
    now = (await stored(make, lamp)).images
    assert [(image.id, image.is_primary) for image in now] == [(second.id, True), (first.id, False)]

    await merchant.open(at(shop, f"/{lamp.id}/pictures/{second.id}/remove"))
    await merchant.press()
    assert [(image.id, image.is_primary) for image in (await stored(make, lamp)).images] == [(first.id, True)]


async def test_what_is_no_picture_is_refused(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    lamp = await make.product(shop)
    await merchant.open(at(shop, f"/{lamp.id}/pictures"))

    for files, typed, field in (
        ({"content": ("lamp.svg", b"<svg/>")}, {}, "content"),
        (None, {}, "content"),
        (None, {"url": "javascript:alert(1)"}, "url"),
        (None, {"url": "https://x.example/1.png", "alt": "x" * 300}, "alt"),
    ):
        answer = await merchant.press(files=files, **typed)
        assert (answer.status_code, f'id="{field}-fault"' in answer.text) == (422, True), field
    answer = await merchant.press(files={"content": ("lamp.png", PNG + bytes(11 * 2**20))}, url="", alt="")
    assert answer.status_code == 413

    assert (await stored(make, lamp)).images == ()


async def test_a_product_is_removed_after_a_question(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    lamp = await make.product(shop, name="Lamp to go")
    await make.order(shop, lamp)
    await merchant.open(at(shop, f"/{lamp.id}/remove"))
    await merchant.press()

    assert merchant.where.startswith(at(shop))
    assert "The product was removed." in merchant.words
    assert "Lamp to go" not in merchant.words
    assert (await merchant.open(at(shop, f"/{lamp.id}"))).status_code == 404


async def test_another_stores_product_is_unknown(merchant: Visitor, shop: stores.Store, make: Make, account: Account) -> None:
    theirs = await make.product(await make.store(), images=(catalog.Image("https://x.example/1.png"),))
    mine = await make.product(shop)
    picture = (await stored(make, theirs)).images[0].id
    await merchant.open(at(shop, f"/{mine.id}"))
    sent = dict(merchant.form().fields)

    for more in (*PAGES, f"/pictures/{picture}", f"/variants/{theirs.default.id}/sale"):
        assert (await merchant.browser.get(at(shop, f"/{theirs.id}{more}"))).status_code == 404, more
    for more in ("", "/remove", "/stock", "/pictures", "/variants/new"):
        data = {**sent, "version": str(theirs.version), "url": "https://x.example/2.png", "variant": str(theirs.default.id)}
        answer = await merchant.browser.post(at(shop, f"/{theirs.id}{more}"), data=data)
        assert answer.status_code == 404, more
    assert (await merchant.browser.get(at(shop, f"/{mine.id}/pictures/{picture}"))).status_code == 404
    assert (await merchant.browser.get(at(shop, f"/{mine.id}/variants/{theirs.default.id}/sale"))).status_code == 404
    assert (await stored(make, theirs)).version == theirs.version


@pytest.mark.parametrize("number", [0, 2**60, 10**30])
async def test_an_id_that_nothing_has(merchant: Visitor, shop: stores.Store, number: int) -> None:
    for more in (*PAGES, f"/pictures/{number}", f"/options/{number}", f"/variants/{number}"):
        assert (await merchant.open(at(shop, f"/{number}{more}"))).status_code == 404, more


async def test_names_are_never_markup(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    lamp = await make.product(shop, name=f'"{SCRIPT}', tags=(SCRIPT,), categories=(catalog.CategoryRef(name=SCRIPT),))
    for path in (at(shop), at(shop, "/movements"), *(at(shop, f"/{lamp.id}{more}") for more in PAGES)):
        answer = await merchant.open(path)
        assert answer.status_code == 200
        assert SCRIPT not in answer.text
        assert merchant.page.faults == []


async def test_a_plan_that_is_used_up_is_explained(browser: httpx.AsyncClient, make: Make) -> None:
    account = await make.account(plan="trial")
    shop = await make.store(account)
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    await visitor.press(email=account.user.email or "", password=account.password)
    for n in range(200):
        await visitor.open(at(shop, "/new"))
        answer = await visitor.press(name=f"Lamp {n}", price="1")
        if answer.status_code != 200:
            break

    assert answer.status_code == 403
    assert "Your plan" in visitor.words


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_in_every_language(merchant: Visitor, shop: stores.Store, make: Make, language: str) -> None:
    lamp = await make.product(shop, images=(catalog.Image("https://x.example/1.png"),), status=catalog.Status.DRAFT)
    picture = (await stored(make, lamp)).images[0].id
    own = ("", "/new", "/movements", *(f"/{lamp.id}{more}" for more in PAGES), f"/{lamp.id}/pictures/{picture}")
    for path in (*own, f"/{lamp.id}/variants/{lamp.default.id}/sale"):
        answer = await merchant.open(at(shop, f"{path}?language={language}"))
        assert answer.status_code == 200
        assert f'lang="{language}"' in answer.text
        assert merchant.page.faults == []


@pytest.mark.parametrize("text", ["😀😀😀", "\u202eevil\u202c", "a\x01b", "قبعة", "x" * 200])
async def test_odd_texts_come_back_as_they_are(merchant: Visitor, shop: stores.Store, make: Make, text: str) -> None:
    await merchant.open(at(shop, "/new"))
    texts = {"name": text, "vendor": text, "tags": text[:100], "seo_title": text, "description": "ض" * 100_000}
    answer = await merchant.press(price="1", **texts, **{"categories[0]": text[:100]}, files={"content": ("", b"")})
    assert answer.status_code == 200

    assert {name: dict(merchant.form().fields)[name] for name in texts} == texts
    answer = await merchant.press(seo_title="T")
    assert answer.status_code == 200
    answer = await merchant.press(name="a\x00b")
    assert answer.status_code == 422
