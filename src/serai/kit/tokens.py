"""Signed session tokens: JWT, HS256 and nothing else (RFC 7519, 8725)."""

from collections import OrderedDict
from functools import lru_cache
from typing import Final

import jwt
import msgspec

from serai.kit.clock import Clock
from serai.kit.crypto import Vault
from serai.kit.errors import Unauthenticated

LONGEST: Final = 2048
_ALGORITHM: Final = "HS256"


class Claims(msgspec.Struct, frozen=True):
    """Whom a token names, by which session; times in Unix seconds."""

    sub: str
    sid: int
    iat: int
    exp: int


class Tokens:
    """Signs and verifies with one key. Remembers what it verified, so that a token's signature is computed once."""

    def __init__(self, key: bytes, clock: Clock, *, most: int = 10_000) -> None:
        self._key = key
        self._clock = clock
        self._most = most
        self._verified: OrderedDict[str, Claims] = OrderedDict()

    def sign(self, subject: str, *, session: int, expires_at: float) -> str:
        """A token from now to `expires_at`, a Unix time."""
        claims = Claims(subject, session, int(self._clock.now().timestamp()), int(expires_at))
        return jwt.encode(msgspec.structs.asdict(claims), self._key, algorithm=_ALGORITHM)

    def verify(self, token: str) -> Claims:
        """What the token says. Raises Unauthenticated when it isn't ours, was changed, or ran out."""
        claims = self._verified.get(token)
        if claims is None:
            claims = self._decoded(token)
            self._verified[token] = claims
            if len(self._verified) > self._most:
                self._verified.popitem(last=False)
        if claims.exp <= self._clock.now().timestamp():
            raise Unauthenticated
        return claims

    def _decoded(self, token: str) -> Claims:
        if len(token) > LONGEST or not _is_canonical(token):
            raise Unauthenticated
        options = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False}
        try:
            found = jwt.decode(token, self._key, algorithms=[_ALGORITHM], options=options)  # type: ignore[arg-type]  # a TypedDict
            return msgspec.convert(found, Claims)
        except (jwt.PyJWTError, msgspec.ValidationError, ValueError):
            raise Unauthenticated from None


def _is_canonical(token: str) -> bool:
    """Base64 leaves bits of its last character unused: only one spelling of a token is taken."""
    try:
        parts = token.encode("ascii").split(b".")
        return all(jwt.utils.base64url_encode(jwt.utils.base64url_decode(part)) == part for part in parts)
    except ValueError:
        return False


@lru_cache(maxsize=16)
def session_tokens(vault: Vault, clock: Clock) -> Tokens:
    """The one signer of session tokens for this vault and clock."""
    return Tokens(vault.key("sessions"), clock)
