"""Apps: programs of other people that merchants let into their stores by OAuth 2."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec import UNSET, Struct, UnsetType

from serai.core.accounts import StoreId, UserId

AppId = NewType("AppId", int)


class Mode(StrEnum):
    """How an app gets its tokens: by the browser flow, or handed over at installation."""

    CUSTOM = "custom"
    EASY = "easy"


class Profile(StrEnum):
    """Which of the two sets of wire shapes an app reads. Source: docs/dialects/salla.md."""

    DOCUMENTED = "documented"
    LIVE = "live"


class Strategy(StrEnum):
    """How an app knows that an event is ours: a signature over the body, the bare secret, or not at all."""

    SIGNATURE = "signature"
    TOKEN = "token"  # noqa: S105 - a word, not a secret
    NONE = "none"


class App(Struct, frozen=True, kw_only=True):
    """A registered app. `scopes` is the most it may ask for; seconds are lives of tokens, None: no end."""

    id: AppId
    owner: UserId
    client_id: str
    name: str
    description: str
    mode: Mode
    profile: Profile
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    webhook_url: str | None
    webhook_strategy: Strategy
    access_seconds: int
    refresh_seconds: int | None
    version: int
    created_at: datetime
    updated_at: datetime


class NewApp(Struct, frozen=True, kw_only=True):
    """An app as its author describes it."""

    name: str
    redirect_uris: tuple[str, ...]
    scopes: tuple[str, ...]
    description: str = ""
    mode: Mode = Mode.CUSTOM
    profile: Profile = Profile.DOCUMENTED
    webhook_url: str | None = None
    webhook_strategy: Strategy = Strategy.SIGNATURE
    access_seconds: int = 31_536_000
    refresh_seconds: int | None = None


class AppChange(Struct, frozen=True, kw_only=True):
    """What is UNSET stays; None clears."""

    name: str | UnsetType = UNSET
    redirect_uris: tuple[str, ...] | UnsetType = UNSET
    scopes: tuple[str, ...] | UnsetType = UNSET
    description: str | UnsetType = UNSET
    mode: Mode | UnsetType = UNSET
    profile: Profile | UnsetType = UNSET
    webhook_url: str | UnsetType | None = UNSET
    webhook_strategy: Strategy | UnsetType = UNSET
    access_seconds: int | UnsetType = UNSET
    refresh_seconds: int | UnsetType | None = UNSET


class Registered(Struct, frozen=True):
    """An app just made, with its two secrets, which nobody sees again."""

    app: App
    client_secret: str
    webhook_secret: str


class Grant(Struct, frozen=True, kw_only=True):
    """What a living access token stands for. `scopes` has what each scope includes; `granted` is as the token says it.

    `owner` owns the store, `user` gave the consent; `plan` is the one in force for the store, `domain` its own one once proven.
    """

    store: StoreId
    owner: UserId
    app: AppId
    client_id: str
    user: UserId
    scopes: frozenset[str]
    granted: tuple[str, ...]
    profile: Profile
    currency: str
    time_zone: str
    expires_at: datetime
    plan: str
    public_slug: str
    domain: str | None


class Tokens(Struct, frozen=True):
    """A pair as it is handed over: texts, the scopes, and when the access token ends. No refresh token without
    `offline_access`.
    """

    access: str
    refresh: str | None
    scopes: tuple[str, ...]
    expires_at: datetime
