"""Decisions about what may be kept. Pure."""

from datetime import datetime
from decimal import Decimal
from typing import Final

import msgspec
from msgspec.structs import replace

from serai.core.pricing.model import NewCampaign, NewPrice
from serai.kit import checks
from serai.kit.checks import Faults
from serai.kit.errors import Invalid
from serai.kit.money import MOST
from serai.kit.text import is_storable

LONGEST: Final = 255
LONGEST_TEXT: Final = 1000
LONGEST_DATA: Final = 65_536
"""Characters of custom data as JSON."""
MOST_AMOUNT: Final = 2_147_483_647
MOST_REDUCTIONS: Final = 5000
PLACES: Final = 4
"""Decimals that a percentage may have."""
_NUL: Final = "\\u0000"


def checked(new: NewPrice, *, now: datetime) -> NewPrice:
    """The price as it is kept. Raises Invalid."""
    faults = Faults()
    faults.of(lambda: checks.country(new.country, field="country"))
    faults.of(lambda: checks.currency(new.currency, field="currency"))
    for field in ("price_minor", "old_minor", "recommended_minor", "buying_minor"):
        _money(faults, getattr(new, field), field)
    _percent(faults, new.tax_percent, "tax_percent")
    for field in ("group_key", "promotion_key", "merchant_key"):
        _text(faults, getattr(new, field), field)
    if new.unit is not None:
        _text(faults, new.unit.unit, "unit.unit")
        _money(faults, new.unit.price_minor, "unit.price_minor")
        if not new.unit.unit or not 1 <= new.unit.amount <= MOST_AMOUNT:
            faults.add("unit.amount", f"Must be a whole number from 1 to {MOST_AMOUNT}, of a unit.")
    if new.valid_to is not None and new.valid_to <= (new.valid_from or now):
        faults.add("valid_to", "Must come after the beginning.")
    faults.of(lambda: custom_data(new.custom_data))
    faults.settle()
    keys = {field: getattr(new, field) or None for field in ("group_key", "promotion_key", "merchant_key")}
    return replace(new, **keys)


def checked_campaign(new: NewCampaign, *, now: datetime, before: datetime | None = None) -> NewCampaign:
    """The campaign as it is kept; `before` is when it began so far, if it is one already. Raises Invalid."""
    faults = Faults()
    name = faults.of(lambda: checks.words(new.name, field="name", least=1, most=LONGEST)) or ""
    for field in ("name", "key", "color_background", "color_text"):
        _text(faults, getattr(new, field), field)
    if new.description is not None and (len(new.description) > LONGEST_TEXT or not is_storable(new.description)):
        faults.add("description", f"May have {LONGEST_TEXT} characters.")
    _percent(faults, new.percent, "percent")
    if new.starts_at != before and new.starts_at <= now:
        faults.add("starts_at", "Must lie in the future.")
    if new.ends_at <= max(new.starts_at, now):
        faults.add("ends_at", "Must lie in the future, after the beginning.")
    for field in ("headline", "subline", "link", "condition", "badge_label"):
        for text in (getattr(new, field) or {}).items():
            if any(len(part) > LONGEST_TEXT or not is_storable(part) for part in text):
                faults.add(field, f"May have {LONGEST_TEXT} characters in each language.")
    faults.of(lambda: custom_data(new.custom_data))
    faults.settle()
    return replace(new, name=name, key=new.key or None, shop_countries=tuple(sorted(set(new.shop_countries))))


def check_percent(percent: Decimal, *, field: str) -> None:
    """Raises Invalid on `field` for what is not 0 to 100, with four decimals."""
    faults = Faults()
    _percent(faults, percent, field)
    faults.settle()


def custom_data(data: dict[str, object]) -> str:
    """The data as JSON. Raises Invalid on `custom_data` for too much of it, or what cannot be kept."""
    text = msgspec.json.encode(data).decode()
    if len(text) > LONGEST_DATA or _NUL in text or not is_storable(text):
        raise Invalid.one("custom_data", f"Is too long, beyond {LONGEST_DATA} characters, or cannot be kept.")
    return text


def _money(faults: Faults, minor: int | None, field: str) -> None:
    if minor is not None and not 0 <= minor <= MOST:
        faults.add(field, f"Must be a whole number from 0 to {MOST}.")


def _percent(faults: Faults, percent: Decimal, field: str) -> None:
    is_fine = percent.is_finite() and 0 <= percent <= 100
    if not is_fine or percent != percent.quantize(Decimal(1).scaleb(-PLACES)):
        faults.add(field, f"Must be a number from 0 to 100 with at most {PLACES} decimals.")


def _text(faults: Faults, text: str | None, field: str) -> None:
    if text is not None and (len(text) > LONGEST or not is_storable(text)):
        faults.add(field, f"May have {LONGEST} characters.")
