"""The basket: what is put in, changed, taken out, and what becomes of it meanwhile."""

from decimal import Decimal

import httpx
import pytest

from serai.core import catalog, stores
from serai.core.accounts import Language
from serai.core.catalog import NewVariant, ProductChange
from serai.front import Front
from serai.kit.db import Database
from tests.conftest import client
from tests.factories import Account, Make
from tests.web.storefront.buying import front_of, put, token
from tests.web.storefront.conftest import opened
from tests.web.visitor import Visitor

CARTS = "select count(*) from storefront_carts where store_id = $1 and order_id is null"


async def _edit(make: Make, product: catalog.Product, **change: object) -> None:
    async with make.database.begin() as tx:
        await catalog.edit(tx, product.store_id, product.id, ProductChange(**change))  # type: ignore[arg-type]


def _quantity(guest: Visitor) -> str:
    form = next(form for form in guest.page.forms if "quantity" in form.names)
    return dict(form.fields)["quantity"]


async def test_what_is_put_in_twice_adds_up(make: Make, guest: Visitor, shop: stores.Store) -> None:
    teapot = await make.product(shop, name="Teapot", price=12_050)

    await put(guest, teapot, 2)
    assert "It is in your basket." in guest.words
    await put(guest, teapot)

    assert _quantity(guest) == "3"
    assert "361.50" in guest.words


async def test_a_products_page_puts_it_in(make: Make, guest: Visitor, shop: stores.Store) -> None:
    teapot = await make.product(shop, name="Teapot", price=10_000)
    await guest.open(f"/s/the-shop/products/{teapot.slug}")

    await guest.press("/cart", quantity="2")

    assert "Total with tax200.00" in guest.words


async def test_a_named_variant_says_which_it_is(make: Make, guest: Visitor, shop: stores.Store) -> None:
    shirt = await make.product(
        shop, name="Shirt", variants=(NewVariant(name="Indigo", price_minor=9_900, sellable=5),), stock=None
    )

    answer = await put(guest, shirt, variant=shirt.variants[1].id)

    assert answer.status_code == 200
    assert "Indigo" in guest.words
    assert "99.00" in guest.words


async def test_there_are_never_more_than_there_are(make: Make, guest: Visitor, shop: stores.Store) -> None:
    teapot = await make.product(shop, stock=3)

    await put(guest, teapot, 5)

    assert "There were fewer than you asked for" in guest.words
    assert _quantity(guest) == "3"


async def test_changing_and_taking_out(make: Make, guest: Visitor, shop: stores.Store) -> None:
    teapot, tray = await make.product(shop, name="Teapot", price=10_000), await make.product(shop, name="Tray")
    await put(guest, teapot)
    items = [form for form in guest.page.forms if "quantity" in form.names]
    await guest.press(items[0].action, quantity="4")
    assert "400.00" in guest.words

    await guest.press(items[0].action, quantity="0")
    assert "There is nothing in your basket yet." in guest.words

    await put(guest, tray)
    await guest.press("/remove")
    assert "Tray" not in guest.words


@pytest.mark.parametrize("quantity", ["-1", "1.5", "NaN", "9" * 40, "2000000", "🫖", "", "1\x00"])
async def test_odd_quantities_are_answered(make: Make, guest: Visitor, shop: stores.Store, quantity: str) -> None:
    teapot = await make.product(shop, price=10_000)
    await put(guest, teapot)
    action = next(form.action for form in guest.page.forms if "quantity" in form.names)

    answer = await guest.press(action, quantity=quantity)

    assert answer.status_code == 422
    await guest.open("/s/the-shop/cart")
    assert _quantity(guest) == "1"


@pytest.mark.parametrize("variant", ["0", "-5", "x", str(2**53), "9" * 60, "987654321"])
async def test_unknown_variants_are_not_for_sale(guest: Visitor, variant: str) -> None:
    csrf = await token(guest)

    answer = await guest.browser.post("/s/the-shop/cart", data={"csrf": csrf, "variant": variant})

    assert answer.status_code in (409, 422)
    assert "There is nothing in your basket yet." in answer.text


async def test_another_stores_product_is_not_for_sale(make: Make, guest: Visitor) -> None:
    foreign = await make.product(await make.store(), name="Elsewhere")

    answer = await put(guest, foreign)

    assert answer.status_code == 409
    assert "Elsewhere" not in answer.text


async def test_another_shoppers_line_does_not_exist(make: Make, front: Front, guest: Visitor, shop: stores.Store) -> None:
    await put(guest, await make.product(shop), 2)
    action = next(form.action for form in guest.page.forms if "quantity" in form.names)
    async with client(front, "") as browser:
        other = front_of(browser, shop)
        answer = await browser.post(action, data={"csrf": await token(other), "quantity": "0"})

    assert answer.status_code == 404
    await guest.open("/s/the-shop/cart")
    assert _quantity(guest) == "2"


