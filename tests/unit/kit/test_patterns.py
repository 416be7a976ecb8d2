"""Patterns that somebody else wrote."""

import time

import pytest

from serai.kit import patterns
from serai.kit.errors import Invalid


def test_a_pattern_takes_in_the_whole_text() -> None:
    pattern = patterns.compiled("a(b)?c(d)?")

    assert pattern.groups == 2
    assert pattern.groups_of("abc") == ("b", "")
    assert pattern.groups_of("abce") is None
    assert pattern.groups_of("xabc") is None


@pytest.mark.parametrize("source", ["(a+)+$", "(a|aa)+$", "(.*)*x", "a?" * 50 + "a" * 50, r"([a-zA-Z]+)*\d"])
def test_what_takes_others_forever_takes_no_time(source: str) -> None:
    started = time.perf_counter()

    assert patterns.compiled(source).groups_of("a" * 2000 + "!") is None

    assert time.perf_counter() - started < 20  # backtracking would take longer than anybody lives


@pytest.mark.parametrize("source", ["(", "(?=a)", r"(a)\1", "a" * 1001, "((a{1,100}){1,100}){1,100}", "[z-a]", "*"])
def test_what_is_no_pattern_is_refused_by_name(source: str) -> None:
    with pytest.raises(Invalid) as refused:
        patterns.check(source, field="source")

    assert list(refused.value.fields) == ["source"]


def test_other_alphabets_are_matched_by_letters() -> None:
    assert patterns.compiled("/قميص-(.)").groups_of("/قميص-ا") == ("ا",)
