"""Customers of a store: who they are, what they ordered, and what nobody else learns."""

from dataclasses import dataclass

import httpx
import pytest

from serai.core import customers, orders, stores, subscriptions
from serai.core.accounts import Language
from serai.core.customers import AddressFields, Customer, CustomerChange
from serai.front import Front
from serai.kit.db import Database
from serai.kit.pages import Slice
from tests.conftest import client
from tests.factories import Make
from tests.web.storefront.buying import PASSWORD, check_out, front_of, log_in, put, register
from tests.web.storefront.conftest import opened
from tests.web.visitor import Visitor

EMAIL = "amina@shopper.example"
OWN = ["", "/orders", "/orders/1", "/addresses", "/addresses/new", "/addresses/1", "/subscriptions", "/details", "/password"]
COOKIE = "serai_customer"


@dataclass
class Members:
    """The shop and its customers."""

    make: Make
    store: stores.Store

    @property
    def database(self) -> Database:
        return self.make.database

    async def known(self, email: str = EMAIL) -> Customer:
        found = await customers.by_email(self.database, self.store.id, email)
        assert found is not None
        return found

    async def give_password(self, customer: Customer, password: str = PASSWORD) -> None:
        """As the API does it."""
        hashed = await self.make.services.passwords.hash(password)
        async with self.database.begin() as tx:
            await customers.edit(tx, self.store.id, customer.id, CustomerChange(password_hash=hashed))

    async def address(self, customer: Customer, street: str) -> customers.CustomerAddress:
        async with self.database.begin() as tx:
            return await customers.add_address(
                tx, self.store.id, customer.id, AddressFields(street=street, city="Rabat", country="MA")
            )


@pytest.fixture
def members(make: Make, shop: stores.Store) -> Members:
    return Members(make, shop)


# ── in and out ──


async def test_registering_logging_out_and_in_again(guest: Visitor, members: Members) -> None:
    await register(guest)
    assert guest.where.startswith("/s/the-shop/account?")
    assert "Amina Idrissi" in guest.words

    await guest.press("/log-out")
    assert "You are logged out." in guest.words
    await guest.open("/s/the-shop/account/orders")
    assert guest.where == "/s/the-shop/account/log-in"

    await log_in(guest, email="AMINA@shopper.example")
    assert guest.where == "/s/the-shop/account"


async def test_the_cookie_is_out_of_reach_of_scripts_and_of_other_shops(guest: Visitor) -> None:
    await guest.open("/s/the-shop/account/register")
    fields = {**dict(guest.form().fields), "first_name": "A", "email": EMAIL, "password": PASSWORD}
    answer = await guest.browser.post("/s/the-shop/account/register", data=fields)

    cookie = next(each for each in answer.headers.get_list("set-cookie") if each.startswith(f"{COOKIE}="))
    assert "HttpOnly" in cookie
    assert "Path=/s/the-shop;" in cookie
    assert "SameSite=lax" in cookie


async def test_who_was_made_by_the_api_can_log_in(guest: Visitor, members: Members) -> None:
    await members.give_password(await members.make.customer(members.store, email=EMAIL, name="Jane Smith"))

    await log_in(guest)

    assert "Jane Smith" in guest.words


@pytest.mark.parametrize("case", ["wrong", "unknown", "bare", "blocked", "removed"])
async def test_who_may_not_log_in_learns_no_more(guest: Visitor, members: Members, case: str) -> None:
    customer = await members.make.customer(members.store, email=EMAIL, is_blocked=case == "blocked")
    if case != "bare":
        await members.give_password(customer)
    if case == "removed":
        async with members.database.begin() as tx:
            await customers.remove(tx, members.store.id, customer.id)

    answer = await log_in(
        guest, email="nobody@shopper.example" if case == "unknown" else EMAIL, password="x" if case == "wrong" else PASSWORD
    )

    assert answer.status_code == 403
    assert "E-mail or password is wrong." in guest.words
    assert COOKIE not in guest.browser.cookies


