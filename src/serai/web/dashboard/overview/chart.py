"""Sales by day as bars, in the units of the picture. Pure."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from msgspec import Struct

from serai.core.analytics import Day

MOST: Final = 92
"""Bars; with more days than that each stands for several."""
STEP: Final = 10
"""From one bar to the next."""
HEIGHT: Final = 1000


class Bar(Struct, frozen=True):
    """Days from the first to the last, both included; `y` is the upper end."""

    first: date
    last: date
    orders: int
    revenue_minor: int
    x: int
    y: int
    height: int


class Chart(Struct, frozen=True):
    """`line` is where nothing was sold; refunds reach below it. Bars by day, however they are placed."""

    bars: tuple[Bar, ...]
    width: int
    height: int
    line: int

    @property
    def revenue_minor(self) -> int:
        return sum(bar.revenue_minor for bar in self.bars)

    @property
    def highest_minor(self) -> int:
        return max((bar.revenue_minor for bar in self.bars), default=0)

    @property
    def orders(self) -> int:
        return sum(bar.orders for bar in self.bars)


def of(days: Sequence[Day], *, mirrored: bool) -> Chart:
    """`mirrored`: time goes from right to left."""
    size = -(-len(days) // MOST) or 1
    groups = [days[at : at + size] for at in range(0, len(days), size)]
    sums = [sum(day.revenue_minor for day in group) for group in groups]
    top, bottom = max([0, *sums]), min([0, *sums])
    line = _scaled(top, top - bottom) if top > bottom else HEIGHT
    bars = [
        _bar(group, total, line, top - bottom, place=len(groups) - 1 - at if mirrored else at)
        for at, (group, total) in enumerate(zip(groups, sums, strict=True))
    ]
    return Chart(tuple(bars), len(groups) * STEP, HEIGHT, line)


def _bar(group: Sequence[Day], total: int, line: int, whole: int, *, place: int) -> Bar:
    height = _scaled(abs(total), whole) if whole else 0
    y = line - height if total > 0 else line
    return Bar(group[0].date, group[-1].date, sum(day.orders for day in group), total, place * STEP, y, height)


def _scaled(part: int, whole: int) -> int:
    return HEIGHT * part // whole
