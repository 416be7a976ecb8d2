"""How the stores do: figures, charts, and whose they are."""

from datetime import date, timedelta

import httpx
import pytest

from serai.core import catalog, orders, stores
from serai.core.analytics import Day
from serai.core.orders import State
from serai.kit.clock import FrozenClock
from serai.web.dashboard.overview import chart
from tests.conftest import NOW
from tests.factories import Account, Make
from tests.web.visitor import Visitor


async def _log_in(browser: httpx.AsyncClient, account: Account) -> Visitor:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    await visitor.press(email=account.user.email or "", password=account.password)
    return visitor


async def _sold(
    make: Make, clock: FrozenClock, store: stores.Store, product: catalog.Product, *, days_ago: int, quantity: int = 1
) -> orders.Order:
    """Paid for so many days ago."""
    clock.at = NOW - timedelta(days=days_ago)
    order = await make.order(store, product, quantity=quantity, state=State.PROCESSING)
    clock.at = NOW
    return order


async def test_a_newcomer_is_shown_the_way_to_a_store(browser: httpx.AsyncClient, make: Make) -> None:
    visitor = await _log_in(browser, await make.account())

    assert "You have no store yet." in visitor.words
    assert "/dashboard/stores/new" in visitor.page.links


async def test_the_overview_compares_the_range_with_the_one_before(
    merchant: Visitor, shop: stores.Store, make: Make, clock: FrozenClock
) -> None:
    lamp = await make.product(shop, name="Lamp", price=12_345)
    await _sold(make, clock, shop, lamp, days_ago=8)
    order = await _sold(make, clock, shop, lamp, days_ago=1, quantity=2)

    await merchant.open("/dashboard")

    assert "246.90 MAD Revenue +100.0 % against the days before" in merchant.words
    assert "1 Orders 0.0 % against the days before" in merchant.words
    assert "Lamp 2 246.90 MAD" in merchant.words
    assert f"/dashboard/stores/{shop.id}/orders/{order.id}" in merchant.page.links
    assert f"/dashboard/stores/{shop.id}" in merchant.page.links


async def test_a_longer_range_has_more_in_it_and_an_unknown_one_is_the_usual(
    merchant: Visitor, shop: stores.Store, make: Make, clock: FrozenClock
) -> None:
    await _sold(make, clock, shop, await make.product(shop, price=10_000), days_ago=20)

    await merchant.open("/dashboard?range=last30")
    assert "100.00 MAD Revenue" in merchant.words
    for odd in ("last7", "LAST30", "%00", "🧨"):
        await merchant.open("/dashboard?range=" + odd)
        assert "0.00 MAD Revenue" in merchant.words
        assert "100.00 MAD Revenue" not in merchant.words


async def test_every_currency_is_reported_on_its_own(
    merchant: Visitor, shop: stores.Store, account: Account, make: Make, clock: FrozenClock
) -> None:
    abroad = await make.store(account, currency="JPY")
    await _sold(make, clock, shop, await make.product(shop, price=700), days_ago=1)
    await _sold(make, clock, abroad, await make.product(abroad, price=900), days_ago=1)

    await merchant.open("/dashboard")
    assert "7.00 MAD Revenue" in merchant.words
    await merchant.open(next(link for link in merchant.page.links if "currency=JPY" in link))
    assert "900 JPY Revenue" in merchant.words
    assert "Sold in other currencies: 7.00 MAD" in merchant.words


