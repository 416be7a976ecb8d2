"""Promo codes, loyalty points and subscriptions at the dashboard."""

from datetime import UTC, datetime
from decimal import Decimal

import pytest

from serai.core import loyalty, promotions, stores, subscriptions
from serai.core.promotions import Kind, Status, Worth
from serai.kit.db import Database
from serai.kit.errors import Invalid
from serai.kit.pages import Slice
from serai.web.dashboard.marketing import times
from tests.factories import Account, Make
from tests.web.visitor import Visitor

SCRIPT = "<script>alert(1)</script>"


@pytest.fixture
def here(shop: stores.Store) -> str:
    return f"/dashboard/stores/{shop.id}/marketing"


# ── local times ──


@pytest.mark.parametrize(
    ("text", "is_end", "meant"),
    [
        ("2026-07-01T10:00", False, "2026-07-01T08:00"),
        ("2026-03-29T02:30", False, "2026-03-29T01:30"),  # left out: two becomes three
        ("2026-03-29T02:30", True, "2026-03-29T01:30"),
        ("2026-10-25T02:30", False, "2026-10-25T00:30"),  # comes twice: three becomes two
        ("2026-10-25T02:30", True, "2026-10-25T01:30"),
        ("2026-10-25T03:00", True, "2026-10-25T02:00"),
    ],
)
def test_local_times_where_clocks_change(text: str, is_end: bool, meant: str) -> None:
    found = times.moment(text, "Europe/Paris", is_end=is_end, field="at", fault="No")
    assert found == datetime.fromisoformat(meant).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "tomorrow", "2026-02-30T10:00", "0001-01-01T00:00", "9999-12-31T23:59", "2026-04-08", "😀"]
)
def test_what_is_no_time(text: str) -> None:
    with pytest.raises(Invalid):
        times.moment(text, "Europe/Paris", is_end=False, field="at", fault="No")


def test_what_was_left_out_is_shown_as_it_is_meant() -> None:
    meant = times.moment("2026-03-29T02:30", "Europe/Paris", is_end=False, field="at", fault="No")
    assert times.local(meant, "Europe/Paris") == "2026-03-29T03:30"


# ── promo codes ──


async def _only(database: Database, shop: stores.Store) -> promotions.Promo:
    (found,) = (await promotions.page(database, shop.id, Slice(1, 10))).items
    return found


async def test_a_code_is_made_changed_paused_and_removed(
    merchant: Visitor, make: Make, account: Account, database: Database
) -> None:
    shop = await make.store(account, time_zone="Europe/Paris", currency="KWD")
    here = f"/dashboard/stores/{shop.id}/marketing"
    await merchant.open(f"{here}/codes/new")
    await merchant.press(code="EID", kind="fixed", value="1.250", ends_at="2026-10-25T02:30", minimum_subtotal="10")
    made = await _only(database, shop)
    assert made.worth == Worth(Kind.FIXED, amount_minor=1_250)
    assert (made.minimum_subtotal_minor, made.usage_limit) == (10_000, None)
    assert made.ends_at == datetime(2026, 10, 25, 1, 30, tzinfo=UTC)

    await merchant.press(f"/codes/{made.id}", usage_limit="5", kind="percent", value="12.5")
    kept = await _only(database, shop)
    assert (kept.worth.percent, kept.usage_limit, kept.ends_at) == (Decimal("12.5"), 5, made.ends_at)

    await merchant.press("/pause")
    assert (await _only(database, shop)).status is Status.INACTIVE
    assert "Paused" in merchant.words
    await merchant.press("/pause")
    assert (await _only(database, shop)).status is Status.ACTIVE
    await merchant.press("/remove")
    assert "No promo codes yet." in merchant.words


