"""Users, their sessions, and what an account subscribes to."""

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, NewType

from msgspec import UNSET, Struct, UnsetType

UserId = NewType("UserId", int)
SessionId = NewType("SessionId", int)
StoreId = NewType("StoreId", int)
"""The tenant. Named here because an account carries the ids of its stores; everything else about them is in `stores`."""

TOKEN_LIFE: Final = timedelta(hours=24)
TRIAL: Final = timedelta(days=14)


class Role(StrEnum):
    USER = "user"
    ADMIN = "admin"


class Language(StrEnum):
    """Languages that people and stores may choose."""

    EN = "en"
    FR = "fr"
    AR = "ar"


class Preferences(Struct, frozen=True):
    """How a person wants the dashboard; `currency` is ISO 4217."""

    language: Language
    currency: str
    compact_mode: bool


class User(Struct, frozen=True, kw_only=True):
    """A person. `email` is None when an identity provider vouched for none."""

    id: UserId
    email: str | None
    display_name: str
    photo_url: str | None
    role: Role
    created_at: datetime
    preferences: Preferences


class Subscription(Struct, frozen=True, kw_only=True):
    """The plan an account subscribed to, as stored; `billing.plan_of` says what it is worth at a time.

    `next_billing_at` is the end of the trial or of what is paid.
    """

    plan: str
    status: str
    payment_status: str
    billing_cycle: str
    started_at: datetime
    next_billing_at: datetime | None
    last_payment_at: datetime | None
    notes: str | None


class SignedIn(Struct, frozen=True):
    """A session that just began."""

    user: User
    session: SessionId
    expires_at: datetime


class OwnStore(Struct, frozen=True):
    """A store of the account's, and what reading its money and days takes: ISO 4217 and an IANA zone."""

    id: StoreId
    currency: str
    time_zone: str


class Authenticated(Struct, frozen=True):
    """Whom a living session stands for; `stores` in id order."""

    user: User
    session: SessionId
    stores: tuple[OwnStore, ...]
    subscription: Subscription


class Identity(Struct, frozen=True, kw_only=True):
    """What a verified ID token says about a person. `issuer` and `subject` together never change hands."""

    issuer: str
    subject: str
    email: str | None
    email_verified: bool
    name: str | None
    picture: str | None

    @property
    def external_id(self) -> str:
        return f"{self.issuer} {self.subject}"


class ProfileChange(Struct, frozen=True, kw_only=True):
    """What a person changes about themselves; what is UNSET stays."""

    display_name: str | UnsetType = UNSET
    photo_url: str | UnsetType | None = UNSET
    language: Language | UnsetType = UNSET
    currency: str | UnsetType = UNSET
    compact_mode: bool | UnsetType = UNSET
