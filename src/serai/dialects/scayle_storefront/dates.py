"""Times as this wire writes them."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

Moment = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


def stamp(at: datetime) -> Moment:
    """`2026-01-31T09:30:00+00:00`: always with the offset, in UTC."""
    return at.astimezone(UTC).isoformat(timespec="seconds")