async def test_guessing_ends_after_ten_failures(guest: Visitor, members: Members) -> None:
    await register(guest)
    await guest.press("/log-out")
    answers = [await log_in(guest, password=f"guess {n}") for n in range(11)]

    assert [answer.status_code for answer in answers] == [403] * 10 + [429]
    assert (await log_in(guest)).status_code == 429


@pytest.mark.parametrize("has_password", [False, True])
async def test_a_known_address_is_not_handed_over(guest: Visitor, members: Members, *, has_password: bool) -> None:
    known = await members.make.customer(members.store, email=EMAIL, name="Jane Smith")
    if has_password:
        await members.give_password(known, "another password")
    before = await members.known()

    answer = await register(guest)

    assert answer.status_code == 409
    assert "The store knows this already." in guest.words
    assert "Jane" not in answer.text
    assert COOKIE not in guest.browser.cookies
    assert await members.known() == before


async def test_a_refused_registration_says_what_is_wrong(guest: Visitor) -> None:
    answer = await register(guest, "no address", password="short")
    assert answer.status_code == 422
    assert "8 to 128 characters, please." in guest.words
    assert dict(guest.form().fields)["password"] == ""

    answer = await guest.press("/account/register", password=PASSWORD)
    assert 'id="email-fault"' in answer.text


async def test_another_shops_customer_is_nobody_here(front: Front, guest: Visitor, members: Members) -> None:
    await register(guest)
    session = guest.browser.cookies[COOKIE]
    other = await opened(members.make, await members.make.store(slug="elsewhere"))
    async with client(front, "") as browser:
        browser.cookies.set(COOKIE, session)
        stranger = front_of(browser, other)
        await stranger.open("/s/elsewhere/account")
        assert stranger.where == "/s/elsewhere/account/log-in"
        await stranger.open("/s/the-shop/account")
        assert "Amina Idrissi" in stranger.words


@pytest.mark.parametrize("session", ["", "x", "e30.e30.e30", "eyJhbGciOiJub25lIn0.eyJzdWIiOiIxOjEifQ.", "é"])
async def test_a_made_up_session_is_nobodys(front: Front, shop: stores.Store, session: str) -> None:
    async with client(front, "") as browser:
        answer = await browser.get("/s/the-shop/account", headers={"cookie": f"{COOKIE}={session}".encode()})

    assert (answer.status_code, answer.headers["location"]) == (303, "/s/the-shop/account/log-in")


@pytest.mark.parametrize("path", OWN)
async def test_strangers_are_sent_to_log_in(guest: Visitor, path: str) -> None:
    await guest.open(f"/s/the-shop/account{path}")

    assert guest.where == "/s/the-shop/account/log-in"


async def test_on_the_way_to_the_checkout_one_comes_back_to_it(guest: Visitor, members: Members) -> None:
    await register(guest)
    await guest.press("/log-out")
    await put(guest, await members.make.product(members.store))
    await guest.open("/s/the-shop/account/log-in?then=checkout")

    await guest.press("/account/log-in", email=EMAIL, password=PASSWORD)

    assert guest.where == "/s/the-shop/checkout"
    assert EMAIL in guest.words


async def test_the_way_back_leads_nowhere_else(guest: Visitor) -> None:
    await register(guest)
    await guest.press("/log-out")
    await guest.open("/s/the-shop/account/log-in?then=//evil.example")
    await guest.press("/account/log-in", email=EMAIL, password=PASSWORD, then="//evil.example")

    assert guest.where == "/s/the-shop/account"


# ── the basket goes on ──


