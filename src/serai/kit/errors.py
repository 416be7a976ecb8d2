"""What can go wrong, as data. No HTTP status and no wording here: each dialect says how an error sounds on its wire."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass


class DomainError(Exception):
    """Base of everything the core raises on purpose. A dialect has a row for it or for one of its parents."""


@dataclass(eq=False)
class NotFound(DomainError):
    """Nothing by that id, or it belongs to another store: both look the same from outside."""

    what: str


@dataclass(eq=False)
class Invalid(DomainError):
    """Input that cannot be accepted. `fields` maps a dotted path in core words (`variants.0.price`) to messages."""

    fields: Mapping[str, Sequence[str]]

    @classmethod
    def one(cls, field: str, message: str) -> "Invalid":
        return cls({field: [message]})


@contextmanager
def within(path: str) -> Iterator[None]:
    """What goes wrong inside is about a part of the input: field paths get `path` before them."""
    try:
        yield
    except Invalid as error:
        raise type(error)({f"{path}.{field}": said for field, said in error.fields.items()}) from error
    except Taken as error:
        error.field = f"{path}.{error.field}"
        raise


class Refused(DomainError):
    """Valid input that the present state forbids."""


@dataclass(eq=False)
class Taken(Refused):
    """A value that must be unique is in use. `field` in core words."""

    field: str
    value: str


class Unauthenticated(DomainError):
    """No credential, or one that is unknown, malformed, expired or revoked. Says no more on purpose."""


@dataclass(eq=False)
class Forbidden(DomainError):
    """A valid credential that may not do this. `reason` is one English sentence."""

    reason: str


@dataclass(eq=False)
class TooMany(DomainError):
    """A limit on requests is used up; `retry_after` in whole seconds."""

    retry_after: int


@dataclass(eq=False)
class Unavailable(DomainError):
    """Something we depend on is away; `retry_after` in whole seconds. `reason` may be shown."""

    retry_after: int = 1
    reason: str = "Temporarily unavailable"


class KeyRunning(Refused):
    """A request with this idempotency key is still being carried out."""


class KeyReused(DomainError):
    """The idempotency key came before with another body."""
