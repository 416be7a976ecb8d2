"""Customers (§6.6, §7.3). A mobile number is in two parts here, and one text in the core."""

from datetime import date
from typing import Annotated, Final

from msgspec import UNSET, Meta, Struct, UnsetType

from serai.core import customers
from serai.core.customers import Customer, CustomerFilter, Gender, GroupId
from serai.dialects.salla.dates import DateOut, date_out
from serai.dialects.salla.money import Money, money_out
from serai.dialects.salla.paging import PageQuery
from serai.dialects.salla.shapes import phones
from serai.dialects.salla.shapes.countries import code_of, name_of
from serai.dialects.salla.view import View
from serai.kit import checks, days
from serai.kit.checks import Faults
from serai.kit.errors import Invalid

Id = Annotated[int, Meta(ge=1, le=2**53 - 1)]
Number = Annotated[str, Meta(max_length=40)] | Annotated[int, Meta(ge=0, le=10**15)]
"""A phone number or a part of one."""
Place = Annotated[str, Meta(max_length=255)] | Annotated[int, Meta(ge=1, le=2**53 - 1)]
"""A name or an id."""
_GENDERS: Final = {"male": Gender.MALE, "female": Gender.FEMALE}


class UrlsOut(Struct, frozen=True):
    customer: str
    admin: str


class StatsOut(Struct, frozen=True):
    orders_count: int
    orders_amount: Money


class CustomerOut(Struct, frozen=True, kw_only=True):
    """`mobile` is a number without the country's code, where the phone number is an international one."""

    id: int
    full_name: str
    name: str
    first_name: str
    last_name: str
    mobile: int | str | None
    mobile_code: str
    phone: str | None
    email: str
    urls: UrlsOut
    avatar: str | None
    gender: str | None
    birthday: date | None
    city: str | None
    country: str | None
    country_code: str | None
    currency: str
    location: str
    lang: str | None
    groups: tuple[int, ...]
    is_blocked: bool
    block_reason: str | None
    created_at: DateOut
    updated_at: DateOut
    stats: StatsOut | UnsetType = UNSET


class GroupOut(Struct, frozen=True):
    id: int
    name: str


class CustomerQuery(PageQuery, frozen=True, kw_only=True):
    """`keyword` is in the name, the e-mail address or the mobile number; both dates are included."""

    keyword: str | None = None
    date_from: date | None = None
    date_to: date | None = None

    def to_core(self, time_zone: str) -> CustomerFilter:
        return CustomerFilter(
            keyword=self.keyword or None,
            since=None if self.date_from is None else days.begin(self.date_from, time_zone),
            before=None if self.date_to is None else days.end(self.date_to, time_zone),
        )


class CustomerChangeIn(Struct, frozen=True, kw_only=True):
    """`country` is a code, a name or an id of `GET /countries`."""

    first_name: str | UnsetType = UNSET
    last_name: str | UnsetType = UNSET
    email: str | UnsetType = UNSET
    mobile: Number | UnsetType = UNSET
    mobile_code_country: Number | UnsetType = UNSET
    country_code: str | UnsetType = UNSET
    gender: str | UnsetType = UNSET
    birthday: date | UnsetType = UNSET
    groups: list[Id] | UnsetType = UNSET
    country: Place | UnsetType = UNSET
    city: str | UnsetType = UNSET
    lang: str | UnsetType = UNSET

    def to_core(self) -> customers.CustomerChange:
        faults = Faults()
        gender = faults.of(lambda: gender_of(self.gender))
        phone = faults.of(lambda: phone_of(self.mobile, self.mobile_code_country))
        country = faults.of(lambda: country_of(self.country_code if self.country is UNSET else self.country))
        faults.settle()
        return customers.CustomerChange(
            first_name=self.first_name,
            last_name=self.last_name,
            email=self.email,
            phone=UNSET if phone is None else phone,
            gender=UNSET if gender is None else gender,
            birthday=self.birthday,
            city=self.city,
            country=UNSET if country is None else country,
            language=self.lang,
            group_ids=UNSET if isinstance(self.groups, UnsetType) else tuple(GroupId(each) for each in self.groups),
        )


