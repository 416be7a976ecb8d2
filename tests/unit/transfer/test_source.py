"""Bytes to records: encodings, delimiters, quotes, and lines that are broken."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.core.transfer.source import LONGEST_CELL, spool
from serai.kit.errors import Invalid
from tests.unit.transfer.sheets import file, read

HEADER = "Handle,Title,Body (HTML)"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_accents_survive_every_encoding(codec: str) -> None:
    (record,) = read(file(HEADER, "théière,Théière d’été,à côté", codec=codec))

    assert record.cells == ["théière", "Théière d’été", "à côté"]


def test_arabic_survives() -> None:
    (record,) = read(file(HEADER, "ibriq,إبريق الشاي,<p>نحاس</p>"))

    assert record.cells == ["ibriq", "إبريق الشاي", "<p>نحاس</p>"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_delimiters_and_line_ends_are_recognised(delimiter: str, end: str) -> None:
    (record,) = read(file(HEADER.replace(",", delimiter), delimiter.join(("pot", "Pot", "x")), end=end))

    assert (record.line, record.cells) == (2, ["pot", "Pot", "x"])


def test_quoted_line_breaks_and_quotes_stay_and_lines_are_counted_on() -> None:
    first, second = read(file(HEADER, 'a,A,"one\ntwo, 12"" wide\r\nthree"', "b,B,"))

    assert (first.line, first.cells[2]) == (2, 'one\ntwo, 12" wide\r\nthree')
    assert (second.line, second.cells) == (5, ["b", "B", ""])


def test_blank_lines_are_no_records() -> None:
    assert [record.line for record in read(file(HEADER, "", "a,A,", ",,", "b,B,", ""))] == [3, 5]


def test_a_spreadsheets_hint_is_skipped() -> None:
    (record,) = read(file("sep=;", "Handle;Title", "a;A"))

    assert (record.line, record.cells) == (3, ["a", "A"])


def test_a_quote_that_is_never_closed_takes_one_line_along() -> None:
    one, broken, *rest = read(file(HEADER, "a,A,x", 'b,"B,x', "c,C,x", "d,D,x"))

    assert one.cells[0] == "a"
    assert (broken.line, broken.cells, bool(broken.broken)) == (3, ["b"], True)
    assert [(record.line, record.cells[0], record.broken) for record in rest] == [(4, "c", ""), (5, "d", "")]


def test_a_quote_within_a_quoted_cell_takes_one_line_along() -> None:
    broken, good = read(file(HEADER, 'a,"A 12" pot",x', 'b,"B",x'))

    assert (broken.line, bool(broken.broken)) == (2, True)
    assert (good.line, good.cells) == (3, ["b", "B", "x"])


def test_many_broken_lines_are_each_reported() -> None:
    found = read(file(HEADER, *(f'p{n},"open{n},x' if n % 2 else f"p{n},fine,x" for n in range(200))))

    assert [record.line for record in found] == list(range(2, 202))
    assert [bool(record.broken) for record in found] == [bool(n % 2) for n in range(200)]


def test_a_cell_beyond_any_size_is_broken_and_the_next_line_is_not() -> None:
    broken, good = read(file(HEADER, f"a,A,{'x' * (LONGEST_CELL + 1)}", "b,B,"))

    assert str(LONGEST_CELL) in broken.broken
    assert good.cells[0] == "b"


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Is empty."),
        (b"\r\n", "Is empty."),
        (b"Name,Price\r\nx,1\r\n", "Has no column 'Handle': this is not a Shopify product CSV."),
        (b"Handle,Title,Title\r\n", "Has the column 'Title' twice."),
        (b"PK\x03\x04\x14\x00\x08\x00", "Has no column 'Handle': this is not a Shopify product CSV."),
        (b"\xff\xfeH", "Says that it is UTF-16, but is not."),
        (b"Handle," + b",".join(b"c%d" % n for n in range(1_001)), "Has more than 1000 columns."),
    ],
)
def test_what_is_no_product_file_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(Invalid) as refused:
        read(content)

    assert refused.value.fields == {"file": [reason]}


def test_chunks_can_be_read_twice() -> None:
    with spool([b"Handle,Ti", b"tle\na,", b"A\n"]) as kept:
        first = kept.read()
        kept.seek(0)

        assert kept.read() == first == b"Handle,Title\na,A\n"


CELL = st.text(st.characters(codec="utf-8", exclude_characters="\x00"), max_size=30)


@given(rows=st.lists(st.tuples(st.text("abcdef-", min_size=1), CELL, CELL), max_size=8), delimiter=st.sampled_from(",;\t"))
def test_what_a_writer_wrote_is_read(rows: list[tuple[str, str, str]], delimiter: str) -> None:
    out = StringIO(newline="")
    writer = csv.writer(out, delimiter=delimiter, lineterminator="\r\n", quoting=csv.QUOTE_ALL)
    writer.writerows([HEADER.split(","), *rows])

    found = read(out.getvalue().encode())

    assert [tuple(record.cells) for record in found] == rows
    assert not any(record.broken for record in found)


@given(junk=st.binary(max_size=300))
def test_nothing_that_follows_a_header_breaks_the_reader(junk: bytes) -> None:
    for record in read(b"Handle,Title\r\n" + junk):
        assert record.line >= 2
