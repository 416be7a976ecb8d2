"""Whatever is sent, the answer is a clear refusal in the dialect's shape that names the field, and nothing is written."""

import json
from typing import Any, get_args, get_origin

import httpx
import msgspec
import pytest

from serai.wire.dialect import Dialect
from serai.wire.operation import Operation
from tests.contract.ground import Ground
from tests.contract.walk import BODIES, OPERATIONS, Shop, body_of, fingerprint, path_of

WITH_BODY = [(d, o) for d, o in OPERATIONS if isinstance(o.body, type) and o.body is not bytes]
BODY_NAMES = [f"{d.name} {o.method} {o.path}" for d, o in WITH_BODY]
LISTS = [(d, o) for d, o in OPERATIONS if o.query is not None and "page" in o.query.__struct_fields__]

BODIES_THAT_ARE_NONE: dict[str, bytes] = {
    "empty": b"",
    "blank": b"  \n",
    "text": b"hello",
    "cut off": b'{"name": "x"',
    "trailing comma": b'{"name": "x",}',
    "NaN": b'{"name": NaN}',
    "infinity": b'{"price": -Infinity}',
    "10^400": b'{"price": 1' + b"0" * 400 + b"}",
    "1e400": b'{"price": 1e400, "quantity": 1e400}',
    "65 deep": b'{"a":' * 65 + b"1" + b"}" * 65,
    "100,000 deep": b"[" * 100_000 + b"]" * 100_000,
    "invalid UTF-8": b'{"name": "\xff\xfe"}',
    "UTF-16": '{"name": "x"}'.encode("utf-16"),
    "a key twice": b'{"name": "a", "name": "b"}',
    "a list": b"[]",
    "null": b"null",
    "a number": b"17",
    "a text": b'"x"',
    "unknown field": b'{"surely_not_a_field": 1}',
    "over 1 MiB": b'{"name": "' + b"x" * (1024 * 1024) + b'"}',
}

# No field of any body takes one of these.
WRONG_VALUES: dict[str, Any] = {
    "NUL": "a\x00b",
    "half a surrogate": "\ud800",
    "nested junk": [[[{"x": [1]}]]],
    "another kind of object": {"surely_not_a_field": 1},
    "huge": 10**30,
    "tiny fraction": 0.123456789012345678,
}


async def _asker(ground: Ground, dialect: Dialect, operation: Operation) -> tuple[Shop, dict[str, str]]:
    """A shop whose owner may ask for this, and their credential."""
    shop = ground.admin if operation.scope == "admin" else ground.victim
    return shop, await ground.credential(dialect, shop)


async def _send(
    http: httpx.AsyncClient, dialect: Dialect, operation: Operation, shop: Shop, raw: bytes, headers: dict[str, str]
) -> httpx.Response:
    headers = {**headers, "content-type": "application/json"}
    return await http.request(operation.method, path_of(dialect, operation, shop), content=raw, headers=headers)


def _check_envelope(dialect: Dialect, answer: httpx.Response) -> None:
    assert answer.headers["content-type"].startswith("application/json")
    assert "Traceback" not in answer.text
    body = answer.json()
    if dialect.name == "skalia":
        assert body["status"] == answer.status_code
        assert isinstance(body["detail"], str)
    elif dialect.name == "scayle-admin":
        assert all(isinstance(each["context"], dict) and each["errorKey"] and each["message"] for each in body["errors"])
        assert body["errors"]
    elif dialect.name == "scayle-storefront":
        assert body["code"] == str(answer.status_code)
        assert body["message"]
    else:
        assert body["success"] is False


@pytest.mark.parametrize(("dialect", "operation"), WITH_BODY, ids=BODY_NAMES)
async def test_bodies_that_are_none_are_refused(ground: Ground, dialect: Dialect, operation: Operation) -> None:
    shop, headers = await _asker(ground, dialect, operation)
    before = await fingerprint(ground.database, shop)

    for name, raw in BODIES_THAT_ARE_NONE.items():
        if name == "unknown field" and dialect.forms:
            continue  # the original ignores them, so that its clients send what they like
        if name == "over 1 MiB" and dialect.forms and operation.largest > len(raw):
            continue  # it may be a picture
        answer = await _send(ground.http, dialect, operation, shop, raw, headers)

        assert answer.status_code in (400, 413, 422), f"{name}: {answer.status_code} {answer.text[:300]}"
        _check_envelope(dialect, answer)
    assert await fingerprint(ground.database, shop) == before


