"""Stores and their settings."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum

from msgspec import UNSET, Struct, UnsetType

from serai.core.accounts import Language, StoreId, UserId


class Status(StrEnum):
    """DRAFT is for its owner alone, LIVE for everybody; MAINTENANCE shows visitors a page that says so."""

    LIVE = "LIVE"
    DRAFT = "DRAFT"
    MAINTENANCE = "MAINTENANCE"


class DomainStatus(StrEnum):
    """Whether a custom domain was proven to be the merchant's; `active` when its store is LIVE too."""

    PENDING = "pending"
    VERIFIED = "verified"
    ACTIVE = "active"


class DomainRecord(Struct, frozen=True):
    """The TXT record that proves a domain."""

    domain: str
    name: str
    value: str


class Store(Struct, frozen=True, kw_only=True):
    """The tenant. `custom_domain` in A-labels, `currency` ISO 4217, `time_zone` an IANA name."""

    id: StoreId
    owner: UserId
    name: str
    category: str
    public_slug: str
    custom_domain: str | None
    custom_domain_token: str | None
    custom_domain_verified_at: datetime | None
    language: Language
    status: Status
    is_published: bool
    published_at: datetime | None
    time_zone: str
    currency: str
    created_at: datetime
    updated_at: datetime

    @property
    def domain_status(self) -> DomainStatus | None:
        """None without a custom domain."""
        if self.custom_domain is None:
            return None
        if self.custom_domain_verified_at is None:
            return DomainStatus.PENDING
        return DomainStatus.ACTIVE if self.status is Status.LIVE else DomainStatus.VERIFIED

    @property
    def domain_record(self) -> DomainRecord | None:
        """None without a custom domain."""
        if self.custom_domain is None:
            return None
        return DomainRecord(
            self.custom_domain, f"_serai.{self.custom_domain}", f"serai-verification={self.custom_domain_token}"
        )


class Zone(Struct, frozen=True):
    """Where a shipping rate holds: ISO 3166-1 alpha-2 countries; the rate in minor units of the store's currency."""

    name: str
    countries: tuple[str, ...]
    rate_minor: int


class Social(Struct, frozen=True):
    """Profiles elsewhere, as URLs."""

    facebook: str | None = None
    instagram: str | None = None
    twitter: str | None = None


class Settings(Struct, frozen=True, kw_only=True):
    """How a store trades. `tax_rate` is a fraction: 0.20 for 20 %."""

    store_name: str
    description: str
    contact_email: str | None
    contact_phone: str | None
    currency: str
    time_zone: str
    zones: tuple[Zone, ...]
    tax_rate: Decimal
    social: Social
    updated_at: datetime


class ZoneDraft(Struct, frozen=True):
    """A zone as asked for, its rate in whole units with decimals."""

    name: str
    countries: tuple[str, ...]
    rate: Decimal


class SocialChange(Struct, frozen=True, kw_only=True):
    """What is UNSET stays, None removes."""

    facebook: str | UnsetType | None = UNSET
    instagram: str | UnsetType | None = UNSET
    twitter: str | UnsetType | None = UNSET


class SettingsChange(Struct, frozen=True, kw_only=True):
    """What is UNSET stays; None clears a contact; `zones` replaces all of them."""

    store_name: str | UnsetType = UNSET
    description: str | UnsetType = UNSET
    contact_email: str | UnsetType | None = UNSET
    contact_phone: str | UnsetType | None = UNSET
    currency: str | UnsetType = UNSET
    time_zone: str | UnsetType = UNSET
    zones: tuple[ZoneDraft, ...] | UnsetType = UNSET
    tax_rate: Decimal | UnsetType = UNSET
    social: SocialChange = SocialChange()
