"""What a code takes off, and why it does not."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core.orders import rules as orders
from serai.core.promotions import Kind, Promo, PromoId, Reason, Worth, rules
from serai.core.stores import StoreId

NOW = datetime(2026, 4, 8, 10, tzinfo=UTC)
PERCENT = st.decimals("0.0001", 100, places=4)


def promo(**more: object) -> Promo:
    plain = {
        "starts_at": None,
        "ends_at": None,
        "minimum_subtotal_minor": None,
        "usage_limit": None,
        "usage_limit_per_customer": None,
        "times_used": 0,
    }
    return Promo(
        store_id=StoreId(1),
        id=PromoId(1),
        version=1,
        code="X",
        worth=Worth(Kind.PERCENT, Decimal(10)),
        created_at=NOW,
        updated_at=NOW,
        **plain | more,  # type: ignore[arg-type]
    )


@given(subtotal=st.integers(0, 10**12), percent=PERCENT)
def test_a_share_is_exact_and_rounded_half_up(subtotal: int, percent: Decimal) -> None:
    exact = Fraction(subtotal) * Fraction(percent) / 100

    assert rules.taken_off(Worth(Kind.PERCENT, percent=percent), subtotal) == int(exact + Fraction(1, 2))


@given(subtotal=st.integers(0, 10**9), amount=st.integers(1, 10**9))
def test_an_amount_is_at_most_the_subtotal(subtotal: int, amount: int) -> None:
    assert rules.taken_off(Worth(Kind.FIXED, amount_minor=amount), subtotal) == min(subtotal, amount)


@given(lines=st.lists(st.integers(0, 10**7), min_size=1, max_size=9), percent=PERCENT)
def test_lines_share_the_discount_to_the_last_unit(lines: list[int], percent: Decimal) -> None:
    discount = rules.taken_off(Worth(Kind.PERCENT, percent=percent), sum(lines))

    sums = orders.totals(lines, discount=discount, shipping=0, tax_rate=Decimal("0.2"))

    assert sum(sums.discounts) == discount
    assert all(0 <= share <= line for share, line in zip(sums.discounts, lines, strict=True))


@pytest.mark.parametrize(
    ("found", "used", "reason"),
    [
        (None, 0, Reason.UNKNOWN),
        (promo(starts_at=NOW + timedelta(seconds=1)), 0, Reason.NOT_YET),
        (promo(ends_at=NOW), 0, Reason.EXPIRED),
        (promo(minimum_subtotal_minor=101), 0, Reason.MINIMUM),
        (promo(usage_limit_per_customer=2), 2, Reason.CUSTOMER_LIMIT),
        (promo(usage_limit=1, times_used=1), 0, Reason.EXHAUSTED),
    ],
)
def test_a_refusal_has_its_reason(found: Promo | None, used: int, reason: Reason) -> None:
    assert rules.refusal(found, at=NOW, subtotal=100, used_by_customer=used) is reason


@pytest.mark.parametrize("spelling", ["save10", "Save10", " SAVE10 ", "ＳＡＶＥ10"])
def test_spellings_share_a_key(spelling: str) -> None:
    assert rules.key(spelling) == rules.key("SAVE10")


def test_accents_are_other_codes() -> None:
    assert rules.key("ÉTÉ") == rules.key("été") != rules.key("ETE")