async def test_a_time_that_nobody_touched_stays_to_the_second(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    ends = datetime(2026, 12, 31, 22, 59, 59, tzinfo=UTC)
    promo = await make.promo(shop, ends_at=ends)
    await merchant.open(f"{here}/codes/{promo.id}")
    await merchant.press(f"/codes/{promo.id}", value="20")
    assert (await _only(database, shop)).ends_at == ends
    await merchant.press(f"/codes/{promo.id}", ends_at="")
    assert (await _only(database, shop)).ends_at is None


@pytest.mark.parametrize(
    ("typed", "status", "field"),
    [
        ({"code": "taken"}, 409, "code"),
        ({"code": "two words"}, 422, "code"),
        ({"value": "0"}, 422, "value"),
        ({"value": "101"}, 422, "value"),
        ({"value": "NaN"}, 422, "value"),
        ({"value": "9.999", "kind": "fixed"}, 422, "value"),
        ({"value": ""}, 422, "value"),
        ({"starts_at": "2026-05-02T10:00", "ends_at": "2026-05-01T10:00"}, 422, "ends_at"),
        ({"starts_at": "soon"}, 422, "starts_at"),
        ({"usage_limit": "0"}, 422, "usage_limit"),
        ({"usage_limit_per_customer": "9" * 25}, 422, "usage_limit_per_customer"),
        ({"minimum_subtotal": "100", "maximum_subtotal": "50"}, 422, "maximum_subtotal"),
        ({"minimum_subtotal": "9" * 19}, 422, "minimum_subtotal"),
    ],
)
async def test_what_is_wrong_with_a_code_is_said_at_its_field(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, typed: dict[str, str], status: int, field: str
) -> None:
    await make.promo(shop, code="TAKEN")
    await merchant.open(f"{here}/codes/new")
    answer = await merchant.press(**{"code": "NEW", "value": "10", **typed})

    assert answer.status_code == status
    assert f'id="{field}-fault"' in answer.text


async def test_who_used_a_code_and_whether_it_counts(merchant: Visitor, make: Make, shop: stores.Store, here: str) -> None:
    product = await make.product(shop, price=10_000)
    used = await make.promo(shop, code="ONCE", usage_limit=1)
    await make.promo(shop, code="LATER", starts_at=datetime(2026, 5, 1, tzinfo=UTC))
    await make.promo(shop, code="OVER", ends_at=datetime(2026, 4, 1, tzinfo=UTC), name=SCRIPT)
    order = await make.order(shop, product, promo_code="once")
    other = await make.order(shop, product)

    answer = await merchant.open(here)
    assert all(text in merchant.words for text in ("Used up", "Not yet valid", "Expired", "1 / 1"))
    assert SCRIPT not in answer.text
    await merchant.open(f"{here}/codes/{used.id}")
    assert order.number in merchant.words
    assert other.number not in merchant.words
    await merchant.open(f"{here}?q=lat")
    assert "LATER" in merchant.words
    assert "OVER" not in merchant.words


# ── loyalty ──


async def test_more_than_a_fifth_back_wants_to_be_meant(
    merchant: Visitor, shop: stores.Store, here: str, database: Database
) -> None:
    await merchant.open(f"{here}/points")
    answer = await merchant.press(points_per_unit="100", point_value="0.01", min_redeem_points="50", is_enabled="true")
    assert answer.status_code == 422
    assert "100 % of what customers pay comes back" in merchant.words
    assert (await loyalty.read_settings(database, shop.id)).points_per_unit == 1

    await merchant.press(is_meant="true")
    kept = await loyalty.read_settings(database, shop.id)
    assert (kept.points_per_unit, kept.point_value, kept.is_enabled) == (100, Decimal("0.01"), True)
    assert "100 % of what customers pay comes back" in merchant.words

    await merchant.press(points_per_unit="20")
    assert (await loyalty.read_settings(database, shop.id)).points_per_unit == 20
    assert "of what customers pay comes back" not in merchant.words
    assert "20 %" in merchant.words


async def test_generous_figures_are_kept_while_the_program_is_off_and_still_warned_of(
    merchant: Visitor, shop: stores.Store, here: str, database: Database
) -> None:
    await merchant.open(f"{here}/points")
    await merchant.press(points_per_unit="100", point_value="0.01", is_enabled="")
    assert (await loyalty.read_settings(database, shop.id)).points_per_unit == 100
    assert "100 % of what customers pay comes back" in merchant.words
    assert (await merchant.press(is_enabled="true")).status_code == 422


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("points_per_unit", "-1"),
        ("points_per_unit", "9" * 30),
        ("point_value", "0"),
        ("point_value", "0.0000001"),
        ("point_value", "NaN"),
        ("point_value", "1" * 20),
        ("min_redeem_points", "0"),
        ("min_redeem_points", SCRIPT),
    ],
)
async def test_odd_figures(merchant: Visitor, here: str, field: str, value: str) -> None:
    await merchant.open(f"{here}/points")
    answer = await merchant.press(**{field: value})

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text
    assert SCRIPT not in answer.text


# ── subscriptions ──


async def _subscribed(make: Make, shop: stores.Store, name: str = "Sara Amrani") -> subscriptions.Subscription:
    product = await make.product(shop, name="Coffee beans", price=10_000, subscription_enabled=True)
    return await make.subscription(shop, product, await make.customer(shop, name=name))


