"""The comparison sees what it is there for."""

import pytest

from tests.contract.examples.compare import DIGITS, TIME, differences, fits
from tests.contract.examples.messages import Message

PRINTED = '{"id": 7, "price": 12.00, "tags": ["a", "b"], "buyer": {"name": "Jane", "note": null}, "token": "abc..."}'


def answer(body: str, first: str = "HTTP/1.1 200 OK", **headers: str) -> Message:
    return Message(first, tuple({"Content-Type": "application/json", **headers}.items()), body)


def test_the_same_but_for_space_and_what_is_cut_off() -> None:
    found = PRINTED.replace(" ", "").replace("abc...", "abcdef")

    assert differences(answer(PRINTED), answer(found)) == []


@pytest.mark.parametrize(
    ("was", "now", "path"),
    [
        ('"id": 7, ', "", "id"),
        ('"id": 7, ', '"id": 7, "more": 1, ', "more"),
        ('"id": 7, "price": 12.00', '"price": 12.00, "id": 7', ""),
        ("12.00", "12.0", "price"),
        ("12.00", '"12.00"', "price"),
        ('["a", "b"]', '["a"]', "tags"),
        ('["a", "b"]', '["b", "a"]', "tags[]"),
        ("null", '""', "buyer.note"),
        ('"Jane"', '"John"', "buyer.name"),
        ("abc...", "abd", "token"),
    ],
)
def test_each_difference_is_named_by_its_path(was: str, now: str, path: str) -> None:
    found = differences(answer(PRINTED), answer(PRINTED.replace(was, now)))

    assert {difference.path for difference in found} == {path}


def test_status_and_headers() -> None:
    printed = answer("{}", **{"X-Limit": "60", "X-Scope": "all"})
    found = differences(printed, answer("{}", "HTTP/1.1 201 Created", **{"x-limit": "30"}))

    assert [difference.path for difference in found] == ["HTTP status", "headers.X-Limit", "headers.X-Scope"]


def test_a_body_that_is_not_json_is_named() -> None:
    printed = Message("HTTP/1.1 200 OK", (), "{}")
    found = differences(printed, answer("{}", **{"Content-Type": "text/html"}))

    assert [difference.path for difference in found] == ["headers.Content-Type"]


@pytest.mark.parametrize(
    ("form", "printed", "found", "is_one"),
    [
        (DIGITS, "156", "3", True),
        (DIGITS, "24580.50", "-3.10", True),
        (DIGITS, "24580.50", "3.1", False),
        (DIGITS, "156", "3.0", False),
        (DIGITS, "store_123", "store_9", True),
        (DIGITS, "store_123", "prod_9", False),
        (DIGITS, "2026-02-13", "2026-03-01", True),
        (DIGITS, "2026-02-13", "2026-3-1", False),
        (DIGITS, "2026-02-13T14:30:00.000Z", "2026-02-13T14:30:00Z", False),
        (TIME, "", "2026-02-13T14:30:00Z", True),
        (TIME, "", "2026-02-13 14:30:00", False),
    ],
)
def test_the_form_of_what_changes(form: str, printed: str, found: str, is_one: bool) -> None:
    assert fits(form, printed, found) is is_one
