"""Customers. A password comes in and never goes out."""

from datetime import datetime
from typing import Annotated

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core import customers
from serai.dialects.salloq.paging import PageQuery
from serai.dialects.salloq.shapes.fields import whole_seconds

Password = Annotated[str, Meta(min_length=8, max_length=128)]


class CustomerOut(Struct, frozen=True):
    id: int
    email: str
    first_name: str
    last_name: str
    phone: str | None
    created_at: datetime


def customer_out(customer: customers.Customer) -> CustomerOut:
    return CustomerOut(
        id=customer.id,
        email=customer.email,
        first_name=customer.first_name,
        last_name=customer.last_name,
        phone=customer.phone,
        created_at=whole_seconds(customer.created_at),
    )


class CustomerQuery(PageQuery, frozen=True, kw_only=True):
    search: str | None = None


class CustomerIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One of the names must have something in it."""

    email: str
    password: Password
    first_name: str = ""
    last_name: str = ""
    phone: str | None = None

    def to_core(self) -> customers.NewCustomer:
        """`password` has become its hash by now."""
        return customers.NewCustomer(
            email=self.email,
            first_name=self.first_name.strip(),
            last_name=self.last_name.strip(),
            phone=_phone(self.phone),
            password_hash=self.password,
        )


class CustomerChangeIn(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What is not sent stays."""

    email: str | UnsetType = UNSET
    password: Password | UnsetType = UNSET
    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    phone: str | None | UnsetType = UNSET

    def to_core(self) -> customers.CustomerChange:
        """`password` has become its hash by now."""
        return customers.CustomerChange(
            email=self.email,
            first_name=self.first_name if isinstance(self.first_name, UnsetType) else self.first_name.strip(),
            last_name=self.last_name if isinstance(self.last_name, UnsetType) else self.last_name.strip(),
            phone=self.phone if isinstance(self.phone, UnsetType) else _phone(self.phone),
            password_hash=self.password,
        )


def _phone(text: str | None) -> str | None:
    return (text or "").strip() or None