async def test_a_subscription_is_looked_at_changed_paused_and_cancelled(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, database: Database
) -> None:
    made = await _subscribed(make, shop)
    await merchant.open(f"{here}/subscriptions/{made.id}")
    for said in ("Sara Amrani", "Coffee beans", str(made.next_date), "The next order", "Available"):
        assert said in merchant.words

    await merchant.press(f"/{made.id}", quantity="3", frequency_id="1", next_billing_date="2026-06-30")
    found = await subscriptions.get(database, shop.id, made.id)
    assert (found.quantity, found.frequency.id, str(found.next_date)) == (3, 1, "2026-06-30")
    await merchant.press("/pause")
    assert (await subscriptions.get(database, shop.id, made.id)).status is subscriptions.Status.PAUSED
    await merchant.press("/pause")
    assert (await subscriptions.get(database, shop.id, made.id)).status is subscriptions.Status.ACTIVE
    await merchant.press("/cancel", reason="Moved away")
    assert "Moved away" in merchant.words
    assert [form.action for form in merchant.page.forms if "subscriptions" in form.action] == []


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("next_billing_date", "2026-04-07"),
        ("next_billing_date", "2046-04-08"),
        ("next_billing_date", "soon"),
        ("quantity", "0"),
        ("quantity", "9" * 30),
        ("frequency_id", "99"),
        ("frequency_id", "9" * 30),
    ],
)
async def test_what_is_wrong_with_a_subscription(
    merchant: Visitor, make: Make, shop: stores.Store, here: str, field: str, value: str
) -> None:
    made = await _subscribed(make, shop)
    await merchant.open(f"{here}/subscriptions/{made.id}")
    answer = await merchant.press(f"/{made.id}", **{field: value})

    assert answer.status_code == 422
    assert f'id="{field}-fault"' in answer.text


async def test_days_of_subscriptions_are_the_stores(merchant: Visitor, make: Make, account: Account) -> None:
    """At ten in London it is the ninth in Kiritimati: the eighth is past there."""
    shop = await make.store(account, time_zone="Pacific/Kiritimati")
    made = await _subscribed(make, shop)
    await merchant.open(f"/dashboard/stores/{shop.id}/marketing/subscriptions/{made.id}")
    assert (await merchant.press(f"/{made.id}", next_billing_date="2026-04-08")).status_code == 422
    assert (await merchant.press(f"/{made.id}", next_billing_date="2026-04-09")).status_code == 200


async def test_subscriptions_are_narrowed(merchant: Visitor, make: Make, shop: stores.Store, here: str) -> None:
    ali, sara = await _subscribed(make, shop, "Ali Baba"), await _subscribed(make, shop, "Sara Amrani")
    for query, found in [
        ("", ["Ali Baba", "Sara Amrani"]),
        ("status=paused", []),
        (f"customer={sara.customer}", ["Sara Amrani"]),
    ]:
        await merchant.open(f"{here}/subscriptions?{query}")
        assert [name for name in ("Ali Baba", "Sara Amrani") if name in merchant.words] == found, query
    assert ali.id != sara.id


# ── whose they are, and how they read ──


async def test_another_stores_are_unknown(merchant: Visitor, make: Make, here: str, database: Database) -> None:
    elsewhere = await make.store()
    promo, repeat = await make.promo(elsewhere), await _subscribed(make, elsewhere)
    await merchant.open(f"{here}/points")
    csrf = dict(merchant.form().fields)["csrf"]
    paths = [f"codes/{promo.id}", f"subscriptions/{repeat.id}"]
    for path in paths:
        assert (await merchant.browser.get(f"{here}/{path}")).status_code == 404
    for path in [*(f"{path}/pause" for path in paths), f"{paths[0]}/remove", f"{paths[1]}/cancel"]:
        answer = await merchant.browser.post(f"{here}/{path}", data={"csrf": csrf, "is_paused": "true"})
        assert answer.status_code == 404, path

    assert (await promotions.get(database, elsewhere.id, promo.id)).status is Status.ACTIVE
    assert (await subscriptions.get(database, elsewhere.id, repeat.id)).status is subscriptions.Status.ACTIVE


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_every_page_speaks(merchant: Visitor, make: Make, shop: stores.Store, here: str, language: str) -> None:
    promo, repeat = await make.promo(shop), await _subscribed(make, shop)
    await make.order(shop, promo_code=promo.code)
    pages = ["", "/codes/new", f"/codes/{promo.id}", "/points", "/subscriptions", f"/subscriptions/{repeat.id}"]
    for page in pages:
        answer = await merchant.open(f"{here}{page}?language={language}")
        assert answer.status_code == 200
        assert f'<html lang="{language}"' in answer.text
        assert merchant.page.faults == []
        assert "{" not in merchant.words
