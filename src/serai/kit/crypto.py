"""Secrets: sealing, hashing, random tokens, passwords."""

import asyncio
import hashlib
import hmac
import secrets
import string

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

_ALPHABET = string.ascii_letters + string.digits
_NONCE = 12


def digest(text: str) -> bytes:
    """SHA-256, as API keys and tokens are stored: they are random enough that nothing slower is needed."""
    return hashlib.sha256(text.encode()).digest()


def random_text(length: int) -> str:
    """Letters and digits, 5.95 bits each, from the system's randomness."""
    return "".join(secrets.choice(_ALPHABET) for _ in range(length))


class Vault:
    """Everything that hangs on `SERAI_SECRET_KEY`. Each purpose has a key of its own, derived by HKDF (RFC 5869)."""

    def __init__(self, secret: str) -> None:
        self._secret = secret.encode()

    def key(self, purpose: str) -> bytes:
        """32 bytes for one purpose."""
        return HKDF(SHA256(), 32, salt=None, info=f"serai {purpose}".encode()).derive(self._secret)

    def seal(self, plain: bytes, *, purpose: str) -> bytes:
        """AES-256-GCM; the nonce comes first."""
        nonce = secrets.token_bytes(_NONCE)
        return nonce + AESGCM(self.key(purpose)).encrypt(nonce, plain, purpose.encode())

    def open(self, sealed: bytes, *, purpose: str) -> bytes | None:
        """None when it was sealed with another key, for another purpose, or changed."""
        try:
            return AESGCM(self.key(purpose)).decrypt(sealed[:_NONCE], sealed[_NONCE:], purpose.encode())
        except (InvalidTag, ValueError):
            return None

    def sign(self, message: bytes, *, purpose: str) -> bytes:
        return hmac.digest(self.key(purpose), message, "sha256")


class Passwords:
    """Argon2id, t=2, m=19 MiB, p=1 (43 ms). In a thread, at most two at once, so that logins cannot eat the machine."""

    def __init__(self, *, time_cost: int = 2, memory_kib: int = 19 * 1024) -> None:
        self._hasher = PasswordHasher(time_cost=time_cost, memory_cost=memory_kib, parallelism=1)
        self._slots = asyncio.Semaphore(2)
        self._nobody = self._hasher.hash(random_text(16))

    async def hash(self, password: str) -> str:
        async with self._slots:
            return await asyncio.to_thread(self._hasher.hash, password)

    async def verify(self, stored: str | None, password: str) -> bool:
        """Takes the same time with nothing stored, so that it does not tell whether an account exists."""
        async with self._slots:
            return await asyncio.to_thread(self._matches, stored or self._nobody, password) and stored is not None

    def _matches(self, stored: str, password: str) -> bool:
        try:
            return self._hasher.verify(stored, password)
        except (VerificationError, InvalidHashError):
            return False
