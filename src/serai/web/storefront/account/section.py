"""The section that the account's pages are part of."""

from pathlib import Path
from typing import Final

from serai.web.section import Section
from serai.web.storefront.visit import Guest

SECTION: Section[Guest] = Section(Path(__file__).parent)
HOME: Final = "/account"
AT_ONCE: Final = 20
"""Rows of a page."""


def number_of(visit: Guest) -> int:
    """Which page of a list is asked for, from 1."""
    asked = visit.asked("page")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 7 else 1


def steps(visit: Guest, path: str, *, total: int) -> dict[str, str]:
    """Links to the pages before and after; empty where there is none."""
    number = number_of(visit)
    target = f"{visit.base}{path}?page="
    return {
        "earlier": f"{target}{number - 1}" if number > 1 else "",
        "later": f"{target}{number + 1}" if total > number * AT_ONCE else "",
    }