async def test_names_are_texts(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    buyer = await make.customer(shop, name='<script>alert("x")</script>')
    await make.order(shop, await make.product(shop, name="<img src=x onerror=1>"), customer=buyer, state=State.PROCESSING)

    answer = await merchant.open("/dashboard")

    assert "<script" not in answer.text
    assert "<img" not in answer.text
    assert '<script>alert("x")</script>' in merchant.words


async def test_the_report_is_of_one_store_and_of_the_days_asked_for(
    merchant: Visitor, shop: stores.Store, account: Account, make: Make, clock: FrozenClock
) -> None:
    lamp = await make.product(shop, name="Lamp", price=5_000, categories=(catalog.CategoryRef(name="Lights"),))
    elsewhere = await make.store(account)
    await _sold(make, clock, elsewhere, await make.product(elsewhere, name="Foreign", price=99_900), days_ago=2)
    await _sold(make, clock, shop, lamp, days_ago=2, quantity=3)
    await _sold(make, clock, shop, lamp, days_ago=40)

    await merchant.open(f"/dashboard/stores/{shop.id}")
    assert "150.00 MAD Revenue 1 Orders" in merchant.words
    assert "Lights 1 150.00 MAD" in merchant.words
    assert f"/dashboard/stores/{shop.id}/products/{lamp.id}" in merchant.page.links
    assert "Foreign" not in merchant.words
    assert "Since the store opened Revenue 200.00 MAD Orders 2" in merchant.words

    assert merchant.form().names == {"from", "to"}
    await merchant.open("?from=2026-02-01&to=2026-03-01")
    assert "50.00 MAD Revenue 1 Orders" in merchant.words
    assert "2026-02-01 – 2026-03-01" in merchant.words


@pytest.mark.parametrize(
    "dates",
    [
        "from=2026-04-08&to=2026-04-01",
        "from=2026-99-99",
        "to=yesterday",
        "from=0001-01-01",
        "from=0001-01-01&to=9999-12-31",
        "to=%00",
    ],
)
async def test_dates_that_cannot_be_are_said_so(merchant: Visitor, shop: stores.Store, dates: str) -> None:
    answer = await merchant.open(f"/dashboard/stores/{shop.id}?{dates}")

    assert answer.status_code in (200, 422)
    assert answer.status_code == (200 if dates == "to=%00" else 422)
    assert "2026-03-10 – 2026-04-08" in merchant.words


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
async def test_the_ends_of_time_have_a_report(merchant: Visitor, shop: stores.Store, day: str) -> None:
    answer = await merchant.open(f"/dashboard/stores/{shop.id}?from={day}&to={day}")

    assert answer.status_code == 200
    assert day in merchant.words


async def test_another_merchants_sales_are_nowhere(
    merchant: Visitor, shop: stores.Store, make: Make, clock: FrozenClock
) -> None:
    theirs = await make.store()
    await _sold(make, clock, theirs, await make.product(theirs, name="Theirs", price=5_000), days_ago=1)

    await merchant.open("/dashboard?range=all")
    assert "Theirs" not in merchant.words
    assert "0.00 MAD Revenue" in merchant.words
    assert (await merchant.open(f"/dashboard/stores/{theirs.id}")).status_code == 404


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_the_pages_in_the_other_languages(
    merchant: Visitor, shop: stores.Store, make: Make, clock: FrozenClock, language: str
) -> None:
    await _sold(make, clock, shop, await make.product(shop), days_ago=1)
    for path in ("/dashboard", f"/dashboard/stores/{shop.id}"):
        answer = await merchant.open(f"{path}?language={language}")
        assert answer.status_code == 200
        assert merchant.page.faults == []


# ── the chart ──


def _days(*revenue: int) -> list[Day]:
    return [Day(date(2026, 1, 1) + timedelta(days=at), 1, 1, minor) for at, minor in enumerate(revenue)]


def test_bars_reach_up_for_sales_and_down_for_refunds() -> None:
    made = chart.of(_days(300, 0, -100), mirrored=False)

    assert [(bar.x, bar.y, bar.height) for bar in made.bars] == [(0, 0, 750), (10, 750, 0), (20, 750, 250)]
    assert (made.line, made.width, made.revenue_minor, made.highest_minor) == (750, 30, 200, 300)


def test_time_goes_the_readers_way() -> None:
    made = chart.of(_days(1, 2), mirrored=True)

    assert [(bar.first, bar.x) for bar in made.bars] == [(date(2026, 1, 1), 10), (date(2026, 1, 2), 0)]


@pytest.mark.parametrize("number", [0, 1, 92, 93, 365, 1098])
def test_many_days_share_bars_and_none_is_lost(number: int) -> None:
    made = chart.of(_days(*range(number)), mirrored=False)

    assert len(made.bars) <= chart.MOST
    assert made.revenue_minor == sum(range(number))
    assert made.orders == number
