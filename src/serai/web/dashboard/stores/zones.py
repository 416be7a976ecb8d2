"""Shipping zones, one at a time. They have no ids: a zone is known by its place and by what stood there."""

from collections.abc import Callable, Sequence
from hashlib import blake2b

from msgspec import Struct
from msgspec.structs import replace

from serai.core import stores
from serai.core.accounts import Language
from serai.core.stores import Settings, SettingsChange, Zone, ZoneDraft
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.money import to_decimal
from serai.web.dashboard.stores.section import SECTION, SETTINGS
from serai.web.dashboard.visit import Merchant
from serai.web.desk import Stale
from serai.web.names import countries
from serai.web.visit import Answer, Done, Page
from serai.wire.parse import Number

ONE = f"{SETTINGS}/zones/{{zone:int}}"


class ZoneForm(Struct):
    """`countries` by code; `everywhere` adds all that no other zone has. `was` marks the zone as it was shown."""

    name: str
    rate: Number
    countries: dict[str, str] = {}
    everywhere: bool = False
    was: str = ""


class Was(Struct):
    was: str


@SECTION.page(f"{SETTINGS}/zones/new")
async def new_page(visit: Merchant) -> Answer:
    now = await stores.read_settings(visit.db, visit.store_id)
    return Page("zone.html", {"now": now, "zone": None, "was": "", "countries": countries(visit.look.language)})


@SECTION.form(f"{SETTINGS}/zones/new", ZoneForm, again=new_page)
async def add(visit: Merchant, form: ZoneForm) -> Answer:
    await _change(visit, lambda now: [*_drafts(now), _draft(form, now.zones)])
    return Done(f"{visit.here}/settings/trade", "zone_added")


@SECTION.page(ONE)
async def page(visit: Merchant) -> Answer:
    now = await stores.read_settings(visit.db, visit.store_id)
    zone = now.zones[_place(visit, now)]
    names = countries(visit.look.language)
    first = {code: names[code] for code in names if code in zone.countries}
    values = {"now": now, "zone": zone, "was": mark(zone), "countries": {**first, **names}}
    return Page("zone.html", {**values, "rate": to_decimal(zone.rate_minor, now.currency)})


@SECTION.form(ONE, ZoneForm, again=page)
async def save(visit: Merchant, form: ZoneForm) -> Answer:
    def edit(now: Settings) -> list[ZoneDraft]:
        at, drafts = _place(visit, now, form.was), _drafts(now)
        others = [*now.zones[:at], *now.zones[at + 1 :]]
        return [*drafts[:at], _draft(form, others), *drafts[at + 1 :]]

    await _change(visit, edit)
    return Done(f"{visit.here}/settings/trade", "saved")


@SECTION.form(f"{ONE}/remove", Was, again=page)
async def remove(visit: Merchant, form: Was) -> Answer:
    def edit(now: Settings) -> list[ZoneDraft]:
        at, drafts = _place(visit, now, form.was), _drafts(now)
        return [*drafts[:at], *drafts[at + 1 :]]

    await _change(visit, edit)
    return Done(f"{visit.here}/settings/trade", "zone_removed")


@SECTION.form(f"{ONE}/first", Was, again=page)
async def put_first(visit: Merchant, form: Was) -> Answer:
    """The first zone that has a country says what shipping there costs."""

    def edit(now: Settings) -> list[ZoneDraft]:
        at, drafts = _place(visit, now, form.was), _drafts(now)
        return [drafts[at], *drafts[:at], *drafts[at + 1 :]]

    await _change(visit, edit)
    return Done(f"{visit.here}/settings/trade", "saved")


def mark(zone: Zone) -> str:
    """The same for as long as the zone is."""
    return blake2b(repr(zone).encode(), digest_size=8).hexdigest()


async def _change(visit: Merchant, edit: Callable[[Settings], Sequence[ZoneDraft]]) -> None:
    """`edit` says from the settings, which nobody changes meanwhile, what the zones are from now on."""

    async def work(tx: Tx) -> None:
        await stores.lock(tx, visit.store_id)
        now = await stores.read_settings(tx, visit.store_id)
        await stores.change_settings(tx, visit.store_id, change=SettingsChange(zones=tuple(edit(now))))

    try:
        await visit.write(work)
    except Invalid as error:
        raise Invalid({_field(path): said for path, said in error.fields.items()}) from None


def _field(path: str) -> str:
    """`shipping_zones.1.countries.7` → `countries`."""
    return path.split(".")[2] if path.startswith("shipping_zones.") else path


def _place(visit: Merchant, now: Settings, was: str | None = None) -> int:
    """Raises NotFound; Stale when another zone stands there than the one that was shown."""
    at = visit.number("zone") - 1
    if at >= len(now.zones):
        raise NotFound("zone")
    if was is not None and mark(now.zones[at]) != was:
        raise Stale
    return at


def _drafts(now: Settings) -> list[ZoneDraft]:
    return [ZoneDraft(zone.name, zone.countries, to_decimal(zone.rate_minor, now.currency)) for zone in now.zones]


def _draft(form: ZoneForm, others: Sequence[Zone]) -> ZoneDraft:
    draft = ZoneDraft(form.name, tuple(form.countries), form.rate)
    if not form.everywhere:
        return draft
    taken = {code for zone in others for code in zone.countries}
    return replace(draft, countries=tuple(sorted(set(countries(Language.EN)) - taken | set(form.countries))))
