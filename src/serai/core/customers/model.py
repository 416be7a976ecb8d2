"""People who buy from one store."""

from datetime import datetime
from typing import NewType

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.stores import StoreId

CustomerId = NewType("CustomerId", int)


class Spending(msgspec.Struct, frozen=True):
    """A customer's paid orders, without cancelled and refunded ones. Minor units of the store's currency."""

    orders: int
    total_minor: int
    last_order_at: datetime | None

    @property
    def average_minor(self) -> int:
        """Total ÷ orders, half up; 0 without orders."""
        return (2 * self.total_minor + self.orders) // (2 * self.orders) if self.orders else 0


class Customer(msgspec.Struct, frozen=True):
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


class NewCustomer(msgspec.Struct, frozen=True, kw_only=True):
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
