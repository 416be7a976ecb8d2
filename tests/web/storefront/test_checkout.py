"""From the basket to the order."""

from decimal import Decimal

import httpx
import pytest

from serai.core import customers, loyalty, stores
from serai.core.accounts import Language
from serai.front import Front
from tests.conftest import client
from tests.factories import Make
from tests.web.storefront.buying import GUEST, ORDER, UPDATE, Shop, check_out, front_of, put, register, token
from tests.web.storefront.conftest import opened
from tests.web.visitor import Visitor

CONVERTED = "select count(*) from storefront_carts where store_id = $1 and order_id = $2"
ZONES = (stores.ZoneDraft("Here", ("MA",), Decimal(25)), stores.ZoneDraft("There", ("FR", "ES"), Decimal("80.50")))


@pytest.fixture
async def taxed(make: Make) -> Shop:
    return Shop(make, await opened(make, await make.store(slug="taxed", tax_rate="0.20", zones=ZONES)))


@pytest.fixture
def guest(browser: httpx.AsyncClient, taxed: Shop) -> Visitor:
    return front_of(browser, taxed.store)


async def test_the_order_is_what_the_page_showed(guest: Visitor, taxed: Shop) -> None:
    await taxed.make.promo(taxed.store, code="TEN", percent="10")
    await put(guest, await taxed.product(name="Teapot", price=9_999), 3)
    await guest.press("/cart/code", promotion_code="TEN")
    await guest.open("/s/taxed/checkout")
    shown = dict(guest.form("/checkout").fields)

    await guest.press(button=ORDER, **GUEST)

    order = await taxed.newest()
    assert order.total_minor == int(shown["total"])
    assert (order.shipping_minor, order.promo_code, order.ship_to.city) == (2_500, "TEN", "Rabat")
    assert order.payment_method == "cash_on_delivery"
    assert "Thank you! Your order was placed." in guest.words
    for part in (order.number, "Teapot", "+212612345678", f"{order.total_minor / 100:,.2f}", f"{order.tax_minor / 100:,.2f}"):
        assert part in guest.words
    buyer = await customers.get(taxed.database, [taxed.store.id], order.customer.id)
    assert (buyer.email, buyer.name, buyer.is_guest) == (GUEST["email"], GUEST["name"], True)
    await guest.open("/s/taxed/cart")
    assert "There is nothing in your basket yet." in guest.words


async def test_another_country_is_another_total(guest: Visitor, taxed: Shop) -> None:
    await put(guest, await taxed.product(price=10_000))
    await guest.open("/s/taxed/checkout")
    assert "Total145.00" in guest.words

    answer = await guest.press(button=UPDATE, country="ES", city="Cádiz")
    assert answer.status_code == 200
    assert "Total200.50" in guest.words
    assert dict(guest.form("/checkout").fields)["city"] == "Cádiz"
    assert await taxed.placed() == 0

    await guest.press(button=ORDER, **{**GUEST, "country": "ES"})
    assert (await taxed.newest()).total_minor == 20_050


async def test_what_is_missing_is_said_at_its_field(guest: Visitor, taxed: Shop) -> None:
    await put(guest, await taxed.product())
    await guest.open("/s/taxed/checkout")

    answer = await guest.press(button=ORDER, email="no address", name="<b>", phone="", address="", city="\u202e", country="MA")

    assert answer.status_code == 422
    assert answer.text.count('class="fault"') >= 3
    assert "<b>" not in answer.text
    for field in ("phone", "address", "city"):
        assert f'id="{field}-fault"' in answer.text
    answer = await guest.press(button=ORDER, **{**GUEST, "email": "no address"})
    assert 'id="email-fault"' in answer.text
    assert await taxed.placed() == 0


