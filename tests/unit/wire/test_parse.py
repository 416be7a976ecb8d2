import json
import time
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Annotated, Any, Literal

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec import UNSET, Meta, Struct, UnsetType

from serai.kit.errors import Invalid
from serai.wire import parse
from serai.wire.dialect import ENCODER
from serai.wire.errors import Malformed
from serai.wire.parse import DEEPEST, Number


class Kind(Enum):
    GOODS = "goods"


class Line(Struct, rename="camel", forbid_unknown_fields=True):
    product_id: int
    quantity: Annotated[int, Meta(ge=1)]


class Order(Struct, rename="camel", forbid_unknown_fields=True):
    name: Annotated[str, Meta(min_length=3)]
    items: list[Line] = []
    price: Number | None = None
    is_gift: bool = False
    kind: Kind | None = None
    status: Literal["new", "old"] | None = None
    at: datetime | None = None
    note: str | None | UnsetType = UNSET
    ship_to: Line | None = None
    extra: dict[str, str] = {}


class Free(Struct):
    value: Any = None


def faults(raw: bytes | str, kind: type = Order) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as caught:
        parse.body(raw if isinstance(raw, bytes) else raw.encode(), kind)
    assert ENCODER.encode(caught.value.fields)
    return {name: list(said) for name, said in caught.value.fields.items()}


def reason(raw: bytes, kind: type = Free) -> str:
    with pytest.raises(Malformed) as caught:
        parse.body(raw, kind)
    assert ENCODER.encode(caught.value.reason)
    return caught.value.reason


def test_a_good_body_becomes_its_type() -> None:
    raw = b'{"name": "abc", "items": [{"productId": 1, "quantity": 2}], "price": 10, "kind": "goods", "note": null}'

    assert parse.body(raw, Order) == Order(name="abc", items=[Line(1, 2)], price=Number(10), kind=Kind.GOODS, note=None)


# ── bad fields are named, all of them, by path ──


def test_every_bad_field_is_named_by_its_path() -> None:
    raw = """{"name": "ab", "items": [{"productId": 1, "quantity": 1}, {"productId": "x", "quantity": 0}, {"colour": 1}, 5],
              "price": "10", "isGift": 1, "kind": "air", "status": "used", "at": "yesterday", "note": 7,
              "shipTo": {"quantity": true}, "extra": {"a": 1}, "colour": "red"}"""

    assert faults(raw) == {
        "name": ["Expected `str` of length >= 3."],
        "items.1.productId": ["Expected `int`, got `str`."],
        "items.1.quantity": ["Expected `int` >= 1."],
        "items.2.productId": ["This field is required."],
        "items.2.quantity": ["This field is required."],
        "items.2.colour": ["Unknown field."],
        "items.3": ["Expected `object`, got `int`."],
        "price": ["Expected `number`."],
        "isGift": ["Expected `bool`, got `int`."],
        "kind": ["Invalid enum value 'air'."],
        "status": ["Invalid enum value 'used'."],
        "at": ["Invalid RFC3339 encoded datetime."],
        "note": ["Expected `str | null`, got `int`."],
        "shipTo.productId": ["This field is required."],
        "shipTo.quantity": ["Expected `int`, got `bool`."],
        "extra": ["Expected `str`, got `int`."],
        "colour": ["Unknown field."],
    }


def test_a_list_that_is_none_is_named_itself() -> None:
    assert faults('{"name": "abc", "items": {}}') == {"items": ["Expected `array`, got `object`."]}
    assert faults('{"name": "abc", "items": null}') == {"items": ["Expected `array`, got `null`."]}


def test_a_missing_field_is_named() -> None:
    assert faults("{}") == {"name": ["This field is required."]}


@pytest.mark.parametrize(("raw", "got"), [("[]", "array"), ("5", "int"), ('"x"', "str"), ("null", "null"), ("true", "bool")])
def test_a_body_that_is_no_object_is_named_as_the_body(raw: str, got: str) -> None:
    assert faults(raw) == {"body": [f"Expected `object`, got `{got}`."]}


@pytest.mark.parametrize("value", ["true", "false", '"1"', '""', "[]", "{}", '"NaN"'])
def test_what_is_no_number_is_not_taken_for_one(value: str) -> None:
    assert faults(f'{{"name": "abc", "price": {value}}}') == {"price": ["Expected `number`."]}
    assert list(faults(f'{{"productId": {value}, "quantity": 1}}', Line)) == ["productId"]


def test_a_number_with_a_fraction_is_no_whole_number() -> None:
    assert list(faults('{"productId": 1.0, "quantity": 1e0}', Line)) == ["productId", "quantity"]


# ── numbers stay exact ──


@pytest.mark.parametrize("text", ["1299.00", "0.1", "1e2", "-0.0", "0.30000000000000004", "9" * 399, "1." + "0" * 390, "1e399"])
def test_a_number_stays_what_it_was(text: str) -> None:
    price = parse.body(b'{"name": "abc", "price": %s}' % text.encode(), Order).price

    assert price is not None
    assert price.as_tuple() == Decimal(text).as_tuple()


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**30), max_value=10**30, places=4))
def test_a_number_survives_the_way_in_and_out(value: Decimal) -> None:
    raw = ENCODER.encode({"name": "abc", "price": value})

    assert parse.body(raw, Order).price == value


ENDLESS = ["1" + "0" * 400, "-1" + "0" * 399, "1e400", "1e-400", "1e999999999", "1e99999999999999999999", "0." + "1" * 400]


