"""Promo codes: what they take off, when and how often, and who used them."""

from datetime import datetime
from decimal import Decimal
from typing import Any, Final

from msgspec import UNSET, Struct

from serai.core import orders, promotions
from serai.core.promotions import Kind, NewPromo, Promo, PromoChange, PromoId, Status, Worth
from serai.kit.checks import Faults
from serai.kit.errors import Invalid
from serai.kit.money import to_minor
from serai.web.dashboard.listing import listed, slice_of
from serai.web.dashboard.marketing import times
from serai.web.dashboard.marketing.section import MARKETING, SECTION, words_of
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page
from serai.wire.parse import Number

CODE: Final = f"{MARKETING}/codes/{{promo:int}}"


class Code(Struct, kw_only=True):
    """`value` is a percentage or an amount; times are those of the store's clocks."""

    code: str = ""
    name: str | None = None
    kind: Kind = Kind.PERCENT
    value: Number
    starts_at: str = ""
    ends_at: str = ""
    minimum_subtotal: Number | None = None
    maximum_subtotal: Number | None = None
    usage_limit: int | None = None
    usage_limit_per_customer: int | None = None

    def to_core(self, visit: Merchant) -> NewPromo:
        """Raises Invalid naming every field that is wrong."""
        faults, currency = Faults(), visit.store.currency
        new = NewPromo(
            code=self.code,
            name=self.name,
            worth=faults.of(self._worth, currency) or Worth(Kind.PERCENT, Decimal(1)),
            starts_at=faults.of(_moment, visit, self.starts_at, "starts_at"),
            ends_at=faults.of(_moment, visit, self.ends_at, "ends_at"),
            minimum_subtotal_minor=faults.of(_amount, self.minimum_subtotal, currency, "minimum_subtotal"),
            maximum_subtotal_minor=faults.of(_amount, self.maximum_subtotal, currency, "maximum_subtotal"),
            usage_limit=self.usage_limit,
            usage_limit_per_customer=self.usage_limit_per_customer,
        )
        faults.settle()
        if new.starts_at is not None and new.ends_at is not None and new.ends_at <= new.starts_at:
            raise Invalid.one("ends_at", words_of(visit).code.ends_first)
        return new

    def _worth(self, currency: str) -> Worth:
        if self.kind is Kind.PERCENT:
            return Worth(Kind.PERCENT, percent=Decimal(self.value))
        return Worth(Kind.FIXED, amount_minor=to_minor(self.value, currency, field="value"))

    def change(self, visit: Merchant, before: Promo) -> PromoChange:
        """A time that was not touched stays what it is, to the second. Raises Invalid."""
        new = self.to_core(visit)
        zone = visit.store.time_zone
        fields: dict[str, Any] = {name: getattr(new, name) for name in _SAID}
        for name in ("starts_at", "ends_at"):
            is_same = getattr(self, name) == times.local(getattr(before, name), zone)
            fields[name] = UNSET if is_same else getattr(new, name)
        return PromoChange(**fields)


_SAID: Final = (
    *("code", "name", "worth", "starts_at", "ends_at", "minimum_subtotal_minor", "maximum_subtotal_minor"),
    *("usage_limit", "usage_limit_per_customer"),
)


def _moment(visit: Merchant, text: str, field: str) -> datetime | None:
    if not text.strip():
        return None
    fault = words_of(visit).code.no_time
    return times.moment(text, visit.store.time_zone, is_end=field == "ends_at", field=field, fault=fault)


def _amount(value: Number | None, currency: str, field: str) -> int | None:
    return None if value is None else to_minor(value, currency, field=field)


@SECTION.page(MARKETING)
async def codes_page(visit: Merchant) -> Answer:
    slice_ = slice_of(visit)
    page = await promotions.page(visit.db, visit.store_id, slice_, keyword=visit.asked("q")[:50] or None)
    stands = [stand(promo, visit.services.clock.now()) for promo in page.items]
    return Page("codes.html", {"page": listed(visit, page, slice_), "stands": stands})


def stand(promo: Promo, now: datetime) -> str:
    """Which of the words under `stand` says whether the code counts now."""
    if promo.status is not Status.ACTIVE:
        return "paused"
    if promo.usage_limit is not None and promo.times_used >= promo.usage_limit:
        return "used_up"
    if promo.ends_at is not None and promo.ends_at <= now:
        return "ended"
    return "coming" if promo.starts_at is not None and promo.starts_at > now else "running"


@SECTION.page(f"{MARKETING}/codes/new")
async def new_page(_: Merchant) -> Answer:
    return Page("code.html", {"promo": None, "starts": "", "ends": ""})


@SECTION.form(f"{MARKETING}/codes/new", Code, again=new_page)
async def add(visit: Merchant, form: Code) -> Answer:
    new = form.to_core(visit)
    made = await visit.write(lambda tx: promotions.create(tx, visit.store_id, new))
    return Done(f"{visit.here}/marketing/codes/{made.id}", "code_added")


@SECTION.page(CODE)
async def code_page(visit: Merchant) -> Answer:
    promo = await _found(visit)
    slice_, zone = slice_of(visit), visit.store.time_zone
    uses = await orders.page(visit.db, [visit.store_id], orders.Filter(promo_code=promo.code), slice_)
    return Page(
        "code.html",
        {
            "promo": promo,
            "here": f"{visit.here}/marketing/codes/{promo.id}",
            "stand": stand(promo, visit.services.clock.now()),
            "starts": times.local(promo.starts_at, zone),
            "ends": times.local(promo.ends_at, zone),
            "criteria": len(await promotions.criteria(visit.db, visit.store_id, promo.id)),
            "uses": listed(visit, uses, slice_),
        },
    )


async def _found(visit: Merchant) -> Promo:
    return await promotions.get(visit.db, visit.store_id, PromoId(visit.number("promo")))


@SECTION.form(CODE, Code, again=code_page)
async def edit(visit: Merchant, form: Code) -> Answer:
    before = await _found(visit)
    change = form.change(visit, before)
    await visit.write(lambda tx: promotions.edit(tx, visit.store_id, before.id, change))
    return Done(f"{visit.here}/marketing/codes/{before.id}", "code_kept")


class Paused(Struct):
    is_paused: bool = False


async def _back(visit: Merchant) -> Answer:
    """The buttons stand on the code's page."""
    return Done(f"{visit.here}/marketing/codes/{visit.number('promo')}")


for _last in ("pause", "remove"):
    SECTION.page(f"{CODE}/{_last}")(_back)


@SECTION.form(f"{CODE}/pause", Paused, again=code_page)
async def pause(visit: Merchant, form: Paused) -> Answer:
    found, change = PromoId(visit.number("promo")), PromoChange(status=Status.INACTIVE if form.is_paused else Status.ACTIVE)
    await visit.write(lambda tx: promotions.edit(tx, visit.store_id, found, change))
    return Done(f"{visit.here}/marketing/codes/{found}", "code_paused" if form.is_paused else "code_resumed")


@SECTION.form(f"{CODE}/remove", Form, again=code_page)
async def remove(visit: Merchant, _: Form) -> Answer:
    found = PromoId(visit.number("promo"))
    await visit.write(lambda tx: promotions.remove(tx, visit.store_id, found))
    return Done(f"{visit.here}/marketing", "code_removed")
