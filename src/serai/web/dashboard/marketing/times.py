"""Times as they are typed where the store is. Pure.

A local time that the clocks leave out is meant as they stood before it: half past two, when two becomes three, is half past
three. One that comes twice is the first of both for what begins, and the second for what ends, so that a promo code counts
all the time that its text can mean.
"""

from datetime import UTC, datetime
from typing import Final
from zoneinfo import ZoneInfo

from serai.kit.errors import Invalid

_EARLIEST: Final = datetime(1970, 1, 2, tzinfo=UTC)
_TYPED: Final = "%Y-%m-%dT%H:%M"
"""As browsers send it; seconds are left out."""
_LATEST: Final = datetime(9998, 12, 30, tzinfo=UTC)


def local(moment: datetime | None, zone: str) -> str:
    """As a field for it shows it: `2026-04-08T10:00`."""
    return "" if moment is None else moment.astimezone(ZoneInfo(zone)).strftime(_TYPED)


def moment(text: str, zone: str, *, is_end: bool, field: str, fault: str) -> datetime:
    """What a local time means. Raises Invalid, saying `fault`, for what is none."""
    try:
        typed = datetime.strptime(text.strip()[:16], _TYPED).replace(tzinfo=ZoneInfo(zone))
        before, after = (typed.replace(fold=fold).astimezone(UTC) for fold in (0, 1))
    except (ValueError, OverflowError):
        raise Invalid.one(field, fault) from None
    meant = after if is_end and after > before else before
    if not _EARLIEST <= meant <= _LATEST:
        raise Invalid.one(field, fault)
    return meant
