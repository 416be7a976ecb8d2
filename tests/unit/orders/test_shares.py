"""Shares of a discount that were agreed line by line, as a basket shows them."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from serai.core.orders import Share
from serai.core.orders.rules import totals

Line = tuple[int, int, int, int]


def _lines() -> st.SearchStrategy[list[Line]]:
    """(subtotal, tax, discount, tax that is left)"""

    def line(net: int, tax: int, off: int, taxed_off: int) -> Line:
        return net, tax, min(off, net), tax - min(taxed_off, tax)

    amounts = st.integers(0, 10**9)
    return st.lists(st.builds(line, amounts, amounts, amounts, amounts), min_size=1, max_size=8)


@given(lines=_lines(), shipping=st.integers(0, 10**6))
def test_an_order_comes_to_what_was_agreed(lines: list[Line], shipping: int) -> None:
    sums = totals(
        [net for net, *_ in lines],
        discount=sum(off for _, _, off, _ in lines),
        shipping=shipping,
        tax_rate=Decimal("0.19"),
        agreed=[tax for _, tax, *_ in lines],
        shares=[Share(off, left) for *_, off, left in lines],
    )

    assert sums.total == sum(net - off + left for net, _, off, left in lines) + shipping
    assert sums.discounts == tuple(off for _, _, off, _ in lines)
    assert sums.taxes == tuple(left for *_, left in lines)


@given(lines=_lines(), more=st.integers(0, 10**9))
def test_what_comes_off_beside_the_shares_is_shared_over_what_they_leave(lines: list[Line], more: int) -> None:
    left = sum(net - off for net, _, off, _ in lines)
    first = sum(off for _, _, off, _ in lines)
    sums = totals(
        [net for net, *_ in lines],
        discount=first + min(more, left),
        shipping=0,
        tax_rate=Decimal(0),
        shares=[Share(off, tax) for *_, off, tax in lines],
    )

    assert sum(sums.discounts) == sums.discount
    assert all(0 <= off <= net for off, (net, *_) in zip(sums.discounts, lines, strict=True))
    assert all(0 <= tax <= agreed for tax, (*_, agreed) in zip(sums.taxes, lines, strict=True))
