"""Which variant a line gets, and from which shelves."""

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core.catalog import ProductId
from serai.core.inventory import Shelf, VariantId, WarehouseId
from serai.core.orders import OutOfStock, Short, Wanted
from serai.core.orders.offer import Choice, choose


def choice(
    variant: int, product: int, *shelves: tuple[int, int, int], is_default: bool = False, tracked: bool = True
) -> Choice:
    """Each shelf as (warehouse, on hand, reserved)."""
    return Choice(
        variant=VariantId(variant),
        is_default=is_default,
        product=product,
        product_name=f"Product {product}",
        variant_name=None if is_default else f"Variant {variant}",
        sku=None,
        price_minor=100,
        tracked=tracked,
        shelves=tuple(Shelf(VariantId(variant), WarehouseId(w), on_hand, reserved) for w, on_hand, reserved in shelves),
    )


def line(product: int, quantity: int, variant: int | None = None) -> Wanted:
    return Wanted(ProductId(product), quantity, None if variant is None else VariantId(variant))


# Variants 1…9 belong to products 1…3, three each; the first of each is the default one.
@st.composite
def shops(draw: st.DrawFn) -> list[Choice]:
    found = []
    for variant in draw(st.sets(st.integers(1, 9), min_size=1)):
        shelves = []
        for warehouse in (1, 2):
            on_hand = draw(st.integers(0, 6))
            shelves.append((warehouse, on_hand, draw(st.integers(0, on_hand))))
        product = (variant - 1) // 3 + 1
        found.append(choice(variant, product, *shelves, is_default=variant % 3 == 1, tracked=draw(st.booleans())))
    return found


@st.composite
def orders(draw: st.DrawFn) -> list[Wanted]:
    count = draw(st.integers(1, 6))
    lines = []
    for _ in range(count):
        product = draw(st.integers(1, 4))
        variant = draw(st.none() | st.integers(1, 9))
        lines.append(line(product, draw(st.integers(1, 5)), variant))
    return lines


@given(shops(), orders())
def test_what_is_promised_is_there_and_is_what_was_asked(choices: list[Choice], lines: list[Wanted]) -> None:
    try:
        taken, allocations = choose(lines, choices)
    except OutOfStock:
        return

    assert [t.quantity for t in taken] == [wanted.quantity for wanted in lines]
    assert [t.choice.product for t in taken] == [wanted.product for wanted in lines]
    assert all(wanted.variant in (None, t.choice.variant) for t, wanted in zip(taken, lines, strict=True))
    shelves = {(s.variant, s.warehouse): s.sellable for c in choices for s in c.shelves}
    assert len({(a.variant, a.warehouse) for a in allocations}) == len(allocations)
    assert all(0 < a.quantity <= shelves[a.variant, a.warehouse] for a in allocations)
    asked: Counter[int] = Counter()
    for t in taken:
        if t.choice.tracked:
            asked[t.choice.variant] += t.quantity
    promised: Counter[int] = Counter()
    for a in allocations:
        promised[a.variant] += a.quantity
    assert promised == asked


@given(shops(), orders())
def test_a_refusal_has_a_row_for_each_failing_line_and_for_no_other(choices: list[Choice], lines: list[Wanted]) -> None:
    try:
        choose(lines, choices)
    except OutOfStock as error:
        rows = error.shorts
    else:
        return

    assert [row.index for row in rows] == sorted({row.index for row in rows})
    assert all((row.product, row.requested) == (lines[row.index].product, lines[row.index].quantity) for row in rows)
    failing = {row.index for row in rows}
    assert failing
    for row in rows:
        mine = [c for c in choices if c.product == row.product and lines[row.index].variant in (None, c.variant)]
        assert row.available == max((c.sellable for c in mine), default=0)
        assert all(c.tracked for c in mine)


@given(shops(), st.integers(1, 3), st.integers(1, 12))
def test_a_single_line_fails_only_when_no_variant_has_enough(choices: list[Choice], product: int, quantity: int) -> None:
    own = [c for c in choices if c.product == product]
    can = any(not c.tracked or c.sellable >= quantity for c in own)

    if can:
        taken, _ = choose([line(product, quantity)], choices)
        fitting = [c for c in own if not c.tracked or c.sellable >= quantity]
        assert taken[0].choice == min(fitting, key=lambda c: (not c.is_default, c.variant))
    else:
        with pytest.raises(OutOfStock):
            choose([line(product, quantity)], choices)


# ── by example ──

POOL = choice(1, 1, (1, 4, 2), is_default=True)
SMALL = choice(2, 1, (1, 3, 0))
LARGE = choice(3, 1, (1, 5, 0), (2, 4, 1))


@pytest.mark.parametrize(("quantity", "expected"), [(2, POOL), (3, SMALL), (4, LARGE), (8, LARGE)])
def test_the_default_variant_comes_first_then_the_first_with_enough(quantity: int, expected: Choice) -> None:
    taken, _ = choose([line(1, quantity)], [LARGE, SMALL, POOL])

    assert taken[0].choice is expected


def test_a_variants_pieces_come_from_its_shelves_in_their_order() -> None:
    _, allocations = choose([line(1, 6, 3), line(1, 1, 3)], [POOL, SMALL, LARGE])

    assert [(a.variant, a.warehouse, a.quantity) for a in allocations] == [(3, 1, 5), (3, 2, 2)]


def test_lines_of_one_product_go_to_one_variant_that_has_enough_for_all() -> None:
    taken, allocations = choose([line(1, 2), line(1, 2)], [POOL, SMALL, LARGE])

    assert [t.choice.variant for t in taken] == [3, 3]
    assert [(a.variant, a.quantity) for a in allocations] == [(3, 4)]


def test_pieces_that_a_named_line_takes_are_not_given_twice() -> None:
    taken, _ = choose([line(1, 2), line(1, 2, 1)], [POOL, SMALL, LARGE])

    assert [t.choice.variant for t in taken] == [2, 1]


def test_short_lines_tell_what_they_could_have_had() -> None:
    with pytest.raises(OutOfStock) as error:
        choose([line(1, 9), line(1, 4, 2), line(1, 1, 1), line(7, 1)], [POOL, SMALL, LARGE])

    assert error.value.shorts == (Short(0, 1, 9, 8), Short(1, 1, 4, 3), Short(3, 7, 1, 0))


def test_what_is_not_tracked_needs_no_shelf() -> None:
    gift = choice(1, 1, (1, 0, 0), is_default=True, tracked=False)

    taken, allocations = choose([line(1, 1000)], [gift])

    assert (taken[0].quantity, allocations) == (1000, [])
