"""Orders at the dashboard: finding them, moving them, parts of them, and writing one down by hand."""

import pytest

from serai.core import orders, stores
from serai.core.orders import Address, Order, State
from serai.kit.clock import FrozenClock
from serai.kit.db import Database
from serai.kit.pages import Slice
from tests.factories import Account, Make
from tests.web.visitor import Visitor

ON_SHELF = "select reserved from stock where store_id = $1 and variant_id = $2"
MEANWHILE = "<script>alert(1)</script>"


@pytest.fixture
def here(shop: stores.Store) -> str:
    return f"/dashboard/stores/{shop.id}/orders"


async def _order(database: Database, shop: stores.Store, order: Order) -> Order:
    return await orders.get(database, [shop.id], order.id)


# ── the list ──


async def test_the_list_shows_what_was_ordered(merchant: Visitor, make: Make, shop: stores.Store, here: str) -> None:
    buyer = await make.customer(shop, name=MEANWHILE)
    order = await make.order(shop, await make.product(shop, price=12_900), customer=buyer, state=State.SHIPPED)
    answer = await merchant.open(here)

    assert MEANWHILE in merchant.words  # as text
    assert MEANWHILE not in answer.text
    assert order.number in merchant.words
    assert "129.00\u00a0MAD" in answer.text
    assert '<span class="badge calm">Shipped</span>' in answer.text
    assert '<span class="badge good">Paid</span>' in answer.text


async def test_it_is_narrowed_by_state_and_words(merchant: Visitor, make: Make, shop: stores.Store, here: str) -> None:
    ali = await make.order(shop, customer=await make.customer(shop, name="Ali Baba"))
    sara = await make.order(shop, customer=await make.customer(shop, name="Sara Amrani"), state=State.PROCESSING)

    for query, found in [("state=processing", {sara.number}), ("q=baba", {ali.number}), (f"q={sara.number}", {sara.number})]:
        await merchant.open(f"{here}?{query}")
        assert {order.number for order in (ali, sara) if order.number in merchant.words} == found

    await merchant.open(f"{here}?q=nobody")
    assert "No order matches." in merchant.words


async def test_days_are_those_of_the_store(merchant: Visitor, make: Make, account: Account, clock: FrozenClock) -> None:
    """Where it is already the ninth, an order of the eighth's afternoon (UTC) is one of the ninth."""
    shop = await make.store(account, time_zone="Pacific/Auckland")
    clock.advance(4 * 3600)
    order = await make.order(shop)
    here = f"/dashboard/stores/{shop.id}/orders"
    assert str(order.placed_at.date()) == "2026-04-08"

    await merchant.open(f"{here}?since=2026-04-08&until=2026-04-08")
    assert order.number not in merchant.words
    await merchant.open(f"{here}?since=2026-04-09&until=2026-04-09")
    assert order.number in merchant.words
    assert "2026-04-09 02:00" in merchant.words


async def test_pages_follow_each_other_and_keep_the_search(
    merchant: Visitor, make: Make, shop: stores.Store, here: str
) -> None:
    product, buyer = await make.product(shop, stock=30), await make.customer(shop, name="Ali Baba")
    numbers = [(await make.order(shop, product, customer=buyer)).number for _ in range(27)]
    await merchant.open(f"{here}?q=baba")
    assert numbers[-1] in merchant.words
    assert numbers[0] not in merchant.words

    later = next(link for link in merchant.page.links if "page=2" in link)
    await merchant.open(here + later)
    assert [number for number in numbers if number in merchant.words] == numbers[:2]
    assert any("page=1" in link and "q=baba" in link for link in merchant.page.links)


# ── moving ──


async def test_an_order_goes_its_way(merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database) -> None:
    order = await make.order(shop)
    await merchant.open(f"{here}/{order.id}")
    assert {value for form in merchant.page.forms for name, value in form.fields if name == "to"} == {"processing", "cancelled"}

    await merchant.press(f"/{order.id}/move")
    assert "The order was moved." in merchant.words
    assert (await _order(database, shop, order)).state is State.PROCESSING
    assert "You" in merchant.words


