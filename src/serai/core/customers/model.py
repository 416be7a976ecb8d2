"""People who buy from one store."""

from datetime import date, datetime
from enum import StrEnum
from typing import NewType

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.stores import StoreId

CustomerId = NewType("CustomerId", int)
GroupId = NewType("GroupId", int)
AddressId = NewType("AddressId", int)

Json = dict[str, object]
"""An object that the core keeps and does not look into."""


class Gender(StrEnum):
    FEMALE = "female"
    MALE = "male"
    DIVERSE = "diverse"
    UNDISCLOSED = "undisclosed"


class Identity(msgspec.Struct, frozen=True):
    """An account elsewhere that is the customer's: whose, and how it is called there."""

    provider: str
    user: str | None = None


class Spending(msgspec.Struct, frozen=True):
    """A customer's paid orders, without cancelled and refunded ones, less what went back for single pieces.

    Minor units of the store's currency.
    """

    orders: int
    total_minor: int
    last_order_at: datetime | None

    @property
    def average_minor(self) -> int:
        """Total ÷ orders, half up; 0 without orders."""
        return (2 * self.total_minor + self.orders) // (2 * self.orders) if self.orders else 0


class Traits(msgspec.Struct, frozen=True, kw_only=True):
    """What a customer has beside name, address and password. `country` ISO 3166-1 alpha-2, `language` ISO 639-1.

    A blocked one may say why in `block_reason`; `public_key` is the number that the customer is shown.
    """

    reference_key: str | None = None
    gender: Gender | None = None
    title: str | None = None
    birthday: date | None = None
    city: str | None = None
    country: str | None = None
    language: str | None = None
    group_ids: tuple[GroupId, ...] = ()
    is_blocked: bool = False
    block_reason: str | None = None
    custom_data: Json | None = None
    public_key: str | None = None
    identities: tuple[Identity, ...] = ()
    is_guest: bool = False


class Customer(Traits, frozen=True, kw_only=True):
    """`name` is the text received; first and last name are its parts."""

    store_id: StoreId
    id: CustomerId
    version: int
    currency: str
    name: str
    first_name: str
    last_name: str
    email: str
    phone: str | None
    tags: tuple[str, ...]
    spending: Spending
    created_at: datetime
    updated_at: datetime
    has_password: bool = False


class Group(msgspec.Struct, frozen=True):
    """Customers under one name, which is unique in the store. New ones are in the default group."""

    id: GroupId
    name: str
    is_default: bool


class NewCustomer(Traits, frozen=True, kw_only=True):
    """Either `name`, or first and last name. `password_hash` is already hashed."""

    email: str
    name: str = ""
    first_name: str = ""
    last_name: str = ""
    phone: str | None = None
    password_hash: str | None = None
    tags: tuple[str, ...] = ()
    id: CustomerId | None = None


class CustomerChange(msgspec.Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is."""

    email: str | UnsetType = UNSET
    name: str | UnsetType = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    phone: str | None | UnsetType = UNSET
    password_hash: str | UnsetType = UNSET
    tags: tuple[str, ...] | UnsetType = UNSET
    reference_key: str | None | UnsetType = UNSET
    gender: Gender | None | UnsetType = UNSET
    title: str | None | UnsetType = UNSET
    birthday: date | None | UnsetType = UNSET
    city: str | None | UnsetType = UNSET
    country: str | None | UnsetType = UNSET
    language: str | None | UnsetType = UNSET
    group_ids: tuple[GroupId, ...] | UnsetType = UNSET
    is_blocked: bool | UnsetType = UNSET
    block_reason: str | None | UnsetType = UNSET
    custom_data: Json | None | UnsetType = UNSET
    public_key: str | None | UnsetType = UNSET
    identities: tuple[Identity, ...] | UnsetType = UNSET
    is_guest: bool | UnsetType = UNSET
