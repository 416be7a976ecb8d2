"""One report, one currency. Pure."""

from collections.abc import Sequence

from serai.core.accounts import OwnStore


def of_report(stores: Sequence[OwnStore], *, asked: str | None, preferred: str) -> str:
    """What was asked for; else what all the stores trade in; else the preferred one if any does; else the first store's."""
    if asked is not None:
        return asked
    traded = [store.currency for store in stores]
    return preferred if not traded or preferred in traded else traded[0]
