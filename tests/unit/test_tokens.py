"""Session tokens."""

import pytest

from serai.kit.clock import FrozenClock
from serai.kit.crypto import Vault
from serai.kit.errors import Unauthenticated
from serai.kit.tokens import Claims, Tokens, session_tokens
from tests.conftest import NOW


def test_a_token_says_what_was_signed_until_it_runs_out() -> None:
    clock = FrozenClock(NOW)
    tokens = Tokens(b"k" * 32, clock)
    at = int(NOW.timestamp())
    token = tokens.sign("usr_1", session=7, expires_at=at + 60)

    assert tokens.verify(token) == Claims("usr_1", 7, at, at + 60)
    clock.advance(59)
    assert tokens.verify(token).sid == 7
    clock.advance(1)
    with pytest.raises(Unauthenticated):
        tokens.verify(token)


def test_what_is_remembered_is_bounded() -> None:
    tokens = Tokens(b"k" * 32, FrozenClock(NOW), most=3)
    signed = [tokens.sign("usr_1", session=i, expires_at=NOW.timestamp() + 60) for i in range(10)]

    assert [tokens.verify(token).sid for token in signed] == list(range(10))
    assert len(tokens._verified) == 3


def test_another_secret_does_not_verify() -> None:
    clock = FrozenClock(NOW)
    token = session_tokens(Vault("one"), clock).sign("usr_1", session=1, expires_at=NOW.timestamp() + 60)

    with pytest.raises(Unauthenticated):
        session_tokens(Vault("other"), clock).verify(token)
