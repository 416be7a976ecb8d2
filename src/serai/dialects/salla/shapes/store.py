"""The store (§5.7). The published Python client fails when any of the members is missing."""

from msgspec import Struct

from serai.core import stores
from serai.dialects.salla.plans import plan_of
from serai.dialects.salla.view import View


class LicensesOut(Struct, frozen=True):
    tax_number: str | None = None
    commercial_number: str | None = None
    freelance_number: str | None = None


class SocialOut(Struct, frozen=True, kw_only=True):
    telegram: str | None = None
    twitter: str | None = None
    facebook: str | None = None
    maroof: str | None = None
    youtube: str | None = None
    snapchat: str | None = None
    whatsapp: str | None = None
    appstore_link: str | None = None
    googleplay_link: str | None = None


class StoreOut(Struct, frozen=True, kw_only=True):
    """`id` is a text of digits in `documented`, a number in `live` (C10)."""

    id: str | int
    name: str
    domain: str
    email: str
    plan: str
    status: str
    currency: str
    country: str | None
    entity: str
    avatar: str | None
    type: str
    verified: bool
    description: str
    licenses: LicensesOut
    social: SocialOut


def store_out(store: stores.Profile, view: View) -> StoreOut:
    return StoreOut(
        id=store.id if view.live else str(store.id),
        name=store.name,
        domain=view.store_url,
        email=store.email or "",
        plan=plan_of(store.plan),
        status="inactive" if store.status is stores.Status.MAINTENANCE else "active",
        currency=store.currency,
        country=store.country,
        entity="company",
        avatar=None,
        type="live" if store.status is stores.Status.LIVE else "development",
        verified=store.domain is not None,
        description=store.description,
        licenses=LicensesOut(),
        social=SocialOut(twitter=store.social.twitter, facebook=store.social.facebook, whatsapp=store.phone),
    )
