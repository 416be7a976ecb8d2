"""What settings may be. Pure."""

from collections.abc import Callable
from decimal import Decimal
from functools import cache, partial
from typing import TypeVar
from zoneinfo import available_timezones

from msgspec import UnsetType
from msgspec.structs import replace

from serai.core.stores import rules
from serai.core.stores.model import Settings, SettingsChange, Social, SocialChange, Zone, ZoneDraft
from serai.kit import checks
from serai.kit.errors import Invalid
from serai.kit.money import to_minor
from serai.kit.values import sent

T = TypeVar("T")

LONGEST_DESCRIPTION = 5000
_RATE_DECIMALS = 6


def checked(before: Settings, change: SettingsChange) -> Settings:
    """The settings with the change in it, but for the zones. Raises Invalid naming every field that is wrong."""
    faults = checks.Faults()

    def new(value: T | UnsetType, old: T, check: Callable[[T], T]) -> T:
        if isinstance(value, UnsetType):
            return old
        found = faults.of(lambda: check(value))
        return value if found is None else found

    after = replace(
        before,
        store_name=new(change.store_name, before.store_name, lambda v: rules.checked_name(v, field="store_name")),
        description=new(change.description, before.description, _description),
        contact_email=new(change.contact_email, before.contact_email, _email),
        contact_phone=new(change.contact_phone, before.contact_phone, _phone),
        currency=new(change.currency, before.currency, lambda v: checks.currency(v, field="currency")),
        time_zone=new(change.time_zone, before.time_zone, _time_zone),
        tax_rate=new(change.tax_rate, before.tax_rate, _tax_rate),
        social=faults.of(lambda: _social(before.social, change.social)) or before.social,
    )
    faults.settle()
    return after


def zone_of(draft: ZoneDraft, currency: str, at: int) -> Zone:
    """The zone at this place of the list. Raises Invalid on `shipping_zones.<at>.…`."""
    faults = checks.Faults()
    path = f"shipping_zones.{at}"
    name = faults.of(lambda: checks.words(draft.name, field=f"{path}.name", least=1, most=100)) or ""
    if not draft.countries:
        faults.add(f"{path}.countries", "Must name at least one country.")
    for i, code in enumerate(draft.countries):
        faults.of(partial(checks.country, code, field=f"{path}.countries.{i}"))
    rate = faults.of(lambda: to_minor(draft.rate, currency, field=f"{path}.rate"))
    if rate is not None and rate < 0:
        faults.add(f"{path}.rate", "Must not be negative.")
    faults.settle()
    return Zone(name, draft.countries, rate or 0)


def _description(text: str) -> str:
    if len(text) > LONGEST_DESCRIPTION:
        raise Invalid.one("store_description", f"Must have at most {LONGEST_DESCRIPTION} characters.")
    return text


def _email(text: str | None) -> str | None:
    return None if text is None else checks.email(text, field="contact_email")


def _phone(text: str | None) -> str | None:
    return None if text is None else checks.phone(text, field="contact_phone")


@cache
def _time_zones() -> set[str]:
    return available_timezones()


def _time_zone(name: str) -> str:
    if name not in _time_zones():
        raise Invalid.one("time_zone", "Is not an IANA time zone.")
    return name


def _tax_rate(rate: Decimal) -> Decimal:
    if not 0 <= rate <= 1:
        raise Invalid.one("tax_rate", "Must be from 0 to 1: 0.20 is 20 %.")
    if rate != round(rate, _RATE_DECIMALS):
        raise Invalid.one("tax_rate", f"May have at most {_RATE_DECIMALS} decimals.")
    return rate


def _social(before: Social, change: SocialChange) -> Social:
    after = Social(
        sent(change.facebook, before.facebook), sent(change.instagram, before.instagram), sent(change.twitter, before.twitter)
    )
    faults = checks.Faults()
    for name in ("facebook", "instagram", "twitter"):
        link: str | None = getattr(after, name)
        if link is not None:
            faults.of(partial(checks.url, link, field=f"social_media.{name}"))
    faults.settle()
    return after
