from datetime import timedelta

from serai.kit.pages import DEEPEST, Boundaries, Boundary, Slice
from tests.conftest import NOW

HERE, THERE = Boundary(NOW, 7), Boundary(NOW - timedelta(hours=1), 3)


def test_a_page_starts_where_the_one_before_ended() -> None:
    kept = Boundaries()
    kept.remember("orders", 2, HERE, now=0)

    assert kept.recall("orders", 2, now=1) == HERE


def test_listings_and_pages_are_told_apart() -> None:
    kept = Boundaries()
    kept.remember("orders", 2, HERE, now=0)

    assert kept.recall("orders", 3, now=0) is None
    assert kept.recall("products", 2, now=0) is None


def test_a_newer_end_replaces_an_older_one() -> None:
    kept = Boundaries()
    kept.remember("orders", 2, HERE, now=0)
    kept.remember("orders", 2, THERE, now=1)

    assert kept.recall("orders", 2, now=2) == THERE


def test_an_end_is_forgotten_after_its_time() -> None:
    kept = Boundaries(seconds=600)
    kept.remember("orders", 2, HERE, now=0)

    assert kept.recall("orders", 2, now=600) == HERE
    assert kept.recall("orders", 2, now=600.1) is None


def test_the_oldest_makes_room() -> None:
    kept = Boundaries(most=2)
    for page in (2, 3, 4):
        kept.remember("orders", page, HERE, now=0)

    assert [kept.recall("orders", page, now=0) for page in (2, 3, 4)] == [None, HERE, HERE]


def test_being_noted_again_makes_young() -> None:
    kept = Boundaries(most=2)
    for page in (2, 3, 2, 4):
        kept.remember("orders", page, HERE, now=0)

    assert [kept.recall("orders", page, now=0) for page in (2, 3, 4)] == [HERE, None, HERE]


def test_a_slice_after_a_boundary_needs_no_offset() -> None:
    assert Slice(3, 20).offset == 40
    assert Slice(1, 20).offset == 0
    assert Slice(3, 20, HERE).offset == 0
    assert Slice(10**30, 100).offset == (DEEPEST - 1) * 100 < 2**63
