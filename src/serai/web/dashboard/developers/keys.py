"""API keys: made, shown once, revoked."""

from datetime import date

from msgspec import Struct

from serai.core import apps
from serai.core.apps import KINDS, KeyDialect, KeyId, NewKey
from serai.kit import days
from serai.kit.errors import Invalid
from serai.web.dashboard import listing
from serai.web.dashboard.developers.section import HERE, SECTION, ticked
from serai.web.dashboard.once import mark, once
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page


class KeyForm(Struct):
    """The key's last day is `expires_at`, where the store is."""

    once: str
    name: str
    dialect: KeyDialect
    scopes: dict[str, bool] = {}
    expires_at: date | None = None


@SECTION.page(HERE)
async def list_keys(visit: Merchant) -> Answer:
    revoked = visit.asked("state") == "revoked"
    slice_ = listing.slice_of(visit)
    keys = await apps.keys(visit.db, visit.store_id, revoked=revoked, slice=slice_)
    now = visit.services.clock.now()
    return Page(
        "keys.html", {"keys": listing.listed(visit, keys, slice_, f"{visit.here}/developers"), "revoked": revoked, "now": now}
    )


@SECTION.page(f"{HERE}/keys/new")
async def new_key(visit: Merchant) -> Answer:
    asked = visit.typed.get("dialect", "") or visit.asked("dialect")
    dialect = KeyDialect(asked) if asked in tuple(KeyDialect) else KeyDialect.SALLOQ
    return Page("new_key.html", {"dialect": dialect, "dialects": KINDS, "kind": KINDS[dialect], "once": mark()})


@SECTION.form(f"{HERE}/keys/new", KeyForm, again=new_key)
async def create_key(visit: Merchant, form: KeyForm) -> Answer:
    scopes = ticked(form.scopes)
    if not scopes:
        raise Invalid.one("scopes", SECTION.words[visit.look.language].key.no_scope)
    ends = days.end(form.expires_at, visit.store.time_zone) if form.expires_at else None
    made = await once(
        visit,
        form.once,
        lambda tx: apps.create_key(tx, visit.store_id, name=form.name, dialect=form.dialect, scopes=scopes, expires_at=ends),
    )
    if made is None:
        return Done(f"{visit.here}/developers", "key_sent_before")
    return Page("made_key.html", {"made": made, "calls": first_calls(visit.origin, made)})


@SECTION.form(f"{HERE}/keys/{{key:int}}/revoke", Form, again=list_keys)
async def revoke_key(visit: Merchant, _: Form) -> Answer:
    await visit.write(lambda tx: apps.revoke_key(tx, visit.store_id, key=KeyId(visit.number("key"))))
    return Done(f"{visit.here}/developers", "key_revoked")


def first_calls(server: str, made: NewKey) -> list[str]:
    """What to type to see that the key works, one line for each wire that it opens."""
    header = {KeyDialect.SCAYLE: "X-Access-Token"}.get(made.key.dialect, "X-API-Key")
    return [f'curl "{server}{path}" -H "{header}: {made.text}"' for path in _paths(made)]


def _paths(made: NewKey) -> list[str]:
    if made.key.dialect is KeyDialect.DEVSKIN:
        return ["/devskin/api/v1/revenue?period=30d"]
    if made.key.dialect is KeyDialect.SALLOQ:
        nouns = ("products", "orders", "customers", "subscriptions", "loyalty")
        may = [noun for noun in nouns if {"*", f"{noun}:read"} & set(made.key.scopes)]
        return [f"/salloq/api/{may[0]}"] if may else []
    storefront = [f"/scayle/v1/products?shopId={made.shop_country}"] if "storefront" in made.key.scopes else []
    return storefront + (["/scayle/api/admin/v1/shops"] if "admin:read" in made.key.scopes else [])
