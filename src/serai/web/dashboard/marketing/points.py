"""Loyalty points: what a purchase earns, what a point is worth, and what both together give back (SQ-G04)."""

from decimal import Decimal, InvalidOperation
from typing import Final

from msgspec import Struct

from serai.core import loyalty
from serai.core.loyalty import SettingsChange
from serai.kit.db import Tx
from serai.kit.errors import Invalid
from serai.web.dashboard.marketing.section import MARKETING, SECTION, words_of
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page
from serai.wire.parse import Number

POINTS: Final = f"{MARKETING}/points"
GENEROUS: Final = Decimal(20)
"""Percent: whoever gives back more is asked whether they mean it."""


class Program(Struct, kw_only=True):
    points_per_unit: int
    point_value: Number
    min_redeem_points: int
    is_enabled: bool = False
    is_meant: bool = False


def given_back(points_per_unit: int, point_value: Decimal) -> Decimal:
    """Percent of what a customer pays that comes back as points' worth."""
    return Decimal(points_per_unit) * point_value * 100


@SECTION.page(POINTS)
async def points_page(visit: Merchant) -> Answer:
    settings = await loyalty.read_settings(visit.db, visit.store_id)
    saved = given_back(settings.points_per_unit, settings.point_value)
    typed = _typed(visit)
    shown = saved if typed is None else typed
    return Page(
        "points.html",
        {
            "settings": settings,
            "value": plain(settings.point_value),
            "percent": plain(shown),
            "is_typed": typed is not None,
            "is_generous": shown > GENEROUS,
            "most": plain(GENEROUS),
        },
    )


def _typed(visit: Merchant) -> Decimal | None:
    """What would come back by what was typed and refused; None where it is no number."""
    try:
        per_unit, value = Decimal(visit.typed.get("points_per_unit", "")), Decimal(visit.typed.get("point_value", ""))
    except InvalidOperation:
        return None
    if not (per_unit.is_finite() and value.is_finite() and 0 <= per_unit <= 10**6 and 0 <= value <= 10**7):
        return None
    return per_unit * value * 100


def plain(number: Decimal) -> str:
    """Without zeros at its end, and without an exponent."""
    return f"{number.normalize():f}"


@SECTION.form(POINTS, Program, again=points_page)
async def change(visit: Merchant, form: Program) -> Answer:
    """Enabling what gives back more than a fifth wants to be meant; what is wrong with the figures is said before that."""
    wanted = SettingsChange(
        points_per_unit=form.points_per_unit,
        point_value=Decimal(form.point_value),
        min_redeem_points=form.min_redeem_points,
        is_enabled=form.is_enabled,
    )
    is_asked = form.is_enabled and not form.is_meant and given_back(form.points_per_unit, form.point_value) > GENEROUS

    async def work(tx: Tx) -> None:
        await loyalty.change_settings(tx, visit.store_id, wanted)
        if is_asked:
            raise Invalid.one("is_meant", words_of(visit).points.tick)

    await visit.write(work)
    return Done(f"{visit.here}/marketing/points", "points_kept")
