"""Moments as this wire writes them, on the store's clocks (§4.4, C21)."""

from datetime import UTC, datetime

import msgspec

from serai.dialects.salla.view import View

_PLAIN = "%Y-%m-%d %H:%M:%S"


class DateOut(msgspec.Struct, frozen=True):
    """`date` is local to `timezone`, with a fraction in `live` only."""

    date: str
    timezone_type: int
    timezone: str


def date_out(moment: datetime, view: View) -> DateOut:
    form = f"{_PLAIN}.%f" if view.live else _PLAIN
    return DateOut(view.local(moment).strftime(form), 3, view.time_zone)


def listed_on(moment: datetime, view: View) -> DateOut:
    """When a product was made: in `documented` in UTC, as its sample has it."""
    return date_out(moment, view) if view.live else DateOut(moment.astimezone(UTC).strftime(_PLAIN), 3, "UTC")


def stamp(moment: datetime, view: View) -> str:
    """`2024-10-24 13:24:48`"""
    return view.local(moment).strftime(_PLAIN)


def iso(moment: datetime) -> str:
    """`2024-01-01T12:00:00Z`"""
    return moment.strftime("%Y-%m-%dT%H:%M:%SZ")
