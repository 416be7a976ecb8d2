"""How every error sounds on this wire: one sentence, in the envelope that holds it."""

from dataclasses import replace
from typing import Final

import msgspec

from serai.kit import errors as kit
from serai.wire import errors as wire
from serai.wire.dialect import Problem, Spoken
from serai.wire.problems import SHARED, Problems, worded


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


_BAD: Final = Problem(400, "Invalid parameters")

# Whatever is wrong with a request is 400, and whatever the method, a key only reads: the paths that there are take no other
# (DS-G07).
PROBLEMS: Final[Problems] = worded(
    {
        kit.Invalid: _BAD,
        wire.BadQuery: _BAD,
        **{
            kind: replace(SHARED[kind], status=400)
            for kind in (wire.UnsupportedMedia, wire.TooLarge, wire.BodyTimeout, kit.Refused)
        },
        kit.Unauthenticated: Problem(401, "Invalid or expired API key"),
        wire.MethodNotAllowed: Problem(403, "API key is read-only"),
    }
)
