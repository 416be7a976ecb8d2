"""Times as this wire writes them."""

from datetime import UTC, datetime


def stamp(at: datetime) -> str:
    """`2026-01-31T09:30:00+00:00`: always with the offset, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds")


def stamp_or_none(at: datetime | None) -> str | None:
    """The same for a time that may not have come."""
    return None if at is None else stamp(at)