class CustomerIn(CustomerChangeIn, frozen=True, kw_only=True):
    """An e-mail address is how a customer is known here, so that it is needed."""

    first_name: str
    email: str

    def to_new(self) -> customers.NewCustomer:
        change = self.to_core()
        said = {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}
        return customers.NewCustomer(**{**said, "email": self.email})


class BlockIn(Struct, frozen=True):
    reason: Annotated[str, Meta(min_length=1, max_length=255)]


class GroupIn(Struct, frozen=True):
    name: str


class MembersIn(Struct, frozen=True):
    group_id: Id
    customers: list[Id]


class DefaultGroupIn(Struct, frozen=True):
    """Either spelling."""

    group_id: Id | UnsetType = UNSET
    id: Id | UnsetType = UNSET

    def to_core(self) -> GroupId:
        found = self.id if isinstance(self.group_id, UnsetType) else self.group_id
        if isinstance(found, UnsetType):
            raise Invalid.one("group_id", "This field is required.")
        return GroupId(found)


def customer_out(customer: Customer, view: View) -> CustomerOut:
    """As an element of a list."""
    mobile, code = phones.parts(customer.phone)
    shop = view.store_url
    return CustomerOut(
        id=customer.id,
        full_name=customer.name,
        name=customer.name,
        first_name=customer.first_name,
        last_name=customer.last_name,
        mobile=mobile,
        mobile_code=code,
        phone=customer.phone,
        email=customer.email,
        urls=UrlsOut(f"{shop}/profile/{customer.id}", f"{shop}/admin/customers/{customer.id}"),
        avatar=None,
        gender=customer.gender,
        birthday=customer.birthday,
        city=customer.city,
        country=name_of(customer.country),
        country_code=customer.country,
        currency=customer.currency,
        location="",
        lang=customer.language,
        groups=tuple(customer.group_ids),
        is_blocked=customer.is_blocked,
        block_reason=customer.block_reason,
        created_at=date_out(customer.created_at, view),
        updated_at=date_out(customer.updated_at, view),
    )


def detail_out(customer: Customer, view: View) -> CustomerOut:
    """With what they bought."""
    plain = customer_out(customer, view)
    spent = customer.spending
    values = {name: getattr(plain, name) for name in plain.__struct_fields__}
    stats = StatsOut(spent.orders, money_out(spent.total_minor, customer.currency))
    return CustomerOut(**{**values, "stats": stats})


def group_out(group: customers.Group) -> GroupOut:
    return GroupOut(group.id, group.name)


def gender_of(text: str | UnsetType) -> Gender | None:
    """Raises Invalid (gender)."""
    if isinstance(text, UnsetType) or not text:
        return None
    if text.lower() not in _GENDERS:
        raise Invalid.one("gender", f"Can be {', '.join(_GENDERS)}.")
    return _GENDERS[text.lower()]


def phone_of(mobile: str | int | UnsetType, code: str | int | UnsetType, *, field: str = "mobile") -> str | None:
    """E.164. Raises Invalid on `field`."""
    if isinstance(mobile, UnsetType) or mobile == "":
        return None
    return checks.phone(phones.joined(str(mobile), "" if isinstance(code, UnsetType) else str(code)), field=field)


def country_of(country: str | int | UnsetType, *, field: str = "country") -> str | None:
    """ISO 3166-1 alpha-2. Raises Invalid on `field`."""
    if isinstance(country, UnsetType) or country == "":
        return None
    if isinstance(country, str) and not (country.isascii() and country.isdigit()):
        return checks.any_country(country, field=field)
    found = code_of(int(str(country)[:9]))
    if found is None:
        raise Invalid.one(field, "Is not the id of a country.")
    return found
