"""How the errors of the kit and of the kernel sound on a wire that has no words of its own for them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from serai.kit import errors as kit
from serai.wire import errors as wire
from serai.wire.dialect import Problem

Problems = Mapping[type[kit.DomainError], Problem]
"""An error without a row of its own is worded as its nearest parent is."""

SHARED: Final[Problems] = {
    wire.Malformed: Problem(400, lambda e: e.reason),
    wire.BadQuery: Problem(400, "Invalid parameters"),
    kit.Unauthenticated: Problem(401, "Missing or invalid credential"),
    kit.Forbidden: Problem(403, lambda e: e.reason),
    wire.InsecureTransport: Problem(403, "HTTPS is required"),
    kit.NotFound: Problem(404, lambda e: f"{e.what.capitalize()} not found"),
    wire.UnknownRoute: Problem(404, "There is no such endpoint"),
    wire.MethodNotAllowed: Problem(405, "This endpoint does not take this method"),
    wire.BodyTimeout: Problem(408, "The request body did not arrive in time"),
    kit.KeyRunning: Problem(409, "A request with this Idempotency-Key is still running"),
    wire.Changed: Problem(412, "It has changed meanwhile"),
    wire.TooLarge: Problem(413, "The request body is too large"),
    wire.UnsupportedMedia: Problem(415, "The request body must be application/json"),
    kit.Invalid: Problem(422, "Validation failed"),
    kit.KeyReused: Problem(422, "This Idempotency-Key was used with another request"),
    kit.Refused: Problem(422, "The present state does not allow this"),
    kit.TooMany: Problem(429, "Rate limit exceeded"),
    wire.Broken: Problem(500, "Internal server error"),
    kit.DomainError: Problem(500, "Internal server error"),
    kit.Unavailable: Problem(503, lambda e: e.reason),
}


def worded(own: Problems, *, codes: Mapping[type[kit.DomainError], str] | None = None, over: Problems = SHARED) -> Problems:
    """A dialect's table: its own rows over those of `over`, of which those in `codes` get this code and keep their words."""
    coded = {kind: replace(over[kind], code=code) for kind, code in (codes or {}).items()}
    return {**over, **coded, **own}
