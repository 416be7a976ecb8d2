"""How every error sounds on this wire: one sentence, in the envelope that holds it."""

from collections.abc import Mapping
from typing import Final

import msgspec

from serai.kit import errors as kit
from serai.wire import errors as wire
from serai.wire.dialect import Problem, Spoken


class Failure(msgspec.Struct, frozen=True):
    success: bool
    error: str


def field(path: str) -> str:
    """Core words are this wire's words."""
    return path


def envelope(spoken: Spoken) -> Failure:
    """Bad parameters are named in the sentence: there is no other place for them."""
    named = "; ".join(f"{name}: {' '.join(said)}" for name, said in spoken.fields.items())
    return Failure(success=False, error=f"{spoken.message}: {named}" if named else spoken.message)


# An error without a row of its own is worded as its nearest parent is.
PROBLEMS: Final[Mapping[type[kit.DomainError], Problem]] = {
    kit.Invalid: Problem(400, "Invalid parameters"),
    wire.Malformed: Problem(400, lambda e: e.reason),
    wire.UnsupportedMedia: Problem(400, "The request body must be application/json"),
    wire.TooLarge: Problem(400, "The request body is too large"),
    wire.BodyTimeout: Problem(400, "The request body did not arrive in time"),
    kit.Refused: Problem(400, "The present state does not allow this"),
    kit.Unauthenticated: Problem(401, "Invalid or expired API key"),
    kit.Forbidden: Problem(403, lambda e: e.reason),
    # Whatever the method, a key only reads: the paths that there are take no other (DS-G07).
    wire.MethodNotAllowed: Problem(403, "API key is read-only"),
    wire.InsecureTransport: Problem(403, "HTTPS is required"),
    kit.NotFound: Problem(404, lambda e: f"{e.what.capitalize()} not found"),
    wire.UnknownRoute: Problem(404, "There is no such endpoint"),
    kit.KeyRunning: Problem(409, "A request with this Idempotency-Key is still running"),
    kit.KeyReused: Problem(422, "This Idempotency-Key was used with another request"),
    kit.TooMany: Problem(429, "Rate limit exceeded"),
    wire.Broken: Problem(500, "Internal server error"),
    kit.Unavailable: Problem(503, lambda e: e.reason),
    kit.DomainError: Problem(500, "Internal server error"),
}
