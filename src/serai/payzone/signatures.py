"""Who wrote what: the signatures of PayZone's wires. Pure functions; every comparison takes the same time."""

import hashlib
import hmac
from collections.abc import Sequence

HEADER = "x-callback-signature"


def of_body(key: str, body: bytes) -> str:
    """What stands in the callback's header: hex HMAC-SHA256 of the raw body."""
    return hmac.new(key.encode(), body, hashlib.sha256).hexdigest()


def of_payload(secret: str, payload: str) -> str:
    """What goes with the payment page's form: a plain hash with the secret in front."""
    return hashlib.sha256(secret.encode() + payload.encode()).hexdigest()


def of_command(password: str, *, caller: str, account: str, timestamp: str, path: str, body: bytes = b"") -> str:
    """What goes with a server command, in lower case. The path has no host; the body of a GET is empty."""
    message = f"{caller}{account}{timestamp}{path}".encode() + body
    return hmac.new(password.encode(), message, hashlib.sha256).hexdigest()


def matches(keys: Sequence[str], message: bytes, given: str) -> bool:
    """Whether one of the keys signed it, whatever the case of the hex digits. False without keys."""
    said = given.strip().lower().encode("utf-8", "replace")
    found = [hmac.compare_digest(of_body(key, message).encode(), said) for key in keys]
    return any(found)
