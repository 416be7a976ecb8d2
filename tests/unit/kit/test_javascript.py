"""JSON as JavaScript writes it: against fixed vectors, and against Node where there is one."""

import json
import shutil
import subprocess
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from serai.kit.javascript import reread, stringify

NODE = shutil.which("node")
SCRIPT = "process.stdout.write(JSON.stringify(JSON.parse(require('fs').readFileSync(0,'utf8'))))"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (Decimal("99.90"), "99.9"),
        (Decimal("100.00"), "100"),
        (99.0, "99"),
        (Decimal("0.00"), "0"),
        (-0.0, "0"),
        (0.000001, "0.000001"),
        (1e-7, "1e-7"),
        (1.5e-10, "1.5e-10"),
        (1e21, "1e+21"),
        (1e20, "100000000000000000000"),
        (123456789012345680000, "123456789012345680000"),
        (2**53 + 1, "9007199254740992"),
        (1.7976931348623157e308, "1.7976931348623157e+308"),
        (5e-324, "5e-324"),
        (float("nan"), "null"),
        (True, "true"),
        (None, "null"),
        ("a/b", '"a/b"'),
        ("شموع \u2028 😀", '"شموع \u2028 😀"'),
        ('"\\\n\x01\x7f', '"\\"\\\\\\n\\u0001\x7f"'),
        ({"b": 1, "2": 2, "01": 3, "1": 4, "4294967295": 5}, '{"1":4,"2":2,"b":1,"01":3,"4294967295":5}'),
        ([1, [], {}], "[1,[],{}]"),
    ],
)
def test_it_is_written_as_there(value: Any, said: str) -> None:
    assert stringify(value).decode() == said


def test_half_a_character_is_escaped() -> None:
    assert stringify("\ud800") == b'"\\ud800"'


def test_what_was_written_otherwise_is_written_anew() -> None:
    assert reread(b'{ "price": 99.90, "name": "\\u0634\\/x" }') == '{"price":99.9,"name":"ش/x"}'.encode()


def test_what_json_cannot_hold_is_refused() -> None:
    with pytest.raises(TypeError):
        stringify({"a": object()})


numbers = st.one_of(
    st.integers(-(2**60), 2**60),
    st.floats(allow_nan=False, allow_infinity=False),
    st.decimals(min_value=-(10**13), max_value=10**13, places=3),
)
texts = st.text(st.characters(exclude_categories=["Cs"]))
values = st.recursive(
    st.one_of(numbers, texts, st.booleans(), st.none()),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(texts, inner, max_size=4),
    max_leaves=12,
)


@pytest.mark.skipif(NODE is None, reason="no JavaScript here")
@settings(max_examples=5, deadline=None)
@given(st.lists(values, min_size=60, max_size=200))
def test_node_writes_the_same(many: list[Any]) -> None:
    written = stringify(many)
    assert NODE is not None
    there = subprocess.run([NODE, "-e", SCRIPT], input=written, capture_output=True, check=True).stdout

    assert written == there


@given(values)
def test_it_means_what_it_meant_and_is_stable(value: Any) -> None:
    written = stringify(value)

    json.loads(written)
    assert reread(written) == written
