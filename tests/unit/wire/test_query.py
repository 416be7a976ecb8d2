from typing import Annotated, Literal

import pytest
from msgspec import Meta, Struct, field

from serai.kit.errors import Invalid
from serai.wire import query
from serai.wire.errors import BadQuery


class Listed(Struct):
    page: Annotated[int, Meta(ge=1)] = 1
    size: Annotated[int, Meta(ge=1, le=100)] = field(name="pageSize", default=20)
    status: Literal["active", "draft"] | None = None
    search: Annotated[str, Meta(max_length=5)] | None = None
    featured: bool | None = None


class Needed(Struct):
    shop: int


def parsed(text: bytes) -> Listed:
    return query.parse(query.pairs(text), Listed)


def faults(text: bytes, kind: type = Listed) -> dict[str, list[str]]:
    with pytest.raises(BadQuery) as caught:
        query.parse(query.pairs(text), kind)
    return {name: list(said) for name, said in caught.value.fields.items()}


def test_nothing_given_means_the_defaults() -> None:
    assert parsed(b"") == Listed(page=1, size=20)


def test_every_kind_is_read() -> None:
    assert parsed(b"page=3&pageSize=50&status=draft&search=a%20b&featured=true") == Listed(
        page=3, size=50, status="draft", search="a b", featured=True
    )


def test_unknown_parameters_are_left_alone() -> None:
    assert parsed(b"utm_source=x&page=2&&=") == Listed(page=2)


def test_plus_and_percent_and_utf_8_are_decoded() -> None:
    assert query.pairs(b"q=caf%C3%A9+cr%C3%A8me&%C3%A9=1&a=%26%3D") == {"q": "café crème", "é": "1", "a": "&="}


def test_an_empty_value_is_a_value() -> None:
    assert query.pairs(b"a=&b") == {"a": "", "b": ""}


@pytest.mark.parametrize("value", [b"x", b"", b"1.5", b"%D9%A1", b"1_0", b"+5", b"0x10", b"9" * 5000, b"true", b"null"])
def test_what_is_no_whole_number_is_named(value: bytes) -> None:
    assert list(faults(b"page=" + value)) == ["page"]


def test_every_bad_parameter_is_named_in_this_wires_words() -> None:
    assert faults(b"page=0&pageSize=101&status=sold&search=toolong&featured=maybe") == {
        "page": ["Expected `int` >= 1."],
        "pageSize": ["Expected `int` <= 100."],
        "status": ["Invalid enum value 'sold'."],
        "search": ["Expected `str` of length <= 5."],
        "featured": ["Expected `bool`, got `str`."],
    }


def test_a_missing_one_is_named() -> None:
    assert faults(b"", Needed) == {"shop": ["This parameter is required."]}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (b"page=1&page=1", "page"),
        (b"a=1&a=", "a"),
        (b"q=%00", "q"),
        (b"%00=1", ""),
        (b"q=%ff", "query"),
        (b"q=%ED%A0%80", "query"),
        ("q=é".encode("latin-1"), "query"),
        (b"&".join(b"a%d=1" % i for i in range(201)), "query"),
    ],
)
def test_what_nobody_could_mean_is_refused(text: bytes, name: str) -> None:
    assert list(faults(text)) == [name]


def test_a_bad_query_is_invalid_input() -> None:
    assert issubclass(BadQuery, Invalid)


def test_a_long_name_is_cut_in_the_answer() -> None:
    name = b"n" * 5000

    assert list(faults(name + b"=1&" + name + b"=2")) == ["n" * 100]


def test_the_text_null_is_a_text_and_no_way_to_drop_a_filter() -> None:
    assert parsed(b"search=null").search == "null"
    assert list(faults(b"status=null&featured=null")) == ["status", "featured"]