@pytest.mark.parametrize(
    "odd",
    [
        {"country": "DE"},
        {"payment_method": "card"},
        {"points": "NaN"},
        {"points": "-1"},
        {"points": "9" * 50},
        {"total": "1e9"},
        {"seen": "🫖" * 999},
        {"order": "x"},
        {"notes": "x" * 2_000},
        {"name": "x" * 5_000},
        {"email": "a\x00@b.example"},
    ],
    ids=str,
)
async def test_odd_forms_are_answered(guest: Visitor, taxed: Shop, odd: dict[str, str]) -> None:
    await put(guest, await taxed.product())
    await guest.open("/s/taxed/checkout")
    fields = {**dict(guest.form("/checkout").fields), **GUEST, "press": "order", **odd}

    answer = await guest.browser.post("/s/taxed/checkout", data=fields)

    assert answer.status_code in (409, 422)
    assert "<h1>Checkout</h1>" in answer.text
    assert await taxed.placed() == 0


async def test_a_changed_price_is_shown_before_it_is_paid(guest: Visitor, taxed: Shop) -> None:
    teapot, tray = await taxed.product(name="Teapot", price=10_000), await taxed.product(price=5_000)
    await put(guest, teapot)
    await put(guest, tray)
    await guest.open("/s/taxed/checkout")
    await taxed.edit(teapot, price_minor=11_000)

    answer = await guest.press(button=ORDER, **GUEST)

    assert answer.status_code == 409
    assert guest.words.count("The price has changed.") == 1
    assert "Nothing was ordered" in guest.words
    assert await taxed.placed() == 0
    await guest.press(button=ORDER)
    assert (await taxed.newest()).total_minor == 13_200 + 6_000 + 2_500


async def test_changed_shipping_is_shown_too(guest: Visitor, taxed: Shop) -> None:
    await put(guest, await taxed.product(price=10_000))
    await guest.open("/s/taxed/checkout")
    async with taxed.database.begin() as tx:
        dearer = (stores.ZoneDraft("Here", ("MA",), Decimal(40)),)
        await stores.change_settings(tx, taxed.store.id, change=stores.SettingsChange(zones=dearer))

    answer = await guest.press(button=ORDER, **GUEST)

    assert answer.status_code == 409
    assert "Total160.00" in guest.words
    assert await taxed.placed() == 0


async def test_what_was_sold_meanwhile_is_not_ordered(guest: Visitor, taxed: Shop) -> None:
    teapot, tray = await taxed.product(name="Teapot", stock=5), await taxed.product(name="Tray", stock=5)
    await put(guest, teapot, 4)
    await put(guest, tray)
    await guest.open("/s/taxed/checkout")
    await taxed.make.order(taxed.store, teapot, quantity=3)

    answer = await guest.press(button=ORDER, **GUEST)

    assert answer.status_code == 409
    assert "Only 2 of it are left" in guest.words
    assert await taxed.placed() == 1
    await taxed.make.order(taxed.store, teapot, quantity=2)
    await guest.open("/s/taxed/checkout")
    assert "It can be had no more and will not be ordered." in guest.words


async def test_a_form_that_is_sent_twice_is_one_order(guest: Visitor, taxed: Shop) -> None:
    await put(guest, await taxed.product())
    await guest.open("/s/taxed/checkout")
    fields = {**dict(guest.form("/checkout").fields), **GUEST, "press": "order"}

    answers = [await guest.browser.post("/s/taxed/checkout", data=fields) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 303]
    number = (await taxed.newest()).number
    for answer in answers:
        assert number in (await guest.browser.get(answer.headers["location"])).text
    assert await taxed.placed() == 1


async def test_two_tabs_are_one_order(guest: Visitor, taxed: Shop) -> None:
    await put(guest, await taxed.product())
    other = Visitor(guest.browser)
    await guest.open("/s/taxed/checkout")
    await other.open("/s/taxed/checkout")

    await guest.press(button=ORDER, **GUEST)
    answer = await other.press(button=ORDER, **GUEST)

    assert answer.status_code == 409
    assert "There is nothing in the basket that can be ordered." in other.words
    assert await taxed.placed() == 1


