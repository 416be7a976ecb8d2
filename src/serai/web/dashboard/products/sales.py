"""What a variant costs for a while."""

from datetime import UTC, datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from msgspec import Struct

from serai.core import catalog
from serai.core.catalog import FullVariant, Sale, VariantChange, VariantFacts
from serai.kit.db import Tx
from serai.kit.errors import Invalid
from serai.kit.money import minor_unit, to_minor
from serai.web.dashboard.products.forms import stays_free
from serai.web.dashboard.products.section import PRODUCT, SECTION, product_of, unchanged, variant_of, way
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page
from serai.wire.parse import Number

YEARS: Final = range(2000, 3000)
SALE: Final = PRODUCT + "/variants/{variant:int}/sale"


class SaleForm(Struct):
    """Without a price the sale is over. Moments are by the store's clocks: `2026-04-08T10:00`."""

    version: int
    sale_price: Number | None = None
    starts: str = ""
    ends: str = ""

    def sale(self, regular: int, currency: str, zone: str, now: datetime) -> Sale | None:
        """Raises Invalid."""
        if self.sale_price is None:
            return None
        minor = to_minor(self.sale_price, currency, field="sale_price")
        starts, ends = moment(self.starts, zone, field="starts"), moment(self.ends, zone, field="ends")
        if not 0 < minor < regular:
            raise Invalid.one("sale_price", "Must be greater than 0 and less than the normal price.")
        if ends is not None and ends <= max(starts or now, now):
            raise Invalid.one("ends", "Must lie in the future, after the beginning.")
        return Sale(minor, starts, ends)


@SECTION.page(SALE)
async def sale_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    variant = variant_of(visit, product)
    regular, sale = normal_and_sale(variant)
    dates = sale or Sale(0)
    values = {
        "product": product,
        "variant": variant,
        "regular": regular,
        "sale": sale,
        "starts": typed(dates.starts_at, visit.store.time_zone),
        "ends": typed(dates.ends_at, visit.store.time_zone),
        "step": minor_unit(product.currency),
    }
    return Page("sale.html", values)


@SECTION.form(SALE, SaleForm, again=sale_page)
async def put_sale(visit: Merchant, form: SaleForm) -> Answer:
    async def work(tx: Tx) -> None:
        before = await unchanged(tx, visit, form.version)
        variant = variant_of(visit, before)
        regular, _ = normal_and_sale(variant)
        sale = form.sale(regular, before.currency, visit.store.time_zone, tx.now)
        change = VariantChange(**_terms(regular, sale, tx.now))
        await catalog.edit_variant(tx, visit.store_id, variant.id, change, free=stays_free(before))

    await visit.write(work)
    return Done(way(visit, f"/variants/{visit.number('variant')}/sale"), "sale_saved" if form.sale_price else "sale_ended")


def normal_and_sale(variant: FullVariant) -> tuple[int, Sale | None]:
    """(what it costs normally, the sale that runs or is to come)"""
    if variant.compare_at_minor is not None and variant.compare_at_minor > variant.price_minor:
        return variant.compare_at_minor, Sale(variant.price_minor, None, variant.sale_until)
    if variant.sale_from is not None:
        return variant.price_minor, Sale(variant.sale_minor or 0, variant.sale_from, variant.sale_until)
    return variant.price_minor, None


def moment(text: str, zone: str, *, field: str) -> datetime | None:
    """Raises Invalid on `field`."""
    if not text.strip():
        return None
    wrong = Invalid.one(field, "Is not a moment such as 2026-01-31T18:00.")
    try:
        read = datetime.fromisoformat(text.strip())
    except ValueError:
        raise wrong from None
    if read.year not in YEARS:
        raise wrong
    return (read if read.tzinfo else read.replace(tzinfo=ZoneInfo(zone))).astimezone(UTC)


def typed(at: datetime | None, zone: str) -> str:
    """As a form has it."""
    return "" if at is None else at.astimezone(ZoneInfo(zone)).strftime("%Y-%m-%dT%H:%M")


def _terms(regular: int, sale: Sale | None, now: datetime) -> dict[str, Any]:
    terms = catalog.on_sale(regular, sale, at=now)
    planned = terms.planned or Sale(0)
    facts = VariantFacts(sale_minor=planned.minor or None, sale_from=planned.starts_at, sale_until=planned.ends_at)
    return {"price_minor": terms.price_minor, "compare_at_minor": terms.compare_at_minor, "facts": facts}