async def test_a_basket_follows_its_owner(front: Front, guest: Visitor, members: Members) -> None:
    teapot = await members.make.product(members.store, name="Teapot")
    tray = await members.make.product(members.store, name="Tray")
    await put(guest, teapot)
    await register(guest)
    await guest.open("/s/the-shop/cart")
    assert "Teapot" in guest.words

    async with client(front, "") as browser:
        elsewhere = front_of(browser, members.store)
        await put(elsewhere, tray)
        await log_in(elsewhere)
        await elsewhere.open("/s/the-shop/cart")
        assert "Teapot" in elsewhere.words
    await guest.open("/s/the-shop/cart")
    assert "Tray" in guest.words

    await guest.press("/remove")
    await guest.open("/s/the-shop/account")
    await guest.press("/log-out")
    await guest.open("/s/the-shop/cart")
    assert "There is nothing in your basket yet." in guest.words


# ── passwords and details ──


async def test_another_password_ends_the_other_sessions(front: Front, guest: Visitor, members: Members) -> None:
    await register(guest)
    async with client(front, "") as browser:
        phone = front_of(browser, members.store)
        await log_in(phone)
        await put(phone, await members.make.product(members.store, name="Teapot"))
        await guest.open("/s/the-shop/account/password")
        wrong = await guest.press(current_password="wrong", new_password="another long password")
        assert wrong.status_code == 422
        assert "This is not your present password." in guest.words

        await guest.press(current_password=PASSWORD, new_password="another long password")
        assert "The password was changed." in guest.words
        await phone.open("/s/the-shop/account")
        assert phone.where == "/s/the-shop/account/log-in"
        assert (await log_in(phone)).status_code == 403
        await log_in(phone, password="another long password")
        assert phone.where == "/s/the-shop/account"
    await guest.open("/s/the-shop/cart")
    assert "Teapot" in guest.words


async def test_details_are_changed_but_the_address_stays(guest: Visitor, members: Members) -> None:
    await register(guest)
    await guest.open("/s/the-shop/account/details")

    await guest.press(first_name="<b>أمينة", last_name="O'Neil", phone="+212700000000")
    assert "Your details were saved." in guest.words
    after = await members.known()
    assert (after.name, after.phone, after.email) == ("<b>أمينة O'Neil", "+212700000000", EMAIL)

    answer = await guest.press(first_name="x" * 300)
    assert (answer.status_code, (await members.known()).name) == (422, after.name)


# ── what is theirs ──


async def test_own_orders_and_nobody_elses(guest: Visitor, members: Members) -> None:
    await register(guest)
    await put(guest, await members.make.product(members.store, name="Teapot", price=10_000))
    await guest.open("/s/the-shop/checkout")
    await guest.press(
        button=("press", "order"), name="Amina", phone="+2126", address="12 Secret Street", city="Rabat", country="MA"
    )
    foreign = await members.make.order(members.store, await members.make.product(members.store))

    await guest.open("/s/the-shop/account/orders")
    own = next(link for link in guest.page.links if "/account/orders/" in link)
    await guest.open(own)
    assert "Teapot" in guest.words
    assert "12 Secret Street" in guest.words
    answers = [await guest.open(f"/s/the-shop/account/orders/{number}") for number in (foreign.id, 2**53, 10**30, 0)]
    assert [answer.status_code for answer in answers] == [404] * 4


async def test_what_a_guest_ordered_by_that_address_is_not_shown(guest: Visitor, members: Members) -> None:
    """Whoever registers an address has not proven that it is theirs."""
    await register(guest)
    await guest.press("/log-out")
    await put(guest, await members.make.product(members.store, name="Teapot"))
    await check_out(guest, address="12 Secret Street")
    await log_in(guest)
    order = (await orders.of_customer(members.database, members.store.id, (await members.known()).id, Slice(1, 1))).items[0]

    answer = await guest.open(f"/s/the-shop/account/orders/{order.id}")

    assert order.number in guest.words
    assert "This order was placed without logging in." in guest.words
    assert "Secret Street" not in answer.text
    assert "Teapot" not in answer.text
    await put(guest, await members.make.product(members.store))
    assert "Secret Street" not in (await guest.open("/s/the-shop/checkout")).text


