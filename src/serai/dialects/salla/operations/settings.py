"""The store's settings as single fields, and its tax."""

from collections.abc import Callable
from decimal import Decimal
from typing import Final, Literal

from msgspec import Struct

from serai.core import stores
from serai.core.stores import Settings, SettingsChange
from serai.dialects.salla.auth import app
from serai.dialects.salla.shapes.answers import Answer, Message, answer, done
from serai.dialects.salla.shapes.items import percent
from serai.kit.errors import Invalid, NotFound
from serai.wire.call import Call
from serai.wire.operation import Operations

settings = Operations("Settings", under="/admin/v2")

_TAX: Final = 1
"""The id of the one rate that a store has."""
_MOST_PERCENT: Final = 100

# Slug → how it is read, and what its value changes.
_FIELDS: Final[dict[str, tuple[Callable[[Settings], str | None], Callable[[str], SettingsChange]]]] = {
    "store.name": (lambda s: s.store_name, lambda value: SettingsChange(store_name=value)),
    "store.description": (lambda s: s.description, lambda value: SettingsChange(description=value)),
    "store.email": (lambda s: s.contact_email, lambda value: SettingsChange(contact_email=value or None)),
    "store.mobile": (lambda s: s.contact_phone, lambda value: SettingsChange(contact_phone=value or None)),
}


class SettingsQuery(Struct, frozen=True):
    entity: Literal["products", "orders", "customers", "reports", "blogs", "mahally", "feedbacks", "shipping", "store"]


class FieldOut(Struct, frozen=True):
    slug: str
    type: str
    value: str | None


class FieldIn(Struct, frozen=True):
    value: str


class TaxOut(Struct, frozen=True):
    """`tax` in percent; it is charged wherever the store sells."""

    id: int
    tax: str
    status: str
    country: str


class TaxIn(Struct, frozen=True):
    """In percent."""

    tax: Decimal


@settings.get("/settings", scope="settings.read")
async def list_settings(call: Call, query: SettingsQuery) -> Answer[tuple[FieldOut, ...]]:
    """The fields of a part of the store; only `store` has any here."""
    if query.entity != "store":
        return answer(call, ())
    found = await stores.read_settings(call.db, app(call).store)
    return answer(call, tuple(FieldOut(slug, "text", read(found)) for slug, (read, _) in _FIELDS.items()))


@settings.get("/settings/fields/{slug:slug}", scope="settings.read")
async def get_setting(call: Call, slug: str) -> Answer[FieldOut]:
    """One field."""
    read, _ = _field(slug)
    return answer(call, FieldOut(slug, "text", read(await stores.read_settings(call.db, app(call).store))))


@settings.put("/settings/fields/{slug:slug}", scope="settings.read_write", status=201)
async def update_setting(call: Call, slug: str, body: FieldIn) -> Answer[Message]:
    """Change one field."""
    _, change = _field(slug)
    try:
        await stores.change_settings(call.tx, app(call).store, change=change(body.value))
    except Invalid as error:
        raise Invalid({"value": [text for said in error.fields.values() for text in said]}) from None
    return done(call, "The setting has been updated successfully")


@settings.get("/taxes", scope="taxes.read")
async def list_taxes(call: Call) -> Answer[tuple[TaxOut, ...]]:
    """The store's tax."""
    return answer(call, (_tax_out(await stores.read_settings(call.db, app(call).store)),))


@settings.get("/taxes/{tax:tax}", scope="taxes.read")
async def get_tax(call: Call, tax: int) -> Answer[TaxOut]:
    """The store's tax."""
    _check_tax(tax)
    return answer(call, _tax_out(await stores.read_settings(call.db, app(call).store)))


@settings.put("/taxes/{tax:tax}", scope="taxes.read_write")
async def update_tax(call: Call, tax: int, body: TaxIn) -> Answer[TaxOut]:
    """Change the store's rate; orders placed before keep theirs."""
    _check_tax(tax)
    if not body.tax.is_finite() or not 0 <= body.tax <= _MOST_PERCENT or body.tax != round(body.tax, 4):
        raise Invalid.one("tax", "Must be 0 to 100, with at most 4 decimals.")
    change = SettingsChange(tax_rate=body.tax / 100)
    return answer(call, _tax_out(await stores.change_settings(call.tx, app(call).store, change=change)))


def _field(slug: str) -> tuple[Callable[[Settings], str | None], Callable[[str], SettingsChange]]:
    if slug not in _FIELDS:
        raise NotFound("setting")
    return _FIELDS[slug]


def _check_tax(tax: int) -> None:
    if tax != _TAX:
        raise NotFound("tax")


def _tax_out(found: Settings) -> TaxOut:
    return TaxOut(_TAX, percent(found.tax_rate), "active", "all")