async def test_another_shoppers_form_opens_nothing(front: Front, guest: Visitor, taxed: Shop) -> None:
    await put(guest, await taxed.product())
    await guest.open("/s/taxed/checkout")
    form = dict(guest.form("/checkout").fields)
    await guest.press(button=ORDER, **GUEST)
    async with client(front, "") as browser:
        stranger = front_of(browser, taxed.store)
        await put(stranger, await taxed.product())
        answer = await browser.post(
            "/s/taxed/checkout", data={**form, **GUEST, "press": "order", "csrf": await token(stranger)}
        )

    assert answer.status_code == 400
    assert await taxed.placed() == 1


async def test_a_known_address_is_neither_shown_nor_changed(guest: Visitor, taxed: Shop) -> None:
    known = await taxed.make.customer(taxed.store, email="amina@shopper.example", name="Secret Name", phone="+33600000000")
    await put(guest, await taxed.product())

    answer = await check_out(guest, email="AMINA@shopper.example")

    assert answer.status_code == 200
    assert "Secret" not in answer.text
    assert "+33600000000" not in answer.text
    order = await taxed.newest()
    assert order.customer.id == known.id
    after = await customers.get(taxed.database, [taxed.store.id], known.id)
    assert (after.name, after.phone, after.version) == ("Secret Name", "+33600000000", known.version)


async def test_only_the_token_opens_an_orders_page(front: Front, guest: Visitor, taxed: Shop) -> None:
    await put(guest, await taxed.product(name="Teapot"))
    await check_out(guest)
    path = guest.where.partition("?")[0]
    await opened(taxed.make, await taxed.make.store(slug="elsewhere"))
    order = await taxed.newest()
    changed = path[:-3] + ("AAA" if path[-3:] != "AAA" else "BBB")

    async with client(front, "") as stranger:
        assert "Teapot" in (await stranger.get(path)).text
        wrong = [changed, path.replace("/taxed/", "/elsewhere/"), f"/s/taxed/orders/{order.id}", "/s/taxed/orders/é%00"]
        answers = [await stranger.get(each) for each in wrong]

    assert [answer.status_code for answer in answers] == [404] * 4
    assert not any("Teapot" in answer.text for answer in answers)


async def test_a_transfer_says_what_to_transfer(guest: Visitor, taxed: Shop) -> None:
    await put(guest, await taxed.product(price=10_000))

    await check_out(guest, payment_method="bank_transfer", notes="Ring <twice>")

    order = await taxed.newest()
    assert f"transfer 145.00\u00a0MAD and give {order.number}" in guest.page.words
    assert (order.payment_method, order.notes) == ("bank_transfer", "Ring <twice>")


async def test_the_cart_became_the_order(guest: Visitor, taxed: Shop) -> None:
    for _ in range(2):
        await put(guest, await taxed.product())
        await check_out(guest)
        assert await taxed.database.value(CONVERTED, taxed.store.id, (await taxed.newest()).id) == 1


async def test_a_used_code_is_refused_at_the_checkout(guest: Visitor, taxed: Shop) -> None:
    await taxed.make.promo(taxed.store, code="ONCE", usage_limit_per_customer=1)
    for expected in (200, 409):
        await put(guest, await taxed.product())
        await guest.press("/cart/code", promotion_code="ONCE")
        answer = await check_out(guest)
        assert answer.status_code == expected

    assert "You cannot use this code" in guest.words
    assert await taxed.placed() == 1


async def test_an_empty_basket_has_no_checkout(guest: Visitor) -> None:
    await guest.open("/s/taxed/checkout")

    assert guest.where == "/s/taxed/cart"


# ── logged in ──


async def _points(taxed: Shop, points: int, value: str = "0.10") -> None:
    change = loyalty.SettingsChange(is_enabled=True, point_value=Decimal(value), min_redeem_points=50)
    async with taxed.database.begin() as tx:
        await loyalty.change_settings(tx, taxed.store.id, change)
    buyer = await customers.by_email(taxed.database, taxed.store.id, "amina@shopper.example")
    assert buyer is not None
    await taxed.make.points(taxed.store, buyer, points)


