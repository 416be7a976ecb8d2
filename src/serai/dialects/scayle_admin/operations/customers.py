"""Customers: of the whole store, whichever of its shop countries is asked."""

from collections import defaultdict
from collections.abc import Mapping, Sequence

import msgspec

from serai.core import customers, stores
from serai.core.customers import Customer, CustomerChange, CustomerId, GroupId
from serai.dialects.scayle_admin import auth, custom_data, relations
from serai.dialects.scayle_admin.cursors import Collection, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.operations.shop_countries import ONE as COUNTRY
from serai.dialects.scayle_admin.relations import NOTHING, Relations
from serai.dialects.scayle_admin.shapes.addresses import AddressOut, address_out
from serai.dialects.scayle_admin.shapes.customers import (
    CustomerChangeIn,
    CustomerIn,
    CustomerOut,
    CustomersQuery,
    GroupsIn,
    PasswordIn,
    ReferenceKeyIn,
    StatusBody,
    customer_out,
    status_out,
)
from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

people = Noun("Customers", limits="customers")

ALL = f"{COUNTRY}/customers"
ONE = f"{ALL}/{{customer_identifier:customer}}"
BY_ID = f"{ALL}/{{customer_id:customer_id}}"


@people.get(ALL)
async def get_customers(call: Call, shop_key: str, country_code: str, query: CustomersQuery) -> Collection[CustomerOut]:
    """Customers, oldest first. `with`: addresses, legacyCustomData."""
    await country(call, shop_key, country_code)
    store, wanted = auth.store(call), relations.asked(call)
    range_ = query.to_core()
    names = await group_names(call)

    async def read(after: int, most: int) -> Sequence[tuple[Customer, Sequence[AddressOut]]]:
        found = await customers.walk(call.db, store, range_, after=after, most=most)
        addresses = await _addresses(call, wanted, [each.id for each in found])
        return [(each, addresses[each.id]) for each in found]

    return await collect(
        call,
        query,
        read=read,
        id_of=lambda pair: pair[0].id,
        shape=lambda pair: _out(pair[0], names, wanted, pair[1]),
    )


@people.post(ALL, status=201)
async def create_customer(call: Call, shop_key: str, country_code: str, body: CustomerIn) -> CustomerOut:
    """Add a customer; groups that are new are made."""
    await country(call, shop_key, country_code)
    groups = await customers.groups_named(call.tx, auth.store(call), body.groups)
    made = await customers.create(call.tx, auth.store(call), body.to_core(groups))
    wanted = Relations({"legacyCustomData": NOTHING}) if body.legacy_custom_data else relations.asked(call)
    return _out(made, await group_names(call), wanted, ())


@people.get(ONE)
async def get_customer(call: Call, shop_key: str, country_code: str, customer_identifier: Identifier) -> CustomerOut:
    """One customer. `with`: addresses, legacyCustomData."""
    await country(call, shop_key, country_code)
    return await shown(call, await named(call, customer_identifier))


@people.patch(ONE)
async def update_customer(
    call: Call, shop_key: str, country_code: str, customer_identifier: Identifier, body: CustomerChangeIn
) -> CustomerOut:
    """Change what is sent."""
    await country(call, shop_key, country_code)
    which = await named(call, customer_identifier)
    sent = body.groups
    groups = sent if isinstance(sent, msgspec.UnsetType) else await customers.groups_named(call.tx, auth.store(call), sent)
    return await shown(call, await customers.edit(call.tx, auth.store(call), which.id, body.to_core(groups)))


@people.delete(ONE)
async def delete_customer(call: Call, shop_key: str, country_code: str, customer_identifier: Identifier) -> None:
    """Forget a customer; orders stay without them."""
    await anonymize_customer(call, shop_key, country_code, customer_identifier)


@people.delete(f"{ONE}/anonymize")
async def anonymize_customer(call: Call, shop_key: str, country_code: str, customer_identifier: Identifier) -> None:
    """Erase what is personal; the record stays for the orders, and nobody finds it any more."""
    await country(call, shop_key, country_code)
    which = await named(call, customer_identifier)
    await customers.remove(call.tx, auth.store(call), which.id)


@people.put(f"{BY_ID}/reference-key")
async def update_customer_reference_key(
    call: Call, shop_key: str, country_code: str, customer_id: int, body: ReferenceKeyIn
) -> CustomerOut:
    """Set the key by which other systems know the customer."""
    return await _edit(call, shop_key, country_code, customer_id, CustomerChange(reference_key=body.reference_key))


@people.put(f"{BY_ID}/legacy-custom-data")
async def update_customer_legacy_custom_data(
    call: Call, shop_key: str, country_code: str, customer_id: int, body: custom_data.Sent
) -> CustomerOut:
    """Replace what clients keep with the customer."""
    data = custom_data.sent(body) or None
    return await _edit(call, shop_key, country_code, customer_id, CustomerChange(custom_data=data))


