"""What becomes of a price when its sale begins and ends."""

from datetime import UTC, datetime

import pytest

from serai.core.catalog import Sale, on_sale
from serai.core.catalog.sales import Terms, turned

EARLY, NOW, LATE = (datetime(2026, 4, day, tzinfo=UTC) for day in (7, 8, 9))


@pytest.mark.parametrize(
    ("sale", "terms"),
    [
        (None, Terms(100, None, None)),
        (Sale(80), Terms(80, 100, None)),
        (Sale(80, EARLY), Terms(80, 100, None)),
        (Sale(80, NOW), Terms(80, 100, None)),
        (Sale(80, None, LATE), Terms(80, 100, Sale(80, None, LATE))),
        (Sale(80, EARLY, LATE), Terms(80, 100, Sale(80, None, LATE))),
        (Sale(80, LATE), Terms(100, None, Sale(80, LATE))),
        (Sale(80, None, NOW), Terms(100, None, None)),
    ],
)
def test_what_it_costs_at_a_time(sale: Sale | None, terms: Terms) -> None:
    assert on_sale(100, sale, at=NOW) == terms


@pytest.mark.parametrize(
    ("own", "sale", "terms"),
    [
        # it begins
        ((100, None), Sale(80, NOW, LATE), Terms(80, 100, Sale(80, None, LATE))),
        ((100, None), Sale(80, NOW), Terms(80, 100, None)),
        ((90, 100), Sale(80, NOW), Terms(80, 100, None)),
        # it was dearer than the price has become, or it is over before anybody looked
        ((70, None), Sale(80, NOW), Terms(70, None, None)),
        ((100, None), Sale(80, EARLY, NOW), Terms(100, None, None)),
        # it ends, also when the normal price was changed meanwhile
        ((80, 100), Sale(80, None, NOW), Terms(100, None, None)),
        ((80, 120), Sale(80, None, NOW), Terms(120, None, None)),
        # somebody has set another price
        ((70, 100), Sale(80, None, NOW), Terms(70, 100, None)),
        ((80, None), Sale(80, None, NOW), Terms(80, None, None)),
    ],
)
def test_what_becomes_of_a_price(own: tuple[int, int | None], sale: Sale, terms: Terms) -> None:
    assert turned(*own, sale, at=NOW) == terms
