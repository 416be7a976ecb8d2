"""What can go wrong with webhooks."""

from dataclasses import dataclass

from serai.kit.errors import Refused


class EndpointPaused(Refused):
    """The endpoint is paused: nothing is sent there until somebody resumes it."""


@dataclass(eq=False)
class TooManyEndpoints(Refused):
    """A store has as many endpoints as it can have."""

    most: int
