"""Signing. Secrets are kept sealed; the dialects' headers take the secret's text as the key, Standard Webhooks its bytes."""

import base64
import binascii
import hmac
import secrets
from collections.abc import Sequence
from datetime import datetime
from typing import Final

import msgspec

from serai.core.webhooks.model import Occurrence, Seal
from serai.kit.crypto import Vault

PURPOSE: Final = "webhook"
HEADERS: Final = "webhook headers"
_PREFIX: Final = "whsec_"


def new_secret() -> str:
    """256 random bits in the form that Standard Webhooks' libraries take."""
    return _PREFIX + base64.b64encode(secrets.token_bytes(32)).decode()


def seal(vault: Vault, secret: str) -> bytes:
    return vault.seal(secret.encode(), purpose=PURPOSE)


def unseal(vault: Vault, sealed: bytes | None) -> str | None:
    """None when there is none, or when it was sealed with another secret key."""
    plain = None if sealed is None else vault.open(sealed, purpose=PURPOSE)
    return None if plain is None else plain.decode()


def seal_headers(vault: Vault, headers: Sequence[tuple[str, str]]) -> bytes | None:
    """An endpoint's own headers, which may hold secrets; None for none."""
    return vault.seal(msgspec.json.encode(headers), purpose=HEADERS) if headers else None


def open_headers(vault: Vault, sealed: bytes | None) -> tuple[tuple[str, str], ...]:
    """None of them when they were sealed with another secret key."""
    plain = None if sealed is None else vault.open(sealed, purpose=HEADERS)
    return () if plain is None else msgspec.json.decode(plain, type=tuple[tuple[str, str], ...])


def hex_of(secret: str, body: bytes) -> str:
    """HMAC-SHA256 in lower-case hex; the key is the secret's UTF-8 text."""
    return hmac.digest(secret.encode(), body, "sha256").hex()


def webhook_headers(of: Occurrence, body: bytes, seal: Seal) -> dict[str, str]:
    """`X-Webhook-*`, as SKALIA and DevSkin have them; the time is the event's, the same at every attempt, as the id is."""
    return {
        "x-webhook-signature": f"sha256={hex_of(seal.secret, body)}",
        "x-webhook-id": of.message,
        "x-webhook-timestamp": str(int(of.at.timestamp())),
    }


def standard(message: str, at: datetime, body: bytes, secrets_: Sequence[str]) -> dict[str, str]:
    """The three headers of Standard Webhooks, signed with each of the secrets. `at` is the attempt's time."""
    seconds = str(int(at.timestamp()))
    signed = b".".join((message.encode(), seconds.encode(), body))
    marks = [base64.b64encode(hmac.digest(_key(secret), signed, "sha256")).decode() for secret in secrets_]
    return {
        "webhook-id": message,
        "webhook-timestamp": seconds,
        "webhook-signature": " ".join(f"v1,{mark}" for mark in marks),
    }


def _key(secret: str) -> bytes:
    """What stands behind `whsec_`, decoded; else the text itself."""
    try:
        return base64.b64decode(secret[len(_PREFIX) :], validate=True) if secret.startswith(_PREFIX) else secret.encode()
    except (binascii.Error, ValueError):
        return secret.encode()
