"""API keys: what programs show instead of a password."""

from collections.abc import Mapping
from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec import Struct

from serai.core.accounts import StoreId, UserId

KeyId = NewType("KeyId", int)


class KeyDialect(StrEnum):
    """Wires that are spoken with an API key."""

    SALLOQ = "salloq"
    DEVSKIN = "devskin"
    SCAYLE = "scayle"


class ApiKey(Struct, frozen=True, kw_only=True):
    """A key as it may be shown again: `prefix` is how it begins."""

    id: KeyId
    store: StoreId
    name: str
    dialect: KeyDialect
    prefix: str
    scopes: tuple[str, ...]
    created_at: datetime
    last_used_at: datetime | None
    expires_at: datetime | None
    revoked_at: datetime | None = None


class NewKey(Struct, frozen=True):
    """A key just made, with its text, which nobody sees again. `shop_country` is what SCAYLE calls the shop's id."""

    key: ApiKey
    text: str
    shop_country: int | None


class Holder(Struct, frozen=True, kw_only=True):
    """What a living key stands for. `rate_limits`: requests a minute by name, where an operator changed them for the store."""

    key: KeyId
    store: StoreId
    owner: UserId
    scopes: frozenset[str]
    currency: str
    time_zone: str
    rate_limits: Mapping[str, int] = {}
