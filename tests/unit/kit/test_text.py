import fnmatch
import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.kit import text

anything = st.text(max_size=60)


@given(anything)
def test_folding_twice_changes_nothing(value: str) -> None:
    assert text.fold(text.fold(value)) == text.fold(value)


@given(anything)
def test_case_and_spaces_around_do_not_matter(value: str) -> None:
    assert text.fold(f"  {value}\t\n") == text.fold(value)


@given(anything)
def test_composed_and_decomposed_text_are_one(value: str) -> None:
    forms = {text.fold(unicodedata.normalize(form, value)) for form in ("NFC", "NFD", "NFKC", "NFKD")}
    assert forms == {text.fold(value)}


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Crème Brûlée", "creme brulee"),
        ("ÉLÉGANT", "élégant"),
        ("Straße", "STRASSE"),
        ("ﬁn", "fin"),
        ("İstanbul", "istanbul"),
        ("Ωmega", "ωMEGA"),
        ("أحمد", "احمد"),
        ("إسلام", "اسلام"),
        ("کتاب", "كتاب"),
        ("فارسی", "فارسي"),
        ("آمنة", "امنه"),
        ("مصطفى", "مصطفي"),
        ("مُحَمَّد", "محمد"),
        ("كــتــاب", "كتاب"),
        ("مؤمن", "مومن"),
        ("١٢٣", "123"),
        ("۱۲۳", "123"),
        ("ﻣﺤﻤﺪ", "محمد"),
        ("ＡＢＣ１２", "abc12"),
        ("a\u00a0\u2003b", "A  B"),
    ],
)
def test_a_reader_takes_these_for_the_same(one: str, other: str) -> None:
    assert text.fold(one) == text.fold(other)


@pytest.mark.parametrize(("one", "other"), [("cote", "code"), ("رجل", "رحل"), ("1", "2")])
def test_a_reader_does_not_take_these_for_the_same(one: str, other: str) -> None:
    assert text.fold(one) != text.fold(other)


# ── slugs ──


@given(anything)
def test_a_slug_is_words_joined_by_hyphens(value: str) -> None:
    slug = text.slug(value)
    assert re.fullmatch(r"([a-z0-9]+(-[a-z0-9]+)*)?", slug)
    assert len(slug) <= 80
    assert text.slug(slug) == slug


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Chemise à manches longues", "chemise-a-manches-longues"),
        ("  --Œuvre № 5!! ", "oeuvre-no-5"),
        ("Smørrebrød & Æbleskiver", "smorrebrod-aebleskiver"),
        ("Łódź", "lodz"),
        ("قميص أزرق", ""),
        ("قميص ٥", "5"),
        ("a" * 79 + " b", "a" * 79),
        ("", ""),
    ],
)
def test_a_title_becomes_a_slug(title: str, slug: str) -> None:
    assert text.slug(title) == slug


# ── search patterns ──


@pytest.mark.parametrize(
    ("typed", "pattern"), [("5%", r"%5\%%"), ("a_b", r"%a\_b%"), ("\\", r"%\\%"), ("É", "%e%"), ("", "%%")]
)
def test_wildcards_are_taken_literally(typed: str, pattern: str) -> None:
    assert text.like(typed) == pattern


@given(st.text(alphabet="aé%_\\", max_size=8), st.text(alphabet="aé%_\\", max_size=12))
def test_a_pattern_finds_the_text_wherever_it_stands_and_nothing_else(needle: str, hay: str) -> None:
    assert _is_like(text.fold(hay), text.like(needle)) == (text.fold(needle) in text.fold(hay))


def _is_like(value: str, pattern: str) -> bool:
    """PostgreSQL's `like` with its usual escape."""
    parts = re.findall(r"\\(.)|(.)", pattern)
    translated = "".join(re.escape(kept) if kept else {"%": "*", "_": "?"}.get(bare, bare) for kept, bare in parts)
    expression = "".join(".*" if c == "*" else "." if c == "?" else c for c in translated)
    return re.fullmatch(expression, value, re.DOTALL) is not None


@pytest.mark.parametrize(
    ("value", "fits"), [("a", True), ("", True), ("é😀", True), ("a\x00", False), ("\ud800", False), ("\t\n", True)]
)
def test_what_the_database_can_hold(value: str, fits: bool) -> None:
    assert text.is_storable(value) is fits


def test_a_long_text_folds_in_a_moment() -> None:
    assert fnmatch.fnmatchcase(text.slug("é" * 100_000), "e" * 80)
