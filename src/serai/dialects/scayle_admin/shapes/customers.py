"""Customers. What only the server sets may be sent and counts for nothing."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Annotated, Final, Literal

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import customers
from serai.core.customers import Gender, GroupId
from serai.dialects.scayle_admin.countries import alpha2
from serai.dialects.scayle_admin.dates import stamp
from serai.dialects.scayle_admin.shapes.addresses import AddressOut
from serai.dialects.scayle_admin.shapes.fields import Data, Id, Text
from serai.dialects.scayle_admin.shapes.ranges import RangeQuery
from serai.kit.errors import Invalid

GenderWord = Literal["f", "m", "d", "n"]
GENDERS: Final[Mapping[str, Gender]] = {
    "f": Gender.FEMALE,
    "m": Gender.MALE,
    "d": Gender.DIVERSE,
    "n": Gender.UNDISCLOSED,
}
WORDS: Final = {gender: word for word, gender in GENDERS.items()}


class CustomersQuery(RangeQuery, frozen=True, kw_only=True):
    billing_country: str | None = msgspec.field(name="filters[billingAddressCountryCode]", default=None)
    shipping_country: str | None = msgspec.field(name="filters[shippingAddressCountryCode]", default=None)

    def to_core(self) -> customers.Range:
        """Raises Invalid (the countries)."""
        return customers.Range(
            ids=self.numbers(),
            keys=self.named(),
            least_id=self.min_id,
            most_id=self.max_id,
            created_from=self.min_created_at,
            created_to=self.max_created_at,
            updated_from=self.min_updated_at,
            updated_to=self.max_updated_at,
            billed_in=alpha2(self.billing_country, field="filters[billingAddressCountryCode]"),
            shipped_to=alpha2(self.shipping_country, field="filters[shippingAddressCountryCode]"),
        )


class IdentityBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    identity_provider_code: Text
    external_user_id: Text | None = None


class StatusBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    is_active: bool = True
    is_guest_customer: bool = False


class CustomerIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    email: Text
    reference_key: Text | None = None
    first_name: Text | None = None
    last_name: Text | None = None
    gender: GenderWord | None = None
    birth_date: date | None = None
    phone: Text | None = None
    public_key: Text | None = None
    title: Text | None = None
    groups: list[Text] = []
    identities: list[IdentityBody] = []
    status: StatusBody = StatusBody()
    legacy_custom_data: Data | None = None
    id: Id | None = None
    type: Text | None = None
    has_password: bool | None = None
    created_at: Text | None = None
    updated_at: Text | None = None

    def to_core(self, groups: tuple[GroupId, ...]) -> customers.NewCustomer:
        return customers.NewCustomer(
            email=self.email,
            first_name=self.first_name or "",
            last_name=self.last_name or "",
            phone=self.phone,
            reference_key=self.reference_key,
            gender=GENDERS[self.gender] if self.gender else None,
            title=self.title,
            birthday=self.birth_date,
            group_ids=groups,
            is_blocked=not self.status.is_active,
            is_guest=self.status.is_guest_customer,
            public_key=self.public_key,
            identities=tuple(customers.Identity(i.identity_provider_code, i.external_user_id) for i in self.identities),
            custom_data=self.legacy_custom_data,
        )


class CustomerChangeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    email: Text | UnsetType = UNSET
    reference_key: Text | None | UnsetType = UNSET
    first_name: Text | UnsetType = UNSET
    last_name: Text | UnsetType = UNSET
    gender: GenderWord | None | UnsetType = UNSET
    birth_date: date | None | UnsetType = UNSET
    phone: Text | None | UnsetType = UNSET
    public_key: Text | None | UnsetType = UNSET
    title: Text | None | UnsetType = UNSET
    groups: list[Text] | UnsetType = UNSET
    identities: list[IdentityBody] | UnsetType = UNSET
    status: StatusBody | UnsetType = UNSET
    legacy_custom_data: Data | None | UnsetType = UNSET
    id: Id | None = None
    type: Text | None = None
    has_password: bool | None = None
    created_at: Text | None = None
    updated_at: Text | None = None

    def to_core(self, groups: tuple[GroupId, ...] | UnsetType) -> customers.CustomerChange:
        status, identities, gender = self.status, self.identities, self.gender
        return customers.CustomerChange(
            email=self.email,
            first_name=self.first_name,
            last_name=self.last_name,
            phone=self.phone,
            reference_key=self.reference_key,
            gender=GENDERS[gender] if isinstance(gender, str) else gender,
            title=self.title,
            birthday=self.birth_date,
            group_ids=groups,
            is_blocked=UNSET if isinstance(status, UnsetType) else not status.is_active,
            is_guest=UNSET if isinstance(status, UnsetType) else status.is_guest_customer,
            public_key=self.public_key,
            identities=UNSET
            if isinstance(identities, UnsetType)
            else tuple(customers.Identity(i.identity_provider_code, i.external_user_id) for i in identities),
            custom_data=self.legacy_custom_data,
        )


class ReferenceKeyIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    reference_key: Text


class GroupsIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    groups: Annotated[list[Text], msgspec.Meta(min_length=1, max_length=100)]


class PasswordIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    password: Annotated[str, msgspec.Meta(min_length=8, max_length=128)]
    hashing_type: Literal["internal", "external", "salesforce"] = "internal"

    def plain(self) -> str:
        """Raises Invalid for one that somebody else hashes."""
        if self.hashing_type != "internal":
            raise Invalid.one("hashing_type", "Only internal passwords are kept.")
        return self.password


class CustomerOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`addresses` and `legacyCustomData` where they were asked for."""

    id: int
    reference_key: str | None
    first_name: str
    last_name: str
    gender: str | None
    birth_date: str | None
    email: str
    phone: str | None
    public_key: str | None
    title: str | None
    type: str
    groups: list[str]
    identities: list[IdentityBody]
    status: StatusBody
    has_password: bool
    created_at: str
    updated_at: str
    addresses: list[AddressOut] | UnsetType = UNSET
    legacy_custom_data: Data | UnsetType = UNSET


def customer_out(
    customer: customers.Customer,
    groups: Mapping[GroupId, str],
    *,
    addresses: Sequence[AddressOut] | UnsetType = UNSET,
    data: bool = False,
) -> CustomerOut:
    """`groups` are the store's names by id; `data`: with what clients keep with the customer."""
    return CustomerOut(
        id=customer.id,
        reference_key=customer.reference_key,
        first_name=customer.first_name,
        last_name=customer.last_name,
        gender=WORDS[customer.gender] if customer.gender else None,
        birth_date=customer.birthday.isoformat() if customer.birthday else None,
        email=customer.email,
        phone=customer.phone,
        public_key=customer.public_key,
        title=customer.title,
        type="personal",
        groups=[groups[group] for group in customer.group_ids if group in groups],
        identities=[IdentityBody(identity_provider_code=i.provider, external_user_id=i.user) for i in customer.identities],
        status=status_out(customer),
        has_password=customer.has_password,
        created_at=stamp(customer.created_at),
        updated_at=stamp(customer.updated_at),
        addresses=UNSET if isinstance(addresses, UnsetType) else list(addresses),
        legacy_custom_data=(customer.custom_data or {}) if data else UNSET,
    )


def status_out(customer: customers.Customer) -> StatusBody:
    return StatusBody(is_active=not customer.is_blocked, is_guest_customer=customer.is_guest)
