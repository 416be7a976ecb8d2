"""Orders add up, and move as the table says."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core.orders import IllegalMove, State, rules
from serai.core.orders.model import MOVES
from serai.core.orders.rules import Zone
from serai.kit.errors import Invalid
from serai.kit.money import MOST, allocate

amounts = st.integers(0, 10**12)
rates = st.decimals(0, 1, places=6)


@st.composite
def carts(draw: st.DrawFn) -> tuple[list[int], int]:
    """Subtotals of lines, and a discount of at most their sum."""
    subtotals = draw(st.lists(amounts, min_size=1, max_size=50))
    return subtotals, draw(st.integers(0, sum(subtotals)))


# ── totals ──


@given(carts(), amounts, rates)
def test_the_parts_add_up_whatever_the_rounding(cart: tuple[list[int], int], shipping: int, rate: Decimal) -> None:
    subtotals, discount = cart

    sums = rules.totals(subtotals, discount=discount, shipping=shipping, tax_rate=rate)

    assert sums.total == sums.subtotal - sums.discount + sums.shipping + sums.tax
    assert (sums.subtotal, sums.discount, sums.shipping) == (sum(subtotals), discount, shipping)
    assert sum(sums.discounts) == sums.discount
    assert sum(sums.taxes) == sums.tax


@given(carts(), rates)
def test_no_line_is_discounted_below_nothing_or_taxed_below_nothing(cart: tuple[list[int], int], rate: Decimal) -> None:
    subtotals, discount = cart

    sums = rules.totals(subtotals, discount=discount, shipping=0, tax_rate=rate)

    assert all(0 <= share <= subtotal for share, subtotal in zip(sums.discounts, subtotals, strict=True))
    assert all(tax >= 0 for tax in sums.taxes)
    assert sums.total >= 0


@given(carts(), rates)
def test_each_lines_tax_is_the_nearest_minor_unit(cart: tuple[list[int], int], rate: Decimal) -> None:
    subtotals, discount = cart

    sums = rules.totals(subtotals, discount=discount, shipping=0, tax_rate=rate)

    for subtotal, share, tax in zip(subtotals, sums.discounts, sums.taxes, strict=True):
        exact = Decimal(subtotal - share) * rate
        assert -Decimal("0.5") < exact - tax <= Decimal("0.5") or exact - tax == -Decimal("0.5")


@pytest.mark.parametrize(
    ("subtotals", "discount", "shipping", "rate", "taxes", "total"),
    [
        ([14500], 0, 800, "0.084", (1218,), 16518),  # the Salloq documentation's order
        ([10, 30, 50], 0, 0, "0.05", (1, 2, 3), 96),  # half a cent is a cent
        ([1000, 1000, 1000], 100, 0, "0.2", (193, 193, 193), 3479),
        ([0], 0, 0, "0.2", (0,), 0),
    ],
)
def test_totals_by_example(
    subtotals: list[int], discount: int, shipping: int, rate: str, taxes: tuple[int, ...], total: int
) -> None:
    sums = rules.totals(subtotals, discount=discount, shipping=shipping, tax_rate=Decimal(rate))

    assert (sums.taxes, sums.total) == (taxes, total)


@given(st.integers(0, 10**15), st.lists(amounts, min_size=1, max_size=50))
def test_shares_sum_to_the_whole_and_are_within_one_unit_of_their_portion(total: int, weights: list[int]) -> None:
    shares = allocate(total, weights)

    assert sum(shares) == total
    assert len(shares) == len(weights)
    if sum(weights):
        assert all(abs(s * sum(weights) - total * w) < sum(weights) for s, w in zip(shares, weights, strict=True))


def test_an_order_has_its_largest_total() -> None:
    most = rules.totals([MOST], discount=0, shipping=0, tax_rate=Decimal(0))
    more = rules.totals([MOST], discount=0, shipping=1, tax_rate=Decimal(0))

    rules.check_total(most)
    with pytest.raises(Invalid) as error:
        rules.check_total(more)
    assert error.value.fields == {"items": ["The order's total is too large."]}


# ── shipping ──


@pytest.mark.parametrize(("country", "rate"), [("MA", 500), ("FR", 900), ("US", 0), (None, 0)])
def test_the_first_zone_with_the_country_says_what_shipping_costs(country: str | None, rate: int) -> None:
    zones = [Zone(("MA",), 500), Zone(("FR", "MA"), 900)]

    assert rules.shipping_to(country, zones) == rate


# ── moves ──

LEGAL = {
    (State.PENDING, State.PROCESSING),
    (State.PENDING, State.CANCELLED),
    (State.PROCESSING, State.SHIPPED),
    (State.PROCESSING, State.CANCELLED),
    (State.PROCESSING, State.REFUNDED),
    (State.SHIPPED, State.DELIVERED),
    (State.SHIPPED, State.REFUNDED),
    (State.DELIVERED, State.REFUNDED),
}


@pytest.mark.parametrize("current", State)
@pytest.mark.parametrize("to", State)
def test_exactly_the_documented_moves_are_allowed(current: State, to: State) -> None:
    if (current, to) in LEGAL:
        rules.check_move(current, to)
    else:
        with pytest.raises(IllegalMove) as error:
            rules.check_move(current, to)
        assert (error.value.current, error.value.to) == (current, to)


def test_every_state_can_be_reached_and_every_target_is_known() -> None:
    reached = {State.PENDING}
    for _ in State:
        reached |= {to for state in reached for to in MOVES[state]}

    assert reached == set(State) == set(MOVES)


@given(st.lists(st.sampled_from(State), max_size=20))
def test_nothing_leaves_a_final_state(tried: list[State]) -> None:
    current, ended = State.PENDING, False
    for to in tried:
        if to in MOVES[current]:
            assert not ended
            current = to
            ended = current in (State.CANCELLED, State.REFUNDED)
