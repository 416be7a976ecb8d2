"""Verifying an identity provider's ID tokens: RS256 and nothing else, as Firebase Authentication issues them."""

from typing import Any, Final

import jwt
import msgspec

from serai.kit.clock import Clock
from serai.kit.errors import Unauthenticated
from serai.kit.signing_keys import SigningKeys

LONGEST: Final = 8 * 1024
SKEW: Final = 60
"""Seconds by which clocks may differ."""
OLDEST_SIGN_IN: Final = 30 * 24 * 3600
"""Seconds after which a person has to sign in anew, however fresh the token."""
FIREBASE_ISSUER: Final = "https://securetoken.google.com/"
FIREBASE_CERTIFICATES: Final = "https://www.googleapis.com/robot/v1/metadata/x509/securetoken@system.gserviceaccount.com"


class Provider(msgspec.Struct):
    """How the person signed in, as Firebase says it."""

    sign_in_provider: str = ""


class IdClaims(msgspec.Struct):
    """What a verified token says; times in Unix seconds."""

    iss: str
    aud: str
    sub: str
    iat: float
    exp: float
    auth_time: float
    email: str | None = None
    email_verified: bool = False
    name: str | None = None
    picture: str | None = None
    firebase: Provider = msgspec.field(default_factory=Provider)


class IdTokens:
    """Verifies tokens of one project. Every failure is the same Unauthenticated."""

    def __init__(self, project: str, keys: SigningKeys, clock: Clock) -> None:
        self._project = project
        self._keys = keys
        self._clock = clock

    async def verify(self, token: str) -> IdClaims:
        """What the token says. Raises Unauthenticated, or Unavailable when the provider's keys cannot be had.

        In this order: size, header, key, signature, claims; so that nothing unverified is ever read.
        Source: Firebase, "Verify ID tokens"; RFC 8725.
        """
        if len(token) > LONGEST:
            raise Unauthenticated
        key = await self._keys.get(_key_id(token))
        if key is None:
            raise Unauthenticated
        options: Any = {"verify_exp": False, "verify_iat": False, "verify_nbf": False, "verify_aud": False, "verify_iss": False}
        try:
            claims = msgspec.convert(jwt.decode(token, key, algorithms=["RS256"], options=options), IdClaims)
        except (jwt.PyJWTError, msgspec.ValidationError, ValueError):
            raise Unauthenticated from None
        if not self._holds(claims):
            raise Unauthenticated
        return claims

    def _holds(self, claims: IdClaims) -> bool:
        now = self._clock.now().timestamp()
        return (
            claims.aud == self._project
            and claims.iss == FIREBASE_ISSUER + self._project
            and 1 <= len(claims.sub) <= 128
            and claims.exp > now - SKEW
            and claims.iat <= now + SKEW
            and now - OLDEST_SIGN_IN <= claims.auth_time <= now + SKEW
            and claims.firebase.sign_in_provider != "anonymous"
        )


def _key_id(token: str) -> str:
    try:
        header = jwt.get_unverified_header(token)
    except (jwt.PyJWTError, ValueError):
        raise Unauthenticated from None
    key_id = header.get("kid")
    if header.get("alg") != "RS256" or not isinstance(key_id, str) or not key_id:
        raise Unauthenticated
    return key_id


def firebase(project: str, certificates_url: str | None, clock: Clock) -> IdTokens:
    """The verifier for a Firebase project; without a URL, the keys are Google's."""
    return IdTokens(project, SigningKeys(certificates_url or FIREBASE_CERTIFICATES, clock), clock)
