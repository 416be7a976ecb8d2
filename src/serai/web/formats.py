"""How figures and moments look on pages."""

from collections.abc import Callable
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from serai.kit.money import to_decimal


def money(minor: int, currency: str) -> str:
    """`129900` in MAD → `1,299.00 MAD`; what follows stays on the same line."""
    return f"{to_decimal(minor, currency):,f}\u00a0{currency}"


def plain(minor: int, currency: str) -> str:
    """As it is typed into a form: `1299.00`."""
    return f"{to_decimal(minor, currency):f}"


def day(moment: datetime, zone: str = "UTC") -> str:
    """`2026-04-08`, where the store is."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d")


def moment(moment: datetime, zone: str = "UTC") -> str:
    """`2026-04-08 10:00`, where the store is."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%d %H:%M")


FORMATS: Final[dict[str, Callable[..., str]]] = {"money": money, "plain": plain, "day": day, "moment": moment}
