import asyncio
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.kit.crypto import Passwords, Vault, digest, random_text

VAULT = Vault("a secret for tests")


@given(st.binary(max_size=200))
def test_what_is_sealed_opens(plain: bytes) -> None:
    assert VAULT.open(VAULT.seal(plain, purpose="tokens"), purpose="tokens") == plain


def test_a_seal_shows_nothing_and_is_never_the_same() -> None:
    sealed = {VAULT.seal(b"same", purpose="tokens") for _ in range(50)}

    assert len(sealed) == 50
    assert not any(b"same" in one for one in sealed)


def test_another_purpose_or_secret_opens_nothing() -> None:
    sealed = VAULT.seal(b"plain", purpose="tokens")

    assert VAULT.open(sealed, purpose="idempotency") is None
    assert Vault("another").open(sealed, purpose="tokens") is None


@given(place=st.integers(0, 12 + 5 + 16 - 1), bit=st.integers(0, 7))
def test_a_changed_bit_opens_nothing(place: int, bit: int) -> None:
    sealed = bytearray(VAULT.seal(b"plain", purpose="tokens"))
    sealed[place] ^= 1 << bit

    assert VAULT.open(bytes(sealed), purpose="tokens") is None


@given(st.binary(max_size=40))
def test_rubbish_opens_nothing(rubbish: bytes) -> None:
    assert VAULT.open(rubbish, purpose="tokens") is None


def test_each_purpose_has_a_key_of_its_own() -> None:
    keys = {VAULT.key(purpose) for purpose in ("a", "b", "sessions")}

    assert len(keys) == 3
    assert all(len(key) == 32 for key in keys)
    assert VAULT.key("a") == Vault("a secret for tests").key("a")
    assert VAULT.sign(b"m", purpose="a") != VAULT.sign(b"m", purpose="b")


def test_a_digest_is_sha256() -> None:
    assert digest("abc").hex() == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


def test_random_texts_are_letters_and_digits() -> None:
    made = {random_text(32) for _ in range(100)}

    assert len(made) == 100
    assert all(len(one) == 32 and one.isalnum() and one.isascii() for one in made)


# ── passwords ──


async def test_a_password_fits_its_hash_and_no_other() -> None:
    passwords = Passwords(time_cost=1, memory_kib=8)
    stored = await passwords.hash("pässword")

    assert stored.startswith("$argon2id$")
    assert "pässword" not in stored
    assert await passwords.verify(stored, "pässword")
    assert not await passwords.verify(stored, "passwort")
    assert stored != await passwords.hash("pässword")


@pytest.mark.parametrize("stored", [None, "", "rubbish", "$argon2id$v=19$m=8,t=1,p=1$"])
async def test_nothing_fits_what_is_no_hash(stored: str | None) -> None:
    assert not await Passwords(time_cost=1, memory_kib=8).verify(stored, "")


async def test_with_nothing_stored_it_takes_as_long() -> None:
    passwords = Passwords(time_cost=2, memory_kib=8 * 1024)
    stored = await passwords.hash("password")

    with_one = await _best_of_three(passwords, stored)
    assert await _best_of_three(passwords, None) > with_one / 3
    assert await _best_of_three(passwords, "") > with_one / 3


async def _best_of_three(passwords: Passwords, stored: str | None) -> float:
    took: list[float] = []
    for _ in range(3):
        before = time.process_time()
        await passwords.verify(stored, "another")
        took.append(time.process_time() - before)
    return min(took)


async def test_at_most_two_hashes_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    passwords = Passwords(time_cost=1, memory_kib=8)
    running: list[int] = [0]
    seen: list[int] = []

    async def counted(work: object, *_: object) -> str:
        running[0] += 1
        seen.append(running[0])
        await asyncio.sleep(0.001)
        running[0] -= 1
        return ""

    monkeypatch.setattr(asyncio, "to_thread", counted)
    await asyncio.gather(*(passwords.hash("password") for _ in range(8)))

    assert max(seen) == 2
