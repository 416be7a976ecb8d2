"""The store's tax (§6.10). There is one, or none."""

from decimal import Decimal
from typing import Final

from msgspec import Struct

from serai.dialects.salla.shapes.items import percent
from serai.kit.errors import Invalid

ID: Final = 1
"""Of the one tax that a store can have."""
EVERYWHERE: Final = "all"
_MOST_PERCENT: Final = 100


class TaxOut(Struct, frozen=True):
    """`tax` in percent; it is charged wherever the store sells."""

    id: int
    tax: str
    status: str
    country: str


class TaxIn(Struct, frozen=True):
    """`tax` in percent. It is charged wherever the store sells, as long as it is there."""

    tax: Decimal
    country: str | None = None
    status: str | None = None

    def to_core(self) -> Decimal:
        """The rate as a fraction. Raises Invalid (tax, country, status)."""
        if not self.tax.is_finite() or not 0 <= self.tax <= _MOST_PERCENT or self.tax != round(self.tax, 4):
            raise Invalid.one("tax", "Must be 0 to 100, with at most 4 decimals.")
        if self.country not in (None, "", EVERYWHERE):
            raise Invalid.one("country", "Can be all: the tax is the same wherever the store sells.")
        if self.status not in (None, "", "active"):
            raise Invalid.one("status", "Can be active: a tax that is not charged is deleted.")
        return self.tax / 100


def tax_out(rate: Decimal) -> TaxOut:
    return TaxOut(ID, percent(rate), "active", EVERYWHERE)
