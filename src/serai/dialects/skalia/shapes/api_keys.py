"""API keys on this wire."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core.apps import ApiKey, KeyDialect, NewKey
from serai.dialects.skalia import ids
from serai.dialects.skalia.shapes.times import Time, time_or_none, time_out


class ApiKeyIn(Struct, rename="camel", forbid_unknown_fields=True):
    """Without scopes, a key gets its dialect's default: everything."""

    name: Annotated[str, Meta(min_length=1, max_length=100)]
    dialect: KeyDialect
    scopes: list[str] | None = None
    expires_at: Annotated[datetime, Meta(tz=True)] | None = None


class ApiKeyOut(Struct, rename="camel", omit_defaults=True):
    """`key` is shown when it is made and never again; `shopId` with it, for SCAYLE."""

    id: str
    name: str
    dialect: KeyDialect
    prefix: str
    scopes: list[str]
    created_at: Time
    last_used_at: Time | None
    expires_at: Time | None
    key: str | UnsetType = UNSET
    shop_id: int | UnsetType = UNSET


def api_key_out(key: ApiKey) -> ApiKeyOut:
    return ApiKeyOut(
        id=ids.write("key", key.id),
        name=key.name,
        dialect=key.dialect,
        prefix=key.prefix,
        scopes=list(key.scopes),
        created_at=time_out(key.created_at),
        last_used_at=time_or_none(key.last_used_at),
        expires_at=time_or_none(key.expires_at),
    )


def new_key_out(made: NewKey) -> ApiKeyOut:
    out = api_key_out(made.key)
    out.key = made.text
    out.shop_id = UNSET if made.shop_country is None else made.shop_country
    return out
