"""A customer's addresses."""

from typing import Any

from msgspec import Struct

from serai.core import customers
from serai.core.customers import AddressChange, AddressFields, AddressId
from serai.web.dashboard.customers.section import ONE, SECTION, customer_of, here
from serai.web.dashboard.visit import Merchant
from serai.web.names import countries
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page


class Place(Struct, kw_only=True):
    street: str | None = None
    house_number: str | None = None
    additional: str | None = None
    zip: str | None = None
    city: str | None = None
    state: str | None = None
    country: str | None = None
    is_default_shipping: bool = False
    is_default_billing: bool = False

    def said(self) -> dict[str, Any]:
        return {name: getattr(self, name) for name in self.__struct_fields__}


async def _shown(visit: Merchant, address: AddressFields) -> Answer:
    customer = await customers.get(visit.db, [visit.store_id], customer_of(visit))
    is_new = not isinstance(address, customers.CustomerAddress)
    values = {"customer": customer, "here": here(visit), "address": address, "is_new": is_new}
    return Page("address.html", {**values, "countries": countries(visit.look.language)})


@SECTION.page(f"{ONE}/addresses/new")
async def new_page(visit: Merchant) -> Answer:
    return await _shown(visit, AddressFields())


@SECTION.form(f"{ONE}/addresses/new", Place, again=new_page)
async def add(visit: Merchant, form: Place) -> Answer:
    found, new = customer_of(visit), AddressFields(**form.said())
    await visit.write(lambda tx: customers.add_address(tx, visit.store_id, found, new))
    return Done(here(visit), "address_kept")


@SECTION.page(f"{ONE}/addresses/{{address:int}}")
async def edit_page(visit: Merchant) -> Answer:
    which = AddressId(visit.number("address"))
    return await _shown(visit, await customers.address(visit.db, visit.store_id, customer_of(visit), which))


@SECTION.form(f"{ONE}/addresses/{{address:int}}", Place, again=edit_page)
async def edit(visit: Merchant, form: Place) -> Answer:
    found, which, change = customer_of(visit), AddressId(visit.number("address")), AddressChange(**form.said())
    await visit.write(lambda tx: customers.edit_address(tx, visit.store_id, found, which, change))
    return Done(here(visit), "address_kept")


@SECTION.page(f"{ONE}/addresses/{{address:int}}/remove")
async def back(visit: Merchant) -> Answer:
    """The button stands on the address's page."""
    return Done(f"{here(visit)}/addresses/{visit.number('address')}")


@SECTION.form(f"{ONE}/addresses/{{address:int}}/remove", Form, again=edit_page)
async def remove(visit: Merchant, _: Form) -> Answer:
    found, which = customer_of(visit), AddressId(visit.number("address"))
    await visit.write(lambda tx: customers.remove_address(tx, visit.store_id, found, which))
    return Done(here(visit), "address_removed")
