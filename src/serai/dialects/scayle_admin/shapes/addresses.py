"""Customers' addresses. Countries have three letters here, two in the core."""

from typing import Any, Literal, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import customers, stores
from serai.core.customers import AddressChange, AddressFields, CustomerAddress
from serai.dialects.scayle_admin.countries import alpha2, alpha3
from serai.dialects.scayle_admin.relations import NOTHING
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text
from serai.dialects.scayle_admin.shapes.shops import CountryOut, country_out

T = TypeVar("T")


class RecipientBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    first_name: Text | None = None
    last_name: Text | None = None
    gender: Literal["f", "m", "d", "n"] | None = None
    title: Text | None = None
    type: Literal["personal", "retail", "organization", "family"] = "personal"


class PointBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A parcel shop."""

    customer_key: Text | None = None
    description: Text | None = None
    key: Text | None = None
    type: Text | None = None


class DefaultBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    billing: bool = False
    shipping: bool = False


class AddressIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    street: Text
    zip_code: Text
    city: Text
    reference_key: Text | None = None
    house_number: Text | None = None
    additional: Text | None = None
    country_code: Text | None = None
    collection_point: PointBody | None = None
    is_default: DefaultBody = DefaultBody()
    recipient: RecipientBody | None = None
    phone: Text | None = None
    state: Text | None = None
    id: Id | None = None
    type: Text | None = None
    shop_country: Data | None = None

    def to_core(self) -> AddressFields:
        """Raises Invalid (country)."""
        return AddressFields(
            reference_key=self.reference_key,
            street=self.street,
            house_number=self.house_number,
            additional=self.additional,
            zip=self.zip_code,
            city=self.city,
            country=alpha2(self.country_code, field="country"),
            state=self.state,
            recipient=_kept(self.recipient, self.phone),
            collection_point=None if self.collection_point is None else msgspec.to_builtins(self.collection_point),
            is_default_billing=self.is_default.billing,
            is_default_shipping=self.is_default.shipping,
        )


class AddressChangeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    street: Text | UnsetType = UNSET
    zip_code: Text | UnsetType = UNSET
    city: Text | UnsetType = UNSET
    reference_key: Text | None | UnsetType = UNSET
    house_number: Text | None | UnsetType = UNSET
    additional: Text | None | UnsetType = UNSET
    country_code: Text | None | UnsetType = UNSET
    collection_point: PointBody | None | UnsetType = UNSET
    is_default: DefaultBody | UnsetType = UNSET
    recipient: RecipientBody | None | UnsetType = UNSET
    phone: Text | None | UnsetType = UNSET
    state: Text | None | UnsetType = UNSET
    id: Id | None = None
    type: Text | None = None
    shop_country: Data | None = None

    def to_core(self, before: CustomerAddress) -> AddressChange:
        """`before` has the half of recipient and phone that was not sent. Raises Invalid (country)."""
        country, point, default = self.country_code, self.collection_point, self.is_default
        recipient = _recipient(before) if isinstance(self.recipient, UnsetType) else self.recipient
        phone = _phone(before) if isinstance(self.phone, UnsetType) else self.phone
        untouched = isinstance(self.recipient, UnsetType) and isinstance(self.phone, UnsetType)
        return AddressChange(
            reference_key=self.reference_key,
            street=self.street,
            house_number=self.house_number,
            additional=self.additional,
            zip=self.zip_code,
            city=self.city,
            country=country if isinstance(country, UnsetType) else alpha2(country, field="country"),
            state=self.state,
            recipient=UNSET if untouched else _kept(recipient, phone),
            collection_point=msgspec.to_builtins(point) if isinstance(point, PointBody) else point,
            is_default_billing=UNSET if isinstance(default, UnsetType) else default.billing,
            is_default_shipping=UNSET if isinstance(default, UnsetType) else default.shipping,
        )


class AddressOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    id: int
    reference_key: str | None
    street: str | None
    house_number: str | None
    additional: str | None
    zip_code: str | None
    city: str | None
    country_code: str | None
    state: str | None
    phone: str | None
    is_default: DefaultBody
    recipient: RecipientBody | None
    collection_point: PointBody | None
    type: str
    shop_country: CountryOut | UnsetType = UNSET


def address_out(address: CustomerAddress, country: stores.ShopCountry | None = None) -> AddressOut:
    """`country` is the one that was asked; None leaves it out."""
    return AddressOut(
        id=address.id,
        reference_key=address.reference_key,
        street=address.street,
        house_number=address.house_number,
        additional=address.additional,
        zip_code=address.zip,
        city=address.city,
        country_code=alpha3(address.country),
        state=address.state,
        phone=_phone(address),
        is_default=DefaultBody(billing=address.is_default_billing, shipping=address.is_default_shipping),
        recipient=_recipient(address),
        collection_point=_read(address.collection_point, PointBody),
        type="billing" if address.is_default_billing and not address.is_default_shipping else "shipping",
        shop_country=UNSET if country is None else country_out(country, NOTHING, shop=True),
    )


def _kept(recipient: RecipientBody | None, phone: str | None) -> dict[str, Any] | None:
    """Whom to find there, in this wire's words."""
    kept: dict[str, Any] = {} if recipient is None else msgspec.to_builtins(recipient)
    return ({**kept, "phone": phone} if phone is not None else kept) or None


def _phone(address: customers.AddressFields) -> str | None:
    phone = (address.recipient or {}).get("phone")
    return phone if isinstance(phone, str) else None


def _recipient(address: customers.AddressFields) -> RecipientBody | None:
    return _read({name: value for name, value in (address.recipient or {}).items() if name != "phone"}, RecipientBody)


def _read(kept: dict[str, Any] | None, kind: type[T]) -> T | None:
    """What another dialect wrote in words of its own is left out."""
    try:
        return msgspec.convert(kept, kind) if kept else None
    except msgspec.ValidationError:
        return None