async def test_points_pay_what_the_page_says(guest: Visitor, taxed: Shop) -> None:
    await register(guest)
    await _points(taxed, 300)
    await put(guest, await taxed.product(price=10_000))
    await guest.open("/s/taxed/checkout")
    shown = {name: value for name, value in GUEST.items() if name != "email"}
    await guest.press(button=UPDATE, **shown, points="200")
    assert "200 points redeemed−20.00" in guest.words

    await guest.press(button=ORDER)

    order = await taxed.newest()
    assert (order.redeemed_points, order.total_minor) == (200, 8_000 + 1_600 + 2_500)
    account = await loyalty.account(taxed.database, taxed.store.id, order.customer.id)
    assert account.balance == 100


@pytest.mark.parametrize(("points", "said"), [("301", "You have 300 points."), ("49", "At least 50 points")])
@pytest.mark.parametrize("button", [ORDER, UPDATE])
async def test_points_that_are_not_there_pay_nothing(
    guest: Visitor, taxed: Shop, points: str, said: str, button: tuple[str, str]
) -> None:
    await register(guest)
    await _points(taxed, 300)
    await put(guest, await taxed.product(price=10_000))
    await guest.open("/s/taxed/checkout")
    shown = {name: value for name, value in GUEST.items() if name != "email"}

    answer = await guest.press(button=button, **shown, points=points)

    assert answer.status_code == 409
    assert 'id="points-fault"' in answer.text
    assert said in guest.words
    assert await taxed.placed() == 0


async def test_a_guest_has_no_points_to_pay_with(guest: Visitor, taxed: Shop) -> None:
    await register(guest)
    await _points(taxed, 300)
    await guest.press("/log-out")
    await put(guest, await taxed.product(price=10_000))
    await guest.open("/s/taxed/checkout")
    assert "points" not in guest.form("/checkout").names
    fields = {**dict(guest.form("/checkout").fields), **GUEST, "press": "order", "points": "100"}

    cheaper = await guest.browser.post("/s/taxed/checkout", data={**fields, "total": str(int(fields["total"]) - 1_200)})
    assert cheaper.status_code == 409
    await guest.browser.post("/s/taxed/checkout", data=fields)

    order = await taxed.newest()
    assert (order.redeemed_points, order.total_minor) == (0, 14_500)
    account = await loyalty.account(taxed.database, taxed.store.id, order.customer.id)
    assert account.balance == 300


async def test_the_own_address_is_there_already(guest: Visitor, taxed: Shop) -> None:
    await register(guest)
    buyer = await customers.by_email(taxed.database, taxed.store.id, "amina@shopper.example")
    other = await taxed.make.customer(taxed.store)
    assert buyer is not None
    async with taxed.database.begin() as tx:
        for who, street, usual in ((buyer, "Oak Lane", False), (buyer, "Elm Road", True), (other, "Foreign", True)):
            fields = customers.AddressFields(street=street, city="Fès", country="FR", is_default_shipping=usual)
            last = await customers.add_address(tx, taxed.store.id, who.id, fields)
    await put(guest, await taxed.product(price=10_000))

    answer = await guest.open(f"/s/taxed/checkout?address={last.id}")

    fields_now = dict(guest.form("/checkout").fields)
    assert (fields_now["address"], fields_now["country"], fields_now["name"]) == ("Elm Road", "FR", "Amina Idrissi")
    assert "Total200.50" in guest.words
    assert "Oak Lane" in answer.text
    assert "Foreign" not in answer.text


@pytest.mark.parametrize(("language", "title"), [(Language.FR, "Commande"), (Language.AR, "إتمام الطلب")])
async def test_it_speaks_the_stores_language(guest: Visitor, taxed: Shop, language: Language, title: str) -> None:
    async with taxed.database.begin() as tx:
        await stores.change_language(tx, taxed.store.id, language=language)
    await put(guest, await taxed.product())
    await guest.open("/s/taxed/checkout")
    assert guest.page.title.startswith(title)

    answer = await guest.press(button=ORDER, email="x")
    assert answer.status_code == 422
    for english in ("Must ", "This field", "Is not"):
        assert english not in guest.words
    answer = await check_out(guest)
    assert answer.status_code == 200
    assert guest.page.faults == []
