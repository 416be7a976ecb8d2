"""What can be wrong with a request before the core is asked. Worded by each dialect like every other error."""

from dataclasses import dataclass

from serai.kit.errors import DomainError, Invalid, NotFound


class Malformed(DomainError):
    """The body is not JSON, or JSON that no reader should have to take: too deep, a key twice, NaN, bad UTF-8."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class BadQuery(Invalid):
    """A query parameter has a value that its kind does not allow. Some dialects answer 400 here, 422 for bodies."""


class UnknownRoute(NotFound):
    """No operation at this path."""


@dataclass(eq=False)
class MethodNotAllowed(DomainError):
    """The path exists, with these methods."""

    allowed: tuple[str, ...]


class Changed(DomainError):
    """What is to be changed is not what the caller has seen of it (If-Match; RFC 9110 §13.1.1)."""


class UnsupportedMedia(DomainError):
    """A body that does not say it is what this operation takes."""


class TooLarge(DomainError):
    """The body is over the limit."""


class BodyTimeout(DomainError):
    """The body did not arrive in time."""


class InsecureTransport(DomainError):
    """Plain HTTP from another machine: the credential has already been seen by others."""


class Broken(DomainError):
    """Stands for an error that nobody foresaw: the answer tells the request id and nothing else."""
