"""Times on this wire: RFC 3339 in UTC with `Z`, whole seconds."""

from datetime import UTC, datetime
from typing import Annotated

from msgspec import Meta

Time = Annotated[str, Meta(extra_json_schema={"format": "date-time"})]


def time_out(moment: datetime) -> Time:
    """`2026-04-08T14:30:00Z`"""
    return f"{moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec='seconds')}Z"


def time_or_none(moment: datetime | None) -> Time | None:
    return None if moment is None else time_out(moment)
