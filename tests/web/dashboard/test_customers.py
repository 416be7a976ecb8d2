"""Customers at the dashboard, their groups, and what they say about products."""

import pytest

from serai.core import customers, loyalty, reviews, stores
from serai.core.orders import State
from serai.kit.db import Database
from serai.kit.errors import NotFound
from tests.factories import Make
from tests.web.visitor import Visitor

SCRIPT = "<script>alert(1)</script>"
RIGHT_TO_LEFT = "\u202egnp.exe"


@pytest.fixture
def here(shop: stores.Store) -> str:
    return f"/dashboard/stores/{shop.id}/customers"


async def test_the_list_shows_who_buys(merchant: Visitor, make: Make, shop: stores.Store, here: str) -> None:
    spender = await make.customer(shop, name=SCRIPT, email="spender@example.com")
    await make.order(shop, await make.product(shop, price=25_000), customer=spender, state=State.PROCESSING)
    answer = await merchant.open(here)

    assert SCRIPT not in answer.text
    assert SCRIPT in merchant.words
    assert "spender@example.com" in merchant.words
    assert "250.00\u00a0MAD" in answer.text
    assert "2026-04-08 11:00" in merchant.words  # the store's clocks


async def test_it_is_searched_and_narrowed_by_group(merchant: Visitor, make: Make, shop: stores.Store, here: str) -> None:
    group = await make.group(shop, "Wholesale")
    await make.customer(shop, name="Ali Baba", email="ali@example.com", group_ids=(group.id,))
    await make.customer(shop, name="Sara Amrani", email="sara@example.com", phone="+212612345678")
    for query, found in [("q=baba", "ali@"), ("q=0612345678", "sara@"), (f"group={group.id}", "ali@"), ("group=987654", "")]:
        await merchant.open(f"{here}?{query}")
        assert [who for who in ("ali@", "sara@") if who in merchant.words] == ([found] if found else [])


async def test_adding_and_changing(merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database) -> None:
    group = await make.group(shop, "Wholesale")
    await merchant.open(f"{here}/new")
    box = f"groups[{group.id}]"
    await merchant.press(
        **{"name": "سارة العمراني", "email": "Sara@Example.com", "phone": "0612", "tags": "vip, early،vip", box: "true"}
    )
    assert "The customer was added." in merchant.words
    found = await customers.by_email(database, shop.id, "sara@example.com")
    assert found is not None
    assert (found.name, found.tags, found.group_ids) == ("سارة العمراني", ("vip", "early"), (group.id,))

    await merchant.open(f"{here}/{found.id}/edit")
    assert dict(merchant.form().fields)[box] == "true"
    await merchant.press(name=RIGHT_TO_LEFT, phone="", tags="")
    changed = await customers.get(database, [shop.id], found.id)
    assert (changed.name, changed.phone, changed.tags, changed.group_ids) == (RIGHT_TO_LEFT, None, (), (group.id,))


@pytest.mark.parametrize(
    ("typed", "status", "field"),
    [
        ({"email": "taken@example.com"}, 409, "email"),
        ({"email": "no address"}, 422, "email"),
        ({"name": " "}, 422, "name"),
        ({"name": "x" * 300}, 422, "name"),
        ({"phone": "9" * 60}, 422, "phone"),
        ({"name": "a\x00b"}, 422, "name"),
        ({"tags": ",".join(map(str, range(60)))}, 422, "tags"),
    ],
)
async def test_what_is_wrong_is_said_at_its_field(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, typed: dict[str, str], status: int, field: str
) -> None:
    await make.customer(shop, email="taken@example.com")
    await merchant.open(f"{here}/new")
    answer = await merchant.press(**{"name": "Sara", "email": "sara@example.com", **typed})

    assert answer.status_code == status
    assert f'id="{field}-fault"' in answer.text
    if "email" not in typed:
        assert dict(merchant.form().fields)["email"] == "sara@example.com"


@pytest.mark.parametrize("group", ["0", "987654", "99999999999999999999999", "x"])
async def test_a_group_that_is_none(merchant: Visitor, make: Make, shop: stores.Store, here: str, group: str) -> None:
    await merchant.open(f"{here}/new")
    fields = dict(merchant.form().fields)
    typed = {**fields, "name": "Sara", "email": "sara@example.com", f"groups[{group}]": "true"}
    assert (await merchant.browser.post(f"{here}/new", data=typed)).status_code == 422


async def test_addresses(merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database) -> None:
    customer = await make.customer(shop)
    await merchant.open(f"{here}/{customer.id}/addresses/new")
    await merchant.press(street="Rue Souika", house_number="7", city="Rabat", country="MA", is_default_shipping="true")
    (kept,) = await customers.addresses(database, shop.id, customer.id)
    assert (kept.street, kept.country, kept.is_default_shipping) == ("Rue Souika", "MA", True)
    assert "Morocco" in merchant.words

    await merchant.open(f"{here}/{customer.id}/addresses/{kept.id}")
    await merchant.press(f"/{kept.id}", city="Salé", street="")
    (kept,) = await customers.addresses(database, shop.id, customer.id)
    assert (kept.city, kept.street, kept.is_default_shipping) == ("Salé", None, True)

    await merchant.open(f"{here}/{customer.id}/addresses/{kept.id}")
    await merchant.press("/remove")
    assert await customers.addresses(database, shop.id, customer.id) == ()


