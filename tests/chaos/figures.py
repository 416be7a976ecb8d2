"""How long the long experiments are: full figures for `make chaos`, shortened ones in the ordinary run."""

import os

FULL = os.environ.get("SERAI_CHAOS") == "full"


def figure(full: int, short: int) -> int:
    """The figure of this run."""
    return full if FULL else short
