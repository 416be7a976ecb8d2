"""Forms become the values that JSON would have been."""

from decimal import Decimal

import msgspec
import pytest

from serai.kit.errors import Invalid
from serai.wire import forms, parse
from serai.wire.errors import Malformed

URLENCODED = "application/x-www-form-urlencoded"
BOUNDARY = "multipart/form-data; boundary=xx"


class Item(msgspec.Struct):
    id: int
    price: Decimal | None = None


class Body(msgspec.Struct):
    name: str
    quantity: int = 0
    unlimited: bool = False
    tags: tuple[int, ...] = ()
    items: tuple[Item, ...] = ()


def _multipart(*parts: str) -> bytes:
    return ("".join(f"--xx\r\nContent-Disposition: form-data; {part}\r\n" for part in parts) + "--xx--\r\n").encode()


def test_brackets_nest() -> None:
    raw = b"name=Oud+%D8%B9%D9%88%D8%AF&quantity=3&unlimited=1&tags[]=4&tags[]=5&items[0][id]=7&items[0][price]=9.90"

    assert parse.form(raw, URLENCODED, Body) == Body("Oud عود", 3, True, (4, 5), (Item(7, Decimal("9.90")),))


def test_a_multipart_form_says_the_same() -> None:
    raw = _multipart('name="name"\r\n\r\nعود', 'name="tags[]"\r\n\r\n4', 'name="items[0][id]"\r\n\r\n7')

    assert parse.form(raw, BOUNDARY, Body) == Body("عود", tags=(4,), items=(Item(7),))


def test_values_that_do_not_fit_are_named_with_their_path() -> None:
    with pytest.raises(Invalid) as caught:
        parse.form(b"name=x&quantity=many&items[0][id]=y", URLENCODED, Body)

    assert caught.value.fields.keys() == {"quantity", "items.0.id"}


@pytest.mark.parametrize("content", [b"", b"\x89PNG\r\n\x1a\n", b"\n\r\r\n--x\r\n-", bytes(range(256)) * 50, b"\r\n"])
def test_a_file_is_its_bytes(content: bytes) -> None:
    raw = b'--xx\r\nContent-Disposition: form-data; name="photo"; filename="a.png"\r\n\r\n' + content + b"\r\n--xx--\r\n"

    assert forms.values(raw, BOUNDARY) == {"photo": content}


def test_a_file_where_text_belongs_is_refused_by_its_name() -> None:
    with pytest.raises(Invalid) as caught:
        parse.form(_multipart('name="name"; filename="a.png"\r\n\r\nxyz'), BOUNDARY, Body)

    assert caught.value.fields.keys() == {"name"}


@pytest.mark.parametrize(
    "raw",
    [
        b"a=1&a=2",
        b"a=1&a[b]=2",
        b"a[b]=1&a=2",
        b"a" + b"[b]" * 9 + b"=1",
        b"a=%ff",
        b"\xff=1",
        b"&".join(b"a%d=1" % n for n in range(2001)),
    ],
)
def test_what_is_no_form_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        forms.values(raw, URLENCODED)


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"{}",
        b"--xx\r\n\r\nno name\r\n--xx--\r\n",
        b'--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\ncut off',
        b'--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\n\xff\r\n--xx--\r\n',
        b'--xx\r\nContent-Disposition: form-data; name="a"\r\n--xx--\r\n',
        b'--xx odd\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n--xx--\r\n',
        b"--xx--\r\n",
        b'--xx\r\nContent-Disposition: form-data; name="a"\r\n\r\n1\r\n' * 2002 + b"--xx--\r\n",
    ],
)
def test_what_is_no_multipart_form_is_refused(raw: bytes) -> None:
    with pytest.raises(Malformed):
        forms.values(raw, BOUNDARY)


@pytest.mark.parametrize("content_type", ["multipart/form-data", "multipart/form-data; boundary=", f"{BOUNDARY}{'x' * 70}"])
def test_a_boundary_that_is_none(content_type: str) -> None:
    with pytest.raises(Malformed):
        forms.values(_multipart('name="a"\r\n\r\n1'), content_type)


def test_names_and_boundaries_may_be_quoted_and_in_any_script() -> None:
    raw = '--a b\r\ncontent-disposition: form-data; name="اسم"\r\nX-More: 1\r\n\r\n1\r\n--a b--'.encode()

    assert forms.values(raw, 'Multipart/Form-Data; charset=utf-8; boundary="a b"') == {"اسم": "1"}


@pytest.mark.parametrize("name", ["[]", "a]", "a[", "a[b]c", "[a]", "a[[b]]"])
def test_odd_names_are_names(name: str) -> None:
    assert forms.values(f"{name}=1".encode(), URLENCODED) == {name: "1"}


def test_lenient_json_takes_texts_for_numbers_and_null_for_nothing() -> None:
    raw = b'{"name": "x", "quantity": "3", "unlimited": null, "items": [{"id": "7", "price": null}]}'

    assert parse.lenient(raw, Body) == Body("x", 3, items=(Item(7),))


def test_lenient_json_is_still_looked_at() -> None:
    with pytest.raises(Invalid) as caught:
        parse.lenient(b'{"name": 5, "quantity": "3.5"}', Body)

    assert caught.value.fields.keys() == {"name", "quantity"}
