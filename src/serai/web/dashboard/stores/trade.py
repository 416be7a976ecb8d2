"""Currency, tax, and what shipping costs where."""

from decimal import Decimal
from typing import Final

from msgspec import Struct

from serai.core import stores
from serai.core.stores import SettingsChange
from serai.kit.errors import Invalid
from serai.web.dashboard.stores.section import SECTION, SETTINGS, said
from serai.web.dashboard.visit import Merchant
from serai.web.names import countries, currency_choices
from serai.web.visit import Answer, Done, Page
from serai.wire.parse import Number

_WHOLE: Final = Decimal(100)
_DECIMALS: Final = 4
"""Of a percentage; the core keeps two more of the fraction."""


class TradeForm(Struct):
    """`tax_rate` in per cent."""

    currency: str
    tax_rate: Number


@SECTION.page(f"{SETTINGS}/trade")
async def page(visit: Merchant) -> Answer:
    now = await stores.read_settings(visit.db, visit.store_id)
    values = {
        "now": now,
        "percent": in_percent(now.tax_rate),
        "currencies": currency_choices(visit.look.language),
        "countries": countries(visit.look.language),
    }
    return Page("trade.html", values)


@SECTION.form(f"{SETTINGS}/trade", TradeForm, again=page)
async def save(visit: Merchant, form: TradeForm) -> Answer:
    change = SettingsChange(currency=form.currency, tax_rate=_fraction(visit, form.tax_rate))
    await visit.write(lambda tx: stores.change_settings(tx, visit.store_id, change=change))
    return Done(f"{visit.here}/settings/trade", "saved")


def in_percent(fraction: Decimal) -> str:
    """0.196000 → `19.6`."""
    text = f"{fraction * _WHOLE:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _fraction(visit: Merchant, percent: Decimal) -> Decimal:
    """Raises Invalid (tax_rate)."""
    if not 0 <= percent <= _WHOLE:
        raise Invalid.one("tax_rate", said(visit).trade.tax_range)
    if percent != round(percent, _DECIMALS):
        raise Invalid.one("tax_rate", said(visit).trade.tax_decimals)
    return Decimal(percent) / _WHOLE