async def test_cancelling_says_what_it_means_and_gives_the_stock_back(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    product = await make.product(shop, stock=5)
    order = await make.order(shop, product, quantity=3, state=State.PROCESSING)
    variant = product.default.id
    assert await database.value(ON_SHELF, shop.id, variant) == 3
    await merchant.open(f"{here}/{order.id}")
    assert "The reserved pieces return to sale." in merchant.words

    form = next(form for form in merchant.page.forms if ("to", "cancelled") in form.fields)
    await merchant.browser.post(form.action, data={**dict(form.fields), "note": "Changed their mind"})
    await merchant.open(f"{here}/{order.id}")
    assert await database.value(ON_SHELF, shop.id, variant) == 0
    assert "Changed their mind" in merchant.words
    assert not [form for form in merchant.page.forms if form.action.endswith("/move")]


async def test_a_move_that_came_too_late_is_refused(merchant: Visitor, make: Make, shop: stores.Store, here: str) -> None:
    order = await make.order(shop)
    await merchant.open(f"{here}/{order.id}")
    form = next(form for form in merchant.page.forms if ("to", "processing") in form.fields)
    await merchant.browser.post(
        form.action, data=dict(next(f for f in merchant.page.forms if ("to", "cancelled") in f.fields).fields)
    )
    answer = await merchant.browser.post(form.action, data=dict(form.fields))

    assert answer.status_code == 409
    assert "An order that is cancelled cannot become processing." in answer.text


async def test_several_are_moved_and_the_others_are_named_before(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    paid, unpaid = await make.order(shop, state=State.PROCESSING), await make.order(shop)
    await merchant.open(f"{here}/move?to=shipped&order={paid.id}&order={unpaid.id}")
    assert "These become “Shipped”: 1" in merchant.words
    before, after = merchant.words.split("These cannot become “Shipped”")
    assert paid.number in before
    assert unpaid.number in after
    assert unpaid.number not in before

    await merchant.press()
    assert "The orders were moved." in merchant.words
    assert (await _order(database, shop, paid)).state is State.SHIPPED
    assert (await _order(database, shop, unpaid)).state is State.PENDING


async def test_notes_tracking_and_address(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    order = await make.order(shop, state=State.PROCESSING)
    await merchant.open(f"{here}/{order.id}")
    await merchant.press("/notes", tracking_number="1Z999", notes="Ring twice\nat the gate")
    found = await _order(database, shop, order)
    assert (found.tracking_number, found.notes) == ("1Z999", "Ring twice\nat the gate")

    answer = await merchant.press("/notes", tracking_number="9" * 201, notes="kept")
    assert answer.status_code == 422
    assert dict(merchant.form("/notes").fields)["notes"] == "kept"

    await merchant.open(f"{here}/{order.id}/address")
    await merchant.press(city="Fès", country="FR")
    assert (await _order(database, shop, order)).ship_to.city == "Fès"
    await merchant.open(f"{here}/{order.id}/address")
    answer = await merchant.press(country="XX")
    assert answer.status_code == 422


async def test_totals_explain_themselves_also_on_paper(merchant: Visitor, make: Make, account: Account) -> None:
    shop = await make.store(account, tax_rate="0.20")
    promo = await make.promo(shop, code="TEN", percent="10")
    order = await make.order(shop, await make.product(shop, price=10_000), promo_code=promo.code)
    for page in ("", "/invoice"):
        await merchant.open(f"/dashboard/stores/{shop.id}/orders/{order.id}{page}")
        for text in ("100.00", "Promo code TEN", "−10.00", "Tax (20 %)", "18.00", "108.00"):
            assert text in merchant.words

    answer = await merchant.open(f"/dashboard/stores/{shop.id}/orders/{order.id}/slip")
    assert "108.00" not in answer.text
    assert order.lines[0].product_name in merchant.words


# ── pieces ──


async def test_a_parcel_a_rest_and_a_return(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    order = await make.order(shop, await make.product(shop, price=1_000), quantity=3, state=State.PROCESSING)
    one = f"{here}/{order.id}"
    await merchant.open(f"{one}/ship")
    answer = await merchant.press(**{"items[0][quantity]": "4"})
    assert answer.status_code == 422
    assert "Left: only 3." in merchant.words
    await merchant.press(**{"items[0][quantity]": "2", "shipment_key": "PARCEL-1", "carrier": "Amana"})
    found = await _order(database, shop, order)
    assert (found.state, found.tracking_number) == (State.PROCESSING, "PARCEL-1")
    assert "PARCEL-1" in merchant.words
    assert "shipped: 2" in merchant.words

    await merchant.open(f"{one}/leave-out")
    await merchant.press(**{"items[0][quantity]": "1"})
    found = await _order(database, shop, order)
    assert (found.state, found.refunded_minor) == (State.SHIPPED, 1_000)

    await merchant.open(f"{one}/return")
    await merchant.press(**{"items[0][quantity]": "1", "reason": "Too small"})
    assert (await _order(database, shop, order)).refunded_minor == 2_000
    assert "−20.00" in merchant.words


async def test_an_order_of_very_many_pieces_is_shown_as_a_whole(
    merchant: Visitor, make: Make, shop: stores.Store, here: str
) -> None:
    product = await make.product(shop, price=1, stock=1_000_000)
    order = await make.order(shop, product, quantity=1_000_000, state=State.PROCESSING)
    await merchant.open(f"{here}/{order.id}")
    assert "Mark as shipped" in merchant.words
    assert "Send a parcel" not in merchant.words
    await merchant.open(f"{here}/{order.id}/ship")
    assert "There is nothing to choose any more." in merchant.words


async def test_no_piece_at_all_is_said(merchant: Visitor, make: Make, shop: stores.Store, here: str) -> None:
    order = await make.order(shop, state=State.PROCESSING)
    await merchant.open(f"{here}/{order.id}/leave-out")
    answer = await merchant.press()

    assert answer.status_code == 422
    assert "Choose at least one piece." in merchant.words


# ── by hand ──


async def test_an_order_by_telephone(merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database) -> None:
    buyer = await make.customer(shop, name="Sara Amrani")
    product = await make.product(shop, name="Blue scarf", price=5_000, stock=9)
    await merchant.open(f"{here}/new")
    await merchant.press(who="amrani", ship_city="Fès", button=("look", "who"))
    await merchant.press(button=("choose", str(buyer.id)))
    await merchant.press(q="scarf", button=("look", "q"))
    await merchant.press(button=("add", f"{product.id}:"))
    await merchant.press(button=("add", f"{product.id}:"))
    assert dict(merchant.form().fields)["items[0][quantity]"] == "2"

    await merchant.press(**{"items[0][quantity]": "3", "ship_country": "MA", "is_paid": "true", "payment_method": "cash"})
    assert "The order was placed." in merchant.words
    (order,) = (await orders.of_customer(database, shop.id, buyer.id, Slice(1, 10))).items
    assert (order.lines[0].quantity, order.total_minor, order.state) == (3, 15_000, State.PROCESSING)
    assert (order.ship_to, order.payment_method) == (Address(city="Fès", country="MA"), "cash")


async def test_what_cannot_be_had_is_said_at_its_line(merchant: Visitor, make: Make, shop: stores.Store, here: str) -> None:
    buyer = await make.customer(shop)
    plenty, little = await make.product(shop), await make.product(shop, name="Last one", stock=1)
    await merchant.open(f"{here}/new?customer={buyer.id}")
    for product in (plenty, little):
        await merchant.press(q=product.name, button=("look", "q"))
        await merchant.press(button=("add", f"{product.id}:"))
    answer = await merchant.press(**{"items[1][quantity]": "2", "notes": "Call before"})

    assert answer.status_code == 422
    assert 'id="items[1][quantity]-fault">In stock: only 1.' in answer.text
    assert 'id="items[0][quantity]-fault"' not in answer.text
    assert dict(merchant.form().fields)["notes"] == "Call before"


async def test_somebody_new_and_what_is_wrong_with_them(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    product = await make.product(shop)
    await merchant.open(f"{here}/new")
    answer = await merchant.press(customer_name="Omar", email="no address")
    assert answer.status_code == 422
    assert "Add at least one product." in merchant.words
    await merchant.press(button=("add", f"{product.id}:"))
    answer = await merchant.press()
    assert 'id="email-fault"' in answer.text

    await merchant.press(email="omar@example.com", promo_code="NOPE")
    assert "There is no such code." in merchant.words
    await merchant.press(promo_code="", redeem_points="5")
    assert "At least 500 points are needed." in merchant.words
    await merchant.press(redeem_points="")
    assert "The order was placed." in merchant.words
    assert await database.value("select count(*) from customers where store_id = $1", shop.id) == 1


@pytest.mark.parametrize("quantity", ["0", "-1", "1e9", "NaN", "99999999999999999999999", "٣", MEANWHILE, "😀"])
async def test_odd_quantities(merchant: Visitor, make: Make, shop: stores.Store, here: str, quantity: str) -> None:
    buyer, product = await make.customer(shop), await make.product(shop)
    await merchant.open(f"{here}/new?customer={buyer.id}")
    await merchant.press(button=("add", f"{product.id}:"))
    answer = await merchant.press(**{"items[0][quantity]": quantity})

    assert answer.status_code == 422
    assert MEANWHILE not in answer.text


# ── whose they are, and how they read ──

PAGES = ["", "/address", "/ship", "/leave-out", "/return", "/slip", "/invoice"]


@pytest.mark.parametrize("page", PAGES)
async def test_another_stores_order_is_unknown(merchant: Visitor, make: Make, here: str, page: str) -> None:
    other = await make.order(await make.store())
    assert (await merchant.open(f"{here}/{other.id}{page}")).status_code == 404


async def test_another_stores_order_is_not_moved(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    elsewhere, own = await make.store(), await make.order(shop)
    other = await make.order(elsewhere)
    await merchant.open(f"{here}/move?to=cancelled&order={own.id}&order={other.id}")
    assert merchant.words.count("ORD-2026-") == 1
    answer = await merchant.press(**{"orders[0]": str(other.id)})

    assert answer.status_code == 404
    assert (await _order(database, elsewhere, other)).state is State.PENDING


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_speaks(merchant: Visitor, make: Make, shop: stores.Store, here: str, language: str) -> None:
    order = await make.order(shop, state=State.PROCESSING)
    for page in ["", "/new", f"/move?to=shipped&order={order.id}", *(f"/{order.id}{page}" for page in PAGES)]:
        answer = await merchant.open(f"{here}{page}{'&' if '?' in page else '?'}language={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        assert merchant.page.faults == []
        assert "{" not in merchant.words