@pytest.mark.parametrize("text", [*ENDLESS, "0e999999"])
def test_a_number_that_nobody_counts_to_is_named(text: str) -> None:
    raw = f'{{"name": "a", "price": {text}, "items": [{{"productId": {text}, "quantity": 1}}]}}'

    assert faults(raw) == {
        "name": ["Expected `str` of length >= 3."],
        "price": ["Has too many digits."],
        "items.0.productId": ["Has too many digits."],
    }


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity"])
def test_what_is_no_number_in_json_is_named(text: str) -> None:
    said = [f"{text} is not a JSON number."]

    assert faults(f'{{"name": {text}, "price": {text}, "isGift": {text}}}') == {"name": said, "price": said, "isGift": said}
    assert faults(text) == {"body": said}


# ── what no reader should have to take ──


@pytest.mark.parametrize("raw", [b"", b" ", b"\n\t\r "])
def test_an_empty_body_is_said_to_be_empty(raw: bytes) -> None:
    assert reason(raw) == "The body is empty; a JSON object is expected."


@pytest.mark.parametrize(
    "raw",
    [
        b"{",
        b"{'a': 1}",
        b'{"a": 1,}',
        b'{"a": 01}',
        b'{"a": .5}',
        b'{"a": 1}{}',
        b'{"a": "\n"}',
        b"\xef\xbb\xbf{}",
        b'{"a": tru}',
    ],
)
def test_what_is_not_json_is_refused(raw: bytes) -> None:
    assert reason(raw).startswith("The body is not valid JSON: ")


LATIN_1, UTF_16 = '{"a": "é"}'.encode("latin-1"), "{}".encode("utf-16")


@pytest.mark.parametrize("raw", [b'{"a": "\xff"}', b'{"\xc3": 1}', b'{"a": "\xed\xa0\x80"}', LATIN_1, UTF_16])
def test_what_is_not_utf_8_is_refused(raw: bytes) -> None:
    assert reason(raw) == "The body is not valid UTF-8."


def nested(levels: int) -> bytes:
    return b'{"value": ' + b"[" * (levels - 1) + b"]" * (levels - 1) + b"}"


def test_sixty_four_levels_are_taken_and_one_more_is_not() -> None:
    assert parse.body(nested(DEEPEST), Free)
    assert reason(nested(DEEPEST + 1)) == "The body is nested more than 64 levels deep."
    assert reason(b'{"a":' * 100_000) == "The body is nested more than 64 levels deep."


def test_brackets_in_texts_are_no_levels() -> None:
    text = '[{"' * 500

    assert parse.body(json.dumps({"value": [text, {text: text}]}).encode(), Free).value == [text, {text: text}]


def test_many_brackets_side_by_side_are_no_levels() -> None:
    assert parse.body(b'{"value": [' + b"[]," * 500 + b"{}]}", Free)


@pytest.mark.parametrize("tail", [b"", b"\\", b'"', b'\\"'])
def test_a_text_that_never_ends_costs_nothing(tail: bytes) -> None:
    raw = b'["' + b"[" * 65 + b'","' + b'\\"' * 250_000 + tail
    before = time.process_time()

    with pytest.raises((Malformed, Invalid)):
        parse.body(raw, Free)
    assert time.process_time() - before < 1


@pytest.mark.parametrize(
    ("raw", "said"),
    [
        (b'{"value": 1, "value": 2}', "The body has the key 'value' twice."),
        (b'{"value": {"a": 1, "b": 2, "a": 1}}', "The body has the key 'a' twice."),
        (b'{"a": 1, "\\u0061": 1}', "The body has the key 'a' twice."),
        (rb'{"\ud800": 1, "\ud800": 2}', "The body has a key twice."),
        (b'{"%s": 1, "%s": 2}' % (b"k" * 5000, b"k" * 5000), f"The body has the key '{'k' * 100}' twice."),
    ],
)
def test_a_key_that_comes_twice_is_refused(raw: bytes, said: str) -> None:
    assert reason(raw) == said


@pytest.mark.parametrize("odd", [r"\u0000", r"\ud800", r"a\udfffb"])
@pytest.mark.parametrize("place", ["name", "kind", "status", "at", "note"])
def test_characters_that_cannot_be_stored_are_named_by_their_field(odd: str, place: str) -> None:
    assert faults(f'{{"{place}": "{odd}"}}') == {place: ["Has characters that cannot be stored."]}


def test_they_are_found_anywhere() -> None:
    said = ["Has characters that cannot be stored."]

    assert faults(r'{"value": [1, {"a": ["ok", "\u0000"]}]}', Free) == {"value.1.a.1": said}
    assert faults(r'{"value": {"\u0000": 1}}', Free) == {"value": said}
    assert faults(r'{"\ud800": 1}', Free) == {"body": said}


def test_a_pair_of_surrogates_is_one_character() -> None:
    assert parse.body(rb'{"value": "\ud83d\ude00"}', Free).value == "😀"


# ── nothing else comes out ──

json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.decimals() | st.text(max_size=5) | st.sampled_from(["goods", "new"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["name", "items", "x"]), inner, max_size=3),
    max_leaves=8,
)
bodies = st.dictionaries(st.sampled_from([f.encode_name for f in msgspec.structs.fields(Order)]), json_values)


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.binary(max_size=60) | bodies.map(lambda body: json.dumps(body, default=str).encode()))
def test_a_body_is_taken_or_refused_and_the_refusal_can_be_said(raw: bytes) -> None:
    said: object = None
    try:
        parse.body(raw, Order)
    except Malformed as error:
        said = error.reason
    except Invalid as error:
        said = error.fields

    assert said is None or len(ENCODER.encode(said)) > len(b"{}")