async def test_addresses_are_kept_changed_and_removed(guest: Visitor, members: Members) -> None:
    await register(guest)
    await guest.open("/s/the-shop/account/addresses/new")
    await guest.press(street="<Oak> Lane", city="Fès", country="FR", is_default_shipping="true")
    assert "The address was added." in guest.words
    assert "<Oak> Lane" in guest.words
    kept = (await customers.addresses(members.database, members.store.id, (await members.known()).id))[0]
    assert (kept.is_default_shipping, kept.country) == (True, "FR")

    path = f"/s/the-shop/account/addresses/{kept.id}"
    await guest.open(path)
    assert (await guest.press(country="XX")).status_code == 422
    await guest.open(path)
    await guest.press(street="Elm Road", house_number="7")
    assert "Elm Road 7" in guest.words

    await guest.press("/remove")
    assert "You have not saved an address yet." in guest.words


@pytest.mark.parametrize("which", ["of another customer", "of another store"])
async def test_others_addresses_do_not_exist(guest: Visitor, members: Members, which: str) -> None:
    store = members.store if which == "of another customer" else await members.make.store()
    other = Members(members.make, store)
    foreign = await other.address(await members.make.customer(store), "Foreign Road")
    await register(guest)
    own = await members.address(await members.known(), "Own Road")
    await guest.open(f"/s/the-shop/account/addresses/{own.id}")
    fields = {**dict(guest.form().fields), "street": "Mine now"}
    path = f"/s/the-shop/account/addresses/{foreign.id}"

    answers = [await guest.browser.get(path), await guest.browser.post(path, data=fields)]
    answers.append(await guest.browser.post(f"{path}/remove", data=fields))

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    left = await customers.anybodys_address(members.database, store.id, foreign.id)
    assert left.street == "Foreign Road"


async def test_subscriptions_are_ended_by_their_owner_alone(guest: Visitor, members: Members) -> None:
    tea = await members.make.product(members.store, name="Tea", subscription_enabled=True)
    await register(guest)
    own = await members.make.subscription(members.store, tea, await members.known())
    foreign = await members.make.subscription(members.store, tea, await members.make.customer(members.store))
    await guest.open("/s/the-shop/account/subscriptions")
    assert guest.words.count("Yes, cancel it") == 1
    fields = dict(guest.form("/cancel").fields)
    path = f"/s/the-shop/account/subscriptions/{foreign.id}/cancel"
    assert (await guest.browser.post(path, data=fields)).status_code == 404

    await guest.press("/cancel")

    assert "The subscription was cancelled." in guest.words
    states = [(await subscriptions.get(members.database, members.store.id, each.id)).status for each in (own, foreign)]
    assert states == [subscriptions.Status.CANCELLED, subscriptions.Status.ACTIVE]


@pytest.mark.parametrize(("language", "title"), [(Language.FR, "Votre compte"), (Language.AR, "حسابك")])
async def test_it_speaks_the_stores_language(guest: Visitor, members: Members, language: Language, title: str) -> None:
    async with members.database.begin() as tx:
        await stores.change_language(tx, members.store.id, language=language)
    await register(guest)
    customer = await members.known()
    await members.address(customer, "Oak Lane")
    tea = await members.make.product(members.store, name="Tea", subscription_enabled=True)
    await members.make.subscription(members.store, tea, customer)
    order = await members.make.order(members.store, tea, customer=customer)
    assert guest.page.title.startswith(title)

    for path in [path for path in OWN if not path.endswith("/1")] + [f"/orders/{order.id}"]:
        answer = await guest.open(f"/s/the-shop/account{path}")
        assert (answer.status_code, guest.page.faults) == (200, [])


@pytest.mark.parametrize("page", ["-1", "0", "x", "99999", "9" * 40, "%00", "1.5"])
async def test_odd_pages_of_a_list_are_answered(guest: Visitor, page: str) -> None:
    await register(guest)

    for path in ("orders", "subscriptions"):
        answer: httpx.Response = await guest.open(f"/s/the-shop/account/{path}?page={page}")
        assert answer.status_code == 200