async def test_points_are_given_and_taken(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    customer = await make.customer(shop)
    await merchant.open(f"{here}/{customer.id}/points")
    await merchant.press(points="120")
    assert (await loyalty.account(database, shop.id, customer.id)).balance == 120
    await merchant.open(f"{here}/{customer.id}/points")
    answer = await merchant.press(points="-121")
    assert answer.status_code == 422
    assert "The customer has only 120 points." in merchant.words
    for wrong in ("0", "9" * 30, "NaN", "1.5"):
        assert (await merchant.press(points=wrong)).status_code == 422
    assert (await loyalty.account(database, shop.id, customer.id)).balance == 120


async def test_removing_says_what_stays_and_wants_to_be_meant(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    customer = await make.customer(shop, name="Sara Amrani")
    order = await make.order(shop, customer=customer)
    await make.subscription(shop, await make.product(shop, subscription_enabled=True), customer)
    await merchant.open(f"{here}/{customer.id}/remove")
    for said in ("Their orders (1) stay", "Their running subscriptions (1)"):
        assert said in merchant.words
    assert (await merchant.press()).status_code == 422

    await merchant.press(is_sure="true")
    assert "The customer was removed." in merchant.words
    with pytest.raises(NotFound):
        await customers.get(database, [shop.id], customer.id)
    await merchant.open(f"/dashboard/stores/{shop.id}/orders/{order.id}")
    assert "Sara Amrani" in merchant.words
    assert f"{here}/{customer.id}" not in merchant.page.links


async def test_groups(merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database) -> None:
    await merchant.open(f"{here}/groups")
    await merchant.press(name="Wholesale")
    answer = await merchant.press(name="WHOLESALE")
    assert answer.status_code == 409
    (group,) = await customers.groups(database, shop.id)

    await merchant.open(f"{here}/groups/{group.id}")
    await merchant.press("/default")
    await merchant.open(f"{here}/groups/{group.id}")
    await merchant.press(f"/{group.id}", name="Trade")
    (group,) = await customers.groups(database, shop.id)
    assert (group.name, group.is_default) == ("Trade", True)
    await merchant.open(f"{here}/groups/{group.id}")
    await merchant.press("/remove")
    assert await customers.groups(database, shop.id) == ()


async def test_reviews_are_published_answered_and_hidden(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    product, customer = await make.product(shop), await make.customer(shop)
    review = await make.review(shop, product, customer, content=SCRIPT, rating=2)
    answer = await merchant.open(f"{here}/reviews?stand=hidden&stars=2")
    assert SCRIPT not in answer.text
    assert SCRIPT in merchant.words

    await merchant.press("/publish")
    assert "The review is published." in merchant.words
    await merchant.open(f"{here}/reviews/{review.id}")
    await merchant.press(reply="We are sorry.")
    found = await reviews.get(database, shop.id, review.id)
    assert (found.is_published, found.reply) == (True, "We are sorry.")
    assert (await merchant.open(f"{here}/reviews/{review.id}")).status_code == 200
    answer = await merchant.press(reply="x" * 5_001)
    assert answer.status_code == 422
    assert 'id="reply-fault"' in answer.text

    await merchant.open(f"{here}/reviews")
    await merchant.press("/publish")
    assert not (await reviews.get(database, shop.id, review.id)).is_published
    await merchant.open(f"{here}/reviews?stand=shown")
    assert "No review matches." in merchant.words


PAGES = ["", "/edit", "/points", "/orders", "/remove", "/addresses/new"]


@pytest.mark.parametrize("page", PAGES)
async def test_another_stores_customer_is_unknown(merchant: Visitor, make: Make, here: str, page: str) -> None:
    other = await make.customer(await make.store())
    assert (await merchant.open(f"{here}/{other.id}{page}")).status_code == 404


async def test_nothing_of_another_store_is_changed(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    elsewhere, own = await make.store(), await make.customer(shop)
    other, group = await make.customer(elsewhere), await make.group(elsewhere)
    review = await make.review(elsewhere, await make.product(elsewhere), other)
    await merchant.open(f"{here}/{own.id}/points")
    csrf = dict(merchant.form().fields)["csrf"]

    for path in (f"{other.id}/points", f"{other.id}/remove", f"groups/{group.id}/remove", f"reviews/{review.id}/publish"):
        answer = await merchant.browser.post(
            f"{here}/{path}", data={"csrf": csrf, "points": "5", "is_sure": "true", "is_published": "true"}
        )
        assert answer.status_code == 404, path
    assert (await loyalty.account(database, elsewhere.id, other.id)).balance == 0
    assert await customers.groups(database, elsewhere.id) == (group,)
    assert not (await reviews.get(database, elsewhere.id, review.id)).is_published


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_speaks(merchant: Visitor, make: Make, shop: stores.Store, here: str, language: str) -> None:
    customer, group, product = await make.customer(shop), await make.group(shop), await make.product(shop)
    review = await make.review(shop, product, customer)
    await make.order(shop, product, customer=customer)
    shared = ["", "/new", "/groups", f"/groups/{group.id}", "/reviews", f"/reviews/{review.id}"]
    for page in [*shared, *(f"/{customer.id}{page}" for page in PAGES)]:
        answer = await merchant.open(f"{here}{page}?language={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        assert merchant.page.faults == []
        assert "{" not in merchant.words
