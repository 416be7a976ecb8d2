"""Customers' addresses."""

from serai.core import customers
from serai.core.customers import AddressChange, AddressId, CustomerAddress
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.operations.customers import ALL as CUSTOMERS
from serai.dialects.scayle_admin.operations.customers import ONE as CUSTOMER
from serai.dialects.scayle_admin.operations.customers import country, named
from serai.dialects.scayle_admin.shapes.addresses import AddressChangeIn, AddressIn, AddressOut, address_out
from serai.dialects.scayle_admin.shapes.customers import ReferenceKeyIn
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

addresses = Noun("CustomerAddresses", limits="customers")

ALL = f"{CUSTOMER}/addresses"
ONE = f"{ALL}/{{address_identifier:address}}"


@addresses.get(ALL)
async def get_customer_addresses(
    call: Call,
    shop_key: str,
    country_code: str,
    customer_identifier: Identifier,
    query: ListQuery,  # noqa: ARG001 - what every list takes
) -> Collection[AddressOut]:
    """A customer's addresses, oldest first; all of them."""
    where = await country(call, shop_key, country_code)
    which = await named(call, customer_identifier)
    return whole([address_out(each, where) for each in await customers.addresses(call.db, auth.store(call), which.id)])


@addresses.get(ONE)
async def get_customer_address(
    call: Call, shop_key: str, country_code: str, customer_identifier: Identifier, address_identifier: Identifier
) -> AddressOut:
    """One address."""
    where = await country(call, shop_key, country_code)
    return address_out(await _address(call, customer_identifier, address_identifier), where)


@addresses.post(ALL, status=201)
async def create_customer_address(
    call: Call, shop_key: str, country_code: str, customer_identifier: Identifier, body: AddressIn
) -> AddressOut:
    """Add an address. The one that was the default before it is it no longer."""
    where = await country(call, shop_key, country_code)
    which = await named(call, customer_identifier)
    return address_out(await customers.add_address(call.tx, auth.store(call), which.id, body.to_core()), where)


@addresses.patch(ONE)
async def update_customer_address(
    call: Call,
    shop_key: str,
    country_code: str,
    customer_identifier: Identifier,
    address_identifier: Identifier,
    body: AddressChangeIn,
) -> AddressOut:
    """Change what is sent."""
    where = await country(call, shop_key, country_code)
    before = await _address(call, customer_identifier, address_identifier)
    change = body.to_core(before)
    return address_out(await customers.edit_address(call.tx, auth.store(call), before.customer, before.id, change), where)


@addresses.put(f"{ALL}/{{address_id:address_id}}/reference-key")
async def update_customer_address_reference_key(
    call: Call,
    shop_key: str,
    country_code: str,
    customer_identifier: Identifier,
    address_id: int,
    body: ReferenceKeyIn,
) -> AddressOut:
    """Set the key by which other systems know the address."""
    where = await country(call, shop_key, country_code)
    which = await named(call, customer_identifier)
    change = AddressChange(reference_key=body.reference_key)
    made = await customers.edit_address(call.tx, auth.store(call), which.id, AddressId(address_id), change)
    return address_out(made, where)


@addresses.delete(f"{ONE}/anonymize")
async def anonymize_customer_address(
    call: Call, shop_key: str, country_code: str, customer_identifier: Identifier, address_identifier: Identifier
) -> None:
    """Forget an address; orders keep where they were sent."""
    await country(call, shop_key, country_code)
    which = await _address(call, customer_identifier, address_identifier)
    await customers.remove_address(call.tx, auth.store(call), which.customer, which.id)


@addresses.delete(f"{CUSTOMERS}/addresses/{{address_identifier:address}}/anonymize")
async def anonymize_address(call: Call, shop_key: str, country_code: str, address_identifier: Identifier) -> None:
    """Forget an address, whichever customer has it; orders keep where they were sent."""
    await country(call, shop_key, country_code)
    asked = address_identifier.key if address_identifier.key is not None else AddressId(address_identifier.id or 0)
    which = await customers.anybodys_address(call.db, auth.store(call), asked)
    await customers.remove_address(call.tx, auth.store(call), which.customer, which.id)


async def _address(call: Call, customer: Identifier, which: Identifier) -> CustomerAddress:
    owner = await named(call, customer)
    asked = which.key if which.key is not None else AddressId(which.id or 0)
    return await customers.address(call.db, auth.store(call), owner.id, asked)