@people.post(f"{BY_ID}/customer-groups")
async def add_customer_groups(call: Call, shop_key: str, country_code: str, customer_id: int, body: GroupsIn) -> CustomerOut:
    """Put the customer in more groups."""
    which = await customers.get(call.db, [auth.store(call)], CustomerId(customer_id))
    groups = await customers.groups_named(call.tx, auth.store(call), body.groups)
    every = tuple(dict.fromkeys((*which.group_ids, *groups)))
    return await _edit(call, shop_key, country_code, customer_id, CustomerChange(group_ids=every))


@people.delete(f"{ONE}/customer-groups/{{customer_group:group}}")
async def delete_customer_group(
    call: Call, shop_key: str, country_code: str, customer_identifier: Identifier, customer_group: str
) -> None:
    """Take the customer out of a group."""
    await country(call, shop_key, country_code)
    which = await named(call, customer_identifier)
    names = await group_names(call)
    left = tuple(group for group in which.group_ids if names.get(group) != customer_group)
    if left == which.group_ids:
        raise NotFound("customer group")
    await customers.edit(call.tx, auth.store(call), which.id, CustomerChange(group_ids=left))


async def _hashed(call: Call, body: PasswordIn) -> PasswordIn:
    """With the hash in the password's place, made before a transaction is open: it takes its time."""
    return msgspec.structs.replace(body, password=await call.services.passwords.hash(body.plain()))


@people.put(f"{ONE}/password", status=204, before=_hashed)
async def update_customer_password(
    call: Call, shop_key: str, country_code: str, customer_identifier: Identifier, body: PasswordIn
) -> None:
    """Set the customer's password, which is never shown."""
    await country(call, shop_key, country_code)
    which = await named(call, customer_identifier)
    await customers.edit(call.tx, auth.store(call), which.id, CustomerChange(password_hash=body.password))


@people.get(f"{ONE}/status")
async def get_customer_status(call: Call, shop_key: str, country_code: str, customer_identifier: Identifier) -> StatusBody:
    """Whether the customer may buy, and whether they have an account."""
    await country(call, shop_key, country_code)
    return status_out(await named(call, customer_identifier))


@people.put(f"{ONE}/status")
async def update_customer_status(
    call: Call, shop_key: str, country_code: str, customer_identifier: Identifier, body: StatusBody
) -> StatusBody:
    """Let the customer buy, or not."""
    await country(call, shop_key, country_code)
    which = await named(call, customer_identifier)
    change = CustomerChange(is_blocked=not body.is_active, is_guest=body.is_guest_customer)
    return status_out(await customers.edit(call.tx, auth.store(call), which.id, change))


# ── shared ──


async def country(call: Call, shop_key: str, code: str) -> stores.ShopCountry:
    """The shop country of the path. Raises NotFound, ShopCountryAmbiguous."""
    return await stores.find_country(call.db, auth.store(call), shop_key, code)


async def named(call: Call, which: Identifier) -> Customer:
    """The customer of the path. Raises NotFound."""
    if which.key is not None:
        return await customers.by_key(call.db, auth.store(call), which.key)
    return await customers.get(call.db, [auth.store(call)], CustomerId(which.id or 0))


async def group_names(call: Call) -> Mapping[GroupId, str]:
    """The store's groups."""
    return {group.id: group.name for group in await customers.groups(call.db, auth.store(call))}


async def shown(call: Call, customer: Customer) -> CustomerOut:
    """A customer with what was asked for beside."""
    wanted = relations.asked(call)
    addresses = await _addresses(call, wanted, [customer.id])
    return _out(customer, await group_names(call), wanted, addresses[customer.id])


async def _edit(call: Call, shop_key: str, code: str, which: int, change: CustomerChange) -> CustomerOut:
    await country(call, shop_key, code)
    return await shown(call, await customers.edit(call.tx, auth.store(call), CustomerId(which), change))


async def _addresses(call: Call, wanted: Relations, which: Sequence[CustomerId]) -> Mapping[CustomerId, list[AddressOut]]:
    found: dict[CustomerId, list[AddressOut]] = defaultdict(list)
    if "addresses" in wanted:
        for each in await customers.addresses(call.db, auth.store(call), *which):
            found[each.customer].append(address_out(each))
    return found


def _out(customer: Customer, names: Mapping[GroupId, str], wanted: Relations, addresses: Sequence[AddressOut]) -> CustomerOut:
    shown_ = addresses if "addresses" in wanted else msgspec.UNSET
    return customer_out(customer, names, addresses=shown_, data="legacyCustomData" in wanted)
