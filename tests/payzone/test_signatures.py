"""Vectors: our signatures against an independent implementation, openssl's."""

import html
import shutil
import subprocess

import pytest

from serai.payzone import signatures

TEXTS = [
    "",
    "{}",
    '{"price":"299.00"}',
    '{"description":"اشتراك سنوي"}',
    '{"description":"Abonnement d\'été « pro »"}',
    '{"url":"https:\\/\\/a.example\\/b?c=d&e=f"}',
    '{"a":"<script>\\"&\'"}',
    "a" * 10_000,
    "\n\t ",
    '{"emoji":"🧾","zero":0}',
]
openssl = pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl here")


def _openssl(message: bytes, *more: str) -> str:
    done = subprocess.run(["openssl", "dgst", "-sha256", *more], input=message, capture_output=True, check=True)
    return done.stdout.decode().rsplit(" ", 1)[-1].strip()


@openssl
@pytest.mark.parametrize("text", TEXTS)
def test_payload_and_body_signatures(text: str) -> None:
    assert signatures.of_payload("s3cret", text) == _openssl(b"s3cret" + text.encode())
    assert signatures.of_body("k3y", text.encode()) == _openssl(text.encode(), "-hmac", "k3y")


@openssl
def test_a_command_signature() -> None:
    made = signatures.of_command("pass", caller="me", account="Acc", timestamp="1712568600", path="/api/v3/charges/1")

    assert made == _openssl(b"meAcc1712568600/api/v3/charges/1", "-hmac", "pass")


@pytest.mark.parametrize("text", TEXTS)
def test_what_is_written_into_a_form_comes_out_byte_equal(text: str) -> None:
    assert html.unescape(html.escape(text, quote=True)) == text


@pytest.mark.parametrize("mangle", [str.upper, str.lower, lambda s: f" {s} "])
def test_the_case_of_hex_does_not_matter(mangle: object) -> None:
    assert signatures.matches(("a", "b"), b"body", mangle(signatures.of_body("b", b"body")))  # type: ignore[operator]


@pytest.mark.parametrize("given", ["", "0", "é" * 64, signatures.of_body("b", b"body")[:-1], signatures.of_body("b", b"Body")])
def test_anything_else_does_not_match(given: str) -> None:
    assert not signatures.matches(("a", "b"), b"body", given)
    assert not signatures.matches((), b"body", signatures.of_body("", b"body"))