async def test_sold_out_and_withdrawn_lines_say_so_and_cost_nothing(make: Make, guest: Visitor, shop: stores.Store) -> None:
    teapot, tray, cup = [await make.product(shop, name=name, price=10_000) for name in ("Teapot", "Tray", "Cup")]
    for product in (teapot, tray, cup):
        await put(guest, product, 3)
    await _edit(make, teapot, sellable=0)
    await _edit(make, tray, status=catalog.Status.DRAFT)
    await _edit(make, cup, sellable=2)

    await guest.open("/s/the-shop/cart")

    assert "Sold out. It will not be ordered." in guest.words
    assert "No longer for sale. It will not be ordered." in guest.words
    assert "Only 2 of it are left" in guest.words
    assert "Total with tax300.00" in guest.words

    answer = await put(guest, teapot)
    assert answer.status_code == 409
    assert "sold out, or no longer for sale" in guest.words


async def test_a_code_counts_for_what_comes_later_too(make: Make, guest: Visitor, shop: stores.Store) -> None:
    teapot, tray = await make.product(shop, price=10_000), await make.product(shop, price=20_000)
    await make.promo(shop, code="Spring", percent="10")
    await put(guest, teapot)
    await guest.press("/cart/code", promotion_code="spring")
    assert "The code counts." in guest.words
    assert "−10.00" in guest.words

    await put(guest, tray)
    assert "−30.00" in guest.words
    assert "Total with tax270.00" in guest.words

    await guest.press("/code/remove")
    assert "Total with tax300.00" in guest.words


@pytest.mark.parametrize(
    ("terms", "said"),
    [
        ({"code": "OTHER"}, "There is no such code."),
        ({"minimum_subtotal_minor": 20_000}, "The basket is too small for this code."),
        ({"ends_at": "2026-04-08"}, "This code has expired."),
    ],
)
async def test_a_refused_code_says_why(
    make: Make, guest: Visitor, shop: stores.Store, terms: dict[str, object], said: str
) -> None:
    if "ends_at" in terms:
        terms = {"ends_at": make.database.clock.now()}
    await make.promo(shop, **{"code": "SPRING", **terms})  # type: ignore[arg-type]
    await put(guest, await make.product(shop, price=10_000))

    answer = await guest.press("/cart/code", promotion_code="SPRING")

    assert answer.status_code == 409
    assert said in guest.words
    assert dict(guest.form("/cart/code").fields)["promotion_code"] == "SPRING"


async def test_a_code_that_counts_no_more_says_so(make: Make, guest: Visitor, shop: stores.Store) -> None:
    await make.promo(shop, code="SPRING", minimum_subtotal_minor=20_000)
    await put(guest, await make.product(shop, price=10_000), 2)
    await guest.press("/cart/code", promotion_code="SPRING")
    action = next(form.action for form in guest.page.forms if "quantity" in form.names)

    await guest.press(action, quantity="1")

    assert "It does not count: the basket is too small for it." in guest.words
    assert "Total with tax100.00" in guest.words


async def test_prices_contain_the_tax(make: Make, browser: httpx.AsyncClient) -> None:
    zones = (stores.ZoneDraft("Here", ("MA",), Decimal(25)), stores.ZoneDraft("There", ("FR",), Decimal(80)))
    shop = await opened(make, await make.store(slug="taxed", tax_rate="0.20", zones=zones))
    guest = front_of(browser, shop)

    await put(guest, await make.product(shop, price=10_000))

    assert "Total with tax120.00" in guest.words
    assert "Tax in it20.00" in guest.words
    assert "Shippingfrom 25.00" in guest.words


async def test_a_cart_is_counted_once(make: Make, guest: Visitor, shop: stores.Store, database: Database) -> None:
    await put(guest, await make.product(shop))
    await put(guest, await make.product(shop))

    assert await database.value(CARTS, shop.id) == 1


async def test_names_are_text(make: Make, guest: Visitor, shop: stores.Store) -> None:
    answer = await put(guest, await make.product(shop, name='<script>"x"</script>'))

    assert "<script>" not in answer.text
    assert '<script>"x"</script>' in guest.words


@pytest.mark.parametrize(("language", "said"), [(Language.FR, "Votre panier"), (Language.AR, "سلة التسوق")])
async def test_it_speaks_the_stores_language(
    make: Make, account: Account, guest: Visitor, shop: stores.Store, language: Language, said: str
) -> None:
    async with make.database.begin() as tx:
        await stores.change_language(tx, shop.id, language=language)
    await put(guest, await make.product(shop))

    assert guest.page.title.startswith(said)
    answer = await put(guest, await make.product(shop, stock=0))
    assert answer.status_code == 409
    assert guest.page.faults == []
