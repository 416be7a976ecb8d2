"""An identity provider's public keys, fetched and kept."""

import asyncio
import re
from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any, Final

import httpx
import msgspec
import structlog
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.x509 import load_pem_x509_certificate
from jwt import PyJWTError
from jwt.algorithms import RSAAlgorithm

from serai.kit.clock import Clock
from serai.kit.errors import Unavailable

TIMEOUT: Final = 3.0
LARGEST: Final = 256 * 1024
FETCH_AT_MOST_EVERY: Final = timedelta(minutes=1)
SHORTEST_LIFE: Final = timedelta(minutes=5)
LONGEST_LIFE: Final = timedelta(hours=24)
_MAX_AGE = re.compile(r"\bmax-age=(\d{1,9})\b")

log = structlog.get_logger("serai.signing_keys")


class SigningKeys:
    """RSA keys by id from a JSON map of X.509 certificates, or from a JWKS.

    They are kept as long as the answer's Cache-Control says (5 minutes to 24 hours); a fetch that fails leaves the old
    ones for up to 24 hours. An unknown id has them fetched again, at most once a minute and one fetch at a time.
    """

    def __init__(self, url: str, clock: Clock, *, transport: httpx.AsyncBaseTransport | None = None) -> None:
        self._url = url
        self._clock = clock
        self._transport = transport
        self._keys: Mapping[str, RSAPublicKey] = {}
        self._fetched_at: datetime | None = None
        self._fresh_until: datetime | None = None
        self._tried_at: datetime | None = None
        self._fetching = asyncio.Lock()

    async def get(self, key_id: str) -> RSAPublicKey | None:
        """The key, or None when the provider has none by that id. Raises Unavailable when no keys could be had at all."""
        if key_id not in self._usable() or not self._is_fresh():
            await self._refresh(key_id)
        keys = self._usable()
        if not keys:
            raise Unavailable(retry_after=60, reason="The identity provider's keys cannot be fetched")
        return keys.get(key_id)

    def _is_fresh(self) -> bool:
        return self._fresh_until is not None and self._clock.now() < self._fresh_until

    def _usable(self) -> Mapping[str, RSAPublicKey]:
        too_old = self._fetched_at is None or self._clock.now() - self._fetched_at > LONGEST_LIFE
        return {} if too_old else self._keys

    async def _refresh(self, key_id: str) -> None:
        if self._fetching.locked() and key_id in self._usable():
            return  # somebody is at it; the kept key will do
        async with self._fetching:
            now = self._clock.now()
            if self._tried_at is not None and now - self._tried_at < FETCH_AT_MOST_EVERY:
                return
            self._tried_at = now
            try:
                await self._fetch()
            except (httpx.HTTPError, msgspec.DecodeError, PyJWTError, ValueError, KeyError, TypeError, AttributeError) as error:
                log.warning("keys not fetched", error=type(error).__name__)

    async def _fetch(self) -> None:
        async with httpx.AsyncClient(timeout=TIMEOUT, transport=self._transport, trust_env=False) as client:
            answer = await client.get(self._url)
        if answer.status_code != 200 or len(answer.content) > LARGEST:
            raise ValueError("not a key document")
        self._keys = _keys_of(msgspec.json.decode(answer.content))
        self._fetched_at = self._clock.now()
        self._fresh_until = self._fetched_at + _life(answer.headers.get("cache-control", ""))


def _life(cache_control: str) -> timedelta:
    found = _MAX_AGE.search(cache_control)
    return min(max(timedelta(seconds=int(found[1]) if found else 0), SHORTEST_LIFE), LONGEST_LIFE)


def _keys_of(document: Any) -> dict[str, RSAPublicKey]:  # whatever JSON the provider sends
    keys: dict[str, object]
    if isinstance(document.get("keys"), list):
        keys = {jwk["kid"]: RSAAlgorithm.from_jwk(jwk) for jwk in document["keys"] if jwk.get("kty") == "RSA"}
    else:
        keys = {kid: load_pem_x509_certificate(pem.encode()).public_key() for kid, pem in document.items()}
    found = {kid: key for kid, key in keys.items() if isinstance(key, RSAPublicKey)}
    if not found:
        raise ValueError("no RSA keys")
    return found
