"""Store settings on this wire."""

from decimal import Decimal

from msgspec import UNSET, Struct, UnsetType, field

from serai.core.stores import Settings, SettingsChange, SocialChange, ZoneDraft
from serai.dialects.skalia.shapes.times import Time, time_out
from serai.kit.money import to_decimal
from serai.wire.parse import Number


class ZoneIn(Struct, forbid_unknown_fields=True):
    name: str
    countries: list[str]
    rate: Number

    def to_core(self) -> ZoneDraft:
        return ZoneDraft(self.name, tuple(self.countries), self.rate)


class SocialIn(Struct, forbid_unknown_fields=True):
    facebook: str | UnsetType | None = UNSET
    instagram: str | UnsetType | None = UNSET
    twitter: str | UnsetType | None = UNSET


class SettingsIn(Struct, rename="camel", forbid_unknown_fields=True):
    store_name: str | UnsetType = UNSET
    store_description: str | UnsetType = UNSET
    contact_email: str | UnsetType | None = UNSET
    contact_phone: str | UnsetType | None = UNSET
    currency: str | UnsetType = UNSET
    shipping_zones: list[ZoneIn] | UnsetType = UNSET
    tax_rate: Number | UnsetType = UNSET
    social_media: SocialIn = field(default_factory=SocialIn)
    time_zone: str | UnsetType = UNSET

    def to_core(self) -> SettingsChange:
        social, zones = self.social_media, self.shipping_zones
        return SettingsChange(
            store_name=self.store_name,
            description=self.store_description,
            contact_email=self.contact_email,
            contact_phone=self.contact_phone,
            currency=self.currency,
            time_zone=self.time_zone,
            zones=UNSET if isinstance(zones, UnsetType) else tuple(zone.to_core() for zone in zones),
            tax_rate=self.tax_rate,
            social=SocialChange(facebook=social.facebook, instagram=social.instagram, twitter=social.twitter),
        )


class ZoneOut(Struct):
    name: str
    countries: list[str]
    rate: Decimal


class SocialOut(Struct):
    facebook: str | None
    instagram: str | None
    twitter: str | None


class SettingsOut(Struct, rename="camel"):
    store_name: str
    store_description: str
    contact_email: str | None
    contact_phone: str | None
    currency: str
    shipping_zones: list[ZoneOut]
    tax_rate: Decimal
    social_media: SocialOut
    time_zone: str
    updated_at: Time


def settings_out(settings: Settings) -> SettingsOut:
    s = settings.social
    zones = [ZoneOut(z.name, list(z.countries), to_decimal(z.rate_minor, settings.currency)) for z in settings.zones]
    return SettingsOut(
        store_name=settings.store_name,
        store_description=settings.description,
        contact_email=settings.contact_email,
        contact_phone=settings.contact_phone,
        currency=settings.currency,
        shipping_zones=zones,
        tax_rate=_rate(settings.tax_rate),
        social_media=SocialOut(s.facebook, s.instagram, s.twitter),
        time_zone=settings.time_zone,
        updated_at=time_out(settings.updated_at),
    )


def _rate(rate: Decimal) -> Decimal:
    """0.200000 → 0.20: at least the two decimals of a percentage."""
    short = rate.normalize()
    return short if -int(short.as_tuple().exponent) > 2 else rate.quantize(Decimal("0.01"))
