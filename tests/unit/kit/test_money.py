from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.kit.errors import Invalid
from serai.kit.money import MOST, allocate, decimals, is_currency, portion, to_decimal, to_minor

CURRENCIES = {"JPY": 0, "MAD": 2, "KWD": 3, "CLF": 4}
currencies = st.sampled_from(sorted(CURRENCIES))
amounts = st.integers(-MOST, MOST)
weights = st.lists(st.integers(0, 10**12), min_size=1, max_size=12)


@pytest.mark.parametrize(("currency", "places"), CURRENCIES.items())
def test_a_currency_has_its_decimals(currency: str, places: int) -> None:
    assert decimals(currency) == places
    assert is_currency(currency)


@pytest.mark.parametrize("code", ["", "MA", "mad ", "XXX1", "ZZZ"])
def test_other_codes_are_no_currencies(code: str) -> None:
    assert not is_currency(code)


# ── at the edges ──


@given(minor=amounts, currency=currencies)
def test_minor_units_come_back_as_they_were(minor: int, currency: str) -> None:
    assert to_minor(to_decimal(minor, currency), currency, field="price") == minor


@given(minor=amounts, currency=currencies)
def test_a_decimal_has_exactly_the_currencys_decimals(minor: int, currency: str) -> None:
    assert -to_decimal(minor, currency).as_tuple().exponent == CURRENCIES[currency]


@pytest.mark.parametrize(
    ("minor", "currency", "text"),
    [
        (129900, "MAD", "1299.00"),
        (0, "MAD", "0.00"),
        (0, "JPY", "0"),
        (5, "KWD", "0.005"),
        (1, "JPY", "1"),
        (-7, "MAD", "-0.07"),
    ],
)
def test_a_decimal_prints_as_the_currency_is_written(minor: int, currency: str, text: str) -> None:
    assert str(to_decimal(minor, currency)) == text


@pytest.mark.parametrize(
    ("amount", "currency", "minor"),
    [("1299", "MAD", 129900), ("1299.0", "MAD", 129900), ("12.990", "MAD", 1299), ("1E+2", "MAD", 10000), ("-0.0", "MAD", 0)],
)
def test_an_amount_may_be_written_in_other_ways(amount: str, currency: str, minor: int) -> None:
    assert to_minor(Decimal(amount), currency, field="price") == minor


@pytest.mark.parametrize(
    ("amount", "currency"),
    [
        ("0.001", "MAD"),
        ("0.5", "JPY"),
        ("1.00001", "CLF"),
        ("1." + "0" * 70 + "1", "MAD"),
        ("1e-99999", "MAD"),
        ("1e-999999999", "JPY"),
    ],
)
def test_more_decimals_than_the_currency_has_are_refused(amount: str, currency: str) -> None:
    with pytest.raises(Invalid) as caught:
        to_minor(Decimal(amount), currency, field="items.0.price")
    assert caught.value.fields == {"items.0.price": [f"May have at most {CURRENCIES[currency]} decimals in {currency}."]}


@pytest.mark.parametrize("amount", ["10000000000000.01", "-10000000000000.01", "1e18", "1e999999", "NaN", "sNaN", "Infinity"])
def test_what_no_till_holds_is_refused(amount: str) -> None:
    with pytest.raises(Invalid) as caught:
        to_minor(Decimal(amount), "MAD", field="price")
    assert caught.value.fields == {"price": ["Is too large."]}


def test_the_largest_amount_is_allowed() -> None:
    assert to_minor(Decimal("10000000000000.00"), "MAD", field="price") == MOST


# ── sharing ──


@given(total=amounts, weights=weights)
def test_shares_add_up(total: int, weights: list[int]) -> None:
    assert sum(allocate(total, weights)) == total


@given(total=amounts, weights=weights.filter(any))
def test_a_share_is_within_one_of_its_proportion(total: int, weights: list[int]) -> None:
    whole = sum(weights)
    for share, weight in zip(allocate(total, weights), weights, strict=True):
        assert abs(share - Fraction(total * weight, whole)) < 1


@given(total=st.integers(0, MOST), weights=weights.filter(any))
def test_what_weighs_nothing_gets_nothing(total: int, weights: list[int]) -> None:
    assert all(share == 0 for share, weight in zip(allocate(total, weights), weights, strict=True) if weight == 0)


@pytest.mark.parametrize(
    ("total", "weights", "shares"),
    [
        (100, [1, 1, 1], [34, 33, 33]),
        (1, [1, 1], [1, 0]),
        (5, [0, 0], [5, 0]),
        (10, [1, 2], [3, 7]),
        (0, [3, 4], [0, 0]),
        (-100, [1, 1, 1], [-33, -33, -34]),
        (7, [], []),
    ],
)
def test_the_largest_remainder_gets_the_last_unit_and_the_first_wins_a_tie(
    total: int, weights: list[int], shares: list[int]
) -> None:
    assert allocate(total, weights) == shares


# ── rates ──


@pytest.mark.parametrize(
    ("minor", "rate", "part"),
    [(1250, "0.20", 250), (125, "0.02", 3), (124, "0.02", 2), (25, "0.10", 3), (-25, "0.10", -3), (0, "0.2", 0), (999, "0", 0)],
)
def test_a_portion_is_rounded_half_up(minor: int, rate: str, part: int) -> None:
    assert portion(minor, Decimal(rate)) == part


@given(minor=amounts, rate=st.decimals(0, 1, places=6))
def test_a_portion_is_within_half_a_unit(minor: int, rate: Decimal) -> None:
    exact = Fraction(minor) * Fraction(rate)
    got = portion(minor, rate)
    assert abs(got - exact) <= Fraction(1, 2)
    assert abs(got) == int(abs(exact) + Fraction(1, 2))