def _takes_any_object(kind: Any) -> bool:
    """Fields that are the client's own, such as custom data."""
    return dict in {get_origin(each) or each for each in (kind, *get_args(kind))}


@pytest.mark.parametrize(("dialect", "operation"), WITH_BODY, ids=BODY_NAMES)
async def test_a_wrong_value_is_named(ground: Ground, dialect: Dialect, operation: Operation) -> None:
    """Each field in turn gets a value that no field takes; the others are right."""
    shop, headers = await _asker(ground, dialect, operation)
    good = body_of(dialect, operation, shop)
    before = await fingerprint(ground.database, shop)

    for field in msgspec.structs.fields(operation.body):
        for name, value in WRONG_VALUES.items():
            if isinstance(value, dict) and _takes_any_object(field.type):
                continue
            raw = json.dumps({**good, field.encode_name: value}).encode()
            answer = await _send(ground.http, dialect, operation, shop, raw, headers)

            said = f"{field.encode_name} = {name}: {answer.status_code} {answer.text[:300]}"
            assert 400 <= answer.status_code < 500, said
            _check_envelope(dialect, answer)
            if answer.status_code == 422:
                assert field.encode_name in answer.text, said
    assert await fingerprint(ground.database, shop) == before


@pytest.mark.parametrize(("dialect", "operation"), WITH_BODY, ids=BODY_NAMES)
async def test_another_media_type_is_refused(ground: Ground, dialect: Dialect, operation: Operation) -> None:
    shop, headers = await _asker(ground, dialect, operation)
    path = path_of(dialect, operation, shop)

    forms = () if dialect.forms else ("application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
    for media in ("text/plain", *forms, ""):
        sent = {**headers, "content-type": media}
        answer = await ground.http.request(operation.method, path, content=b"{}", headers=sent)

        assert answer.status_code == 415, media
        _check_envelope(dialect, answer)


@pytest.mark.parametrize(("dialect", "operation"), LISTS, ids=[f"{d.name} {o.path}" for d, o in LISTS])
@pytest.mark.parametrize("value", ["0", "-1", "abc", "1.5", "", "%00", "1" * 40, "٣"])
async def test_page_numbers_that_are_none_are_refused(
    ground: Ground, dialect: Dialect, operation: Operation, value: str
) -> None:
    shop, headers = await _asker(ground, dialect, operation)

    answer = await ground.http.get(f"{path_of(dialect, operation, shop)}?page={value}", headers=headers)

    if value == "1" * 40:  # further than any list goes, yet a number
        assert answer.status_code in (200, 400, 422)
    else:
        assert answer.status_code == (422 if dialect.name == "skalia" else 400), answer.text
        assert "page" in answer.text


@pytest.mark.parametrize(("dialect", "operation"), LISTS, ids=[f"{d.name} {o.path}" for d, o in LISTS])
async def test_odd_query_strings_never_break(ground: Ground, dialect: Dialect, operation: Operation) -> None:
    shop, headers = await _asker(ground, dialect, operation)
    path = path_of(dialect, operation, shop)
    names = [field.encode_name for field in msgspec.structs.fields(operation.query)]  # type: ignore[arg-type]
    odd = ["' or 1=1 --", "<script>", "%", "_", "\\", "٪", "😀", "\u202e", "x" * 5000, "null", "NaN", "1e400", "9" * 400]

    for name in names:
        for value in odd:
            answer = await ground.http.get(path, params={name: value}, headers=headers)
            assert answer.status_code < 500, f"{name}={value!r}: {answer.text}"
        twice = await ground.http.get(f"{path}?{name}=1&{name}=2", headers=headers)
        assert twice.status_code in ((200, 400, 422) if dialect.joins else (400, 422))
        invalid = await ground.http.get(f"{path}?{name}=%ff%fe", headers=headers)
        assert invalid.status_code in (400, 422)


@pytest.mark.parametrize(("dialect", "operation"), WITH_BODY, ids=BODY_NAMES)
def test_the_walk_knows_a_good_body(dialect: Dialect, operation: Operation) -> None:
    assert (dialect.name, operation.name) in BODIES
