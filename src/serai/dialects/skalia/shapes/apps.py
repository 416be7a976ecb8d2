"""OAuth apps and where they are installed, on this wire."""

from typing import Annotated, Any, Final

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.apps import App, AppChange, Installed, Mode, NewApp, Placed, Profile, Registered, Strategy
from serai.core.stores import StoreId
from serai.dialects.skalia import ids
from serai.dialects.skalia.shapes.times import Time, time_out

_LONGEST_LIFE: Final = 10 * 366 * 86_400

Name = Annotated[str, Meta(min_length=1, max_length=100)]
Description = Annotated[str, Meta(max_length=2000)]
Url = Annotated[str, Meta(max_length=2048)]
Redirects = Annotated[list[Url], Meta(max_length=20, description="Compared byte by byte with what an app asks for.")]
Scopes = Annotated[list[str], Meta(max_length=100, description="Such as `orders.read`, `orders.read_write`, `offline_access`.")]
Seconds = Annotated[int, Meta(ge=60, le=_LONGEST_LIFE)]


class AppIn(Struct, rename="camel", forbid_unknown_fields=True):
    """`mode`: the browser flow, or `easy`: tokens are handed to `webhookUrl` at installation. `profile`: which of the two
    sets of wire shapes the app reads. A null `refreshSeconds`: refresh tokens do not end.
    """

    name: Name
    redirect_uris: Redirects
    scopes: Scopes
    description: Description = ""
    mode: Mode = Mode.CUSTOM
    profile: Profile = Profile.DOCUMENTED
    webhook_url: Url | None = None
    webhook_strategy: Strategy = Strategy.SIGNATURE
    access_seconds: Seconds = 31_536_000
    refresh_seconds: Seconds | None = None

    def to_core(self) -> NewApp:
        values: dict[str, Any] = msgspec.structs.asdict(self)
        return NewApp(**{**values, "redirect_uris": tuple(self.redirect_uris), "scopes": tuple(self.scopes)})


class AppChangeIn(Struct, rename="camel", forbid_unknown_fields=True):
    """What is not sent stays. Stores that have the app are told of a new name, description, mode or scopes."""

    name: Name | UnsetType = UNSET
    redirect_uris: Redirects | UnsetType = UNSET
    scopes: Scopes | UnsetType = UNSET
    description: Description | UnsetType = UNSET
    mode: Mode | UnsetType = UNSET
    profile: Profile | UnsetType = UNSET
    webhook_url: Url | UnsetType | None = UNSET
    webhook_strategy: Strategy | UnsetType = UNSET
    access_seconds: Seconds | UnsetType = UNSET
    refresh_seconds: Seconds | UnsetType | None = UNSET

    def to_core(self) -> AppChange:
        values: dict[str, Any] = msgspec.structs.asdict(self)
        values |= {name: tuple(value) for name, value in values.items() if isinstance(value, list)}
        return AppChange(**values)


class AppOut(Struct, rename="camel", omit_defaults=True):
    """`clientSecret` and `webhookSecret`, which signs the app's events, are shown when it is made and never again."""

    id: str
    name: str
    description: str
    client_id: str
    mode: Mode
    profile: Profile
    redirect_uris: list[str]
    scopes: list[str]
    webhook_url: str | None
    webhook_strategy: Strategy
    access_seconds: int
    refresh_seconds: int | None
    version: int
    created_at: Time
    updated_at: Time
    client_secret: str | UnsetType = UNSET
    webhook_secret: str | UnsetType = UNSET


class InstallIn(Struct, rename="camel", forbid_unknown_fields=True):
    client_id: Annotated[str, Meta(min_length=1, max_length=100)]


class InstallOut(Struct, rename="camel", omit_defaults=True):
    """The tokens are shown when they are made: at installation."""

    store_id: str
    app_id: str
    client_id: str
    name: str
    description: str
    scopes: list[str]
    installed_at: Time
    access_token: str | UnsetType = UNSET
    refresh_token: str | UnsetType | None = UNSET
    expires_at: Time | UnsetType = UNSET


class PageTokenOut(Struct, rename="camel"):
    """For the app's own page: it shows both to its server, which asks whether they are good."""

    app_id: int
    token: str
    expires_at: Time


def app_out(app: App) -> AppOut:
    return AppOut(
        id=ids.write("app", app.id),
        name=app.name,
        description=app.description,
        client_id=app.client_id,
        mode=app.mode,
        profile=app.profile,
        redirect_uris=list(app.redirect_uris),
        scopes=list(app.scopes),
        webhook_url=app.webhook_url,
        webhook_strategy=app.webhook_strategy,
        access_seconds=app.access_seconds,
        refresh_seconds=app.refresh_seconds,
        version=app.version,
        created_at=time_out(app.created_at),
        updated_at=time_out(app.updated_at),
    )


def registered_out(made: Registered) -> AppOut:
    out = app_out(made.app)
    out.client_secret = made.client_secret
    out.webhook_secret = made.webhook_secret
    return out


def placed_out(store: StoreId, placed: Placed) -> InstallOut:
    return InstallOut(
        store_id=ids.write("store", store),
        app_id=ids.write("app", placed.app),
        client_id=placed.client_id,
        name=placed.name,
        description=placed.description,
        scopes=list(placed.scopes),
        installed_at=time_out(placed.installed_at),
    )


def installed_out(made: Installed) -> InstallOut:
    app, install, tokens = made.app, made.install, made.tokens
    placed = Placed(app.id, app.client_id, app.name, app.description, tokens.scopes, install.installed_at)
    out = placed_out(install.store, placed)
    out.access_token = tokens.access
    out.refresh_token = tokens.refresh
    out.expires_at = time_out(tokens.expires_at)
    return out
