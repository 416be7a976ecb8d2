"""The customer's own addresses."""

from typing import Any

from msgspec import Struct

from serai.core import customers
from serai.core.customers import AddressChange, AddressFields, AddressId, Customer
from serai.web import names
from serai.web.section import Form
from serai.web.storefront.account.section import HOME, SECTION
from serai.web.storefront.account.session import own_form, own_page
from serai.web.storefront.checkout import countries
from serai.web.storefront.visit import Guest
from serai.web.visit import Answer, Done, Page

ADDRESSES = f"{HOME}/addresses"
NEW = f"{ADDRESSES}/new"
ONE = ADDRESSES + "/{address:int}"
REMOVE = f"{ONE}/remove"


class AddressForm(Struct):
    street: str
    city: str
    country: str
    house_number: str | None = None
    additional: str | None = None
    zip: str | None = None
    state: str | None = None
    is_default_shipping: bool = False

    def said(self) -> dict[str, Any]:
        """By the core's names."""
        return {name: getattr(self, name) for name in self.__struct_fields__}


@SECTION.page(ADDRESSES)
@own_page
async def list_addresses(visit: Guest, customer: Customer) -> Answer:
    found = await customers.addresses(visit.db, visit.store, customer.id)
    return Page("addresses.html", {"addresses": found, "names": names.countries(visit.look.language)})


@SECTION.page(NEW)
@own_page
async def new_page(visit: Guest, _: Customer) -> Answer:
    country = countries.first(visit.shop, visit.country.country)
    return Page("address.html", {"address": None, "country": country, "countries": countries.offered(visit.shop)})


@SECTION.form(NEW, AddressForm, again=new_page)
@own_form
async def add(visit: Guest, customer: Customer, form: AddressForm) -> Answer:
    new = AddressFields(**form.said())
    await visit.write(lambda tx: customers.add_address(tx, visit.store, customer.id, new))
    return Done(ADDRESSES, "address_added")


@SECTION.page(ONE)
@own_page
async def address_page(visit: Guest, customer: Customer) -> Answer:
    found = await customers.address(visit.db, visit.store, customer.id, AddressId(visit.number("address")))
    choice = countries.offered(visit.shop, also=found.country)
    return Page("address.html", {"address": found, "country": found.country, "countries": choice})


@SECTION.form(ONE, AddressForm, again=address_page)
@own_form
async def change(visit: Guest, customer: Customer, form: AddressForm) -> Answer:
    which, changed = AddressId(visit.number("address")), AddressChange(**form.said())
    await visit.write(lambda tx: customers.edit_address(tx, visit.store, customer.id, which, changed))
    return Done(ADDRESSES, "address_changed")


@SECTION.form(REMOVE, Form, again=list_addresses)
@own_form
async def remove(visit: Guest, customer: Customer, _: Form) -> Answer:
    which = AddressId(visit.number("address"))
    await visit.write(lambda tx: customers.remove_address(tx, visit.store, customer.id, which))
    return Done(ADDRESSES, "address_removed")


@SECTION.page(REMOVE)
async def back(_: Guest) -> Answer:
    return Done(ADDRESSES)
