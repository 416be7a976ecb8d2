"""The store's settings as single fields."""

from collections.abc import Callable
from typing import Final, Literal

from msgspec import Struct

from serai.core import stores
from serai.core.stores import Settings, SettingsChange
from serai.dialects.salla.auth import app
from serai.dialects.salla.shapes.answers import Answer, Message, answer, done
from serai.kit.errors import Invalid, NotFound
from serai.wire.call import Call
from serai.wire.operation import Operations

settings = Operations("Settings", under="/admin/v2")

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


def _field(slug: str) -> tuple[Callable[[Settings], str | None], Callable[[str], SettingsChange]]:
    if slug not in _FIELDS:
        raise NotFound("setting")
    return _FIELDS[slug]
