"""A customer's addresses, groups, and forgetting all of it."""

import pytest

from serai.core import customers
from serai.core.customers import AddressChange, AddressFields, CustomerChange, Gender
from serai.kit.db import Database
from serai.kit.errors import Invalid, NotFound, Taken
from tests.factories import Make

HOME = AddressFields(street="King Road", house_number="1", zip="12345", city="Riyadh", country="SA", is_default_billing=True)


async def test_the_default_one_yields_to_the_next(database: Database, make: Make) -> None:
    store = await make.store()
    customer = await make.customer(store)
    async with database.begin() as tx:
        first = await customers.add_address(tx, store.id, customer.id, HOME)
        second = await customers.add_address(
            tx, store.id, customer.id, AddressFields(city="Jeddah", is_default_billing=True, is_default_shipping=True)
        )

    kept = await customers.addresses(database, store.id, customer.id)

    assert [(a.id, a.is_default_billing, a.is_default_shipping) for a in kept] == [
        (first.id, False, False),
        (second.id, True, True),
    ]


async def test_changing_keeps_what_is_not_said(database: Database, make: Make) -> None:
    store = await make.store()
    customer = await make.customer(store)
    async with database.begin() as tx:
        made = await customers.add_address(tx, store.id, customer.id, HOME)
        change = AddressChange(street=None, reference_key="A-1", recipient={"firstName": "Sara"})
        after = await customers.edit_address(tx, store.id, customer.id, made.id, change)

    assert (after.street, after.city, after.reference_key) == (None, "Riyadh", "A-1")
    assert after.recipient == {"firstName": "Sara"}
    assert await customers.address(database, store.id, customer.id, "A-1") == after


async def test_what_is_wrong_is_named(database: Database, make: Make) -> None:
    store = await make.store()
    customer, other = await make.customer(store), await make.customer(store)
    async with database.begin() as tx:
        made = await customers.add_address(tx, store.id, customer.id, AddressFields(reference_key="A-1"))

        with pytest.raises(Invalid) as refused:
            await customers.add_address(tx, store.id, customer.id, AddressFields(country="XX", city="x" * 300))
        assert set(refused.value.fields) == {"country", "city"}
        with pytest.raises(NotFound):
            await customers.edit_address(tx, store.id, other.id, made.id, AddressChange(city="Fez"))
        with pytest.raises(NotFound):
            await customers.remove_address(tx, (await make.store()).id, customer.id, made.id)
    with pytest.raises(Taken):
        async with database.begin() as tx:
            await customers.add_address(tx, store.id, other.id, AddressFields(reference_key="A-1"))


async def test_a_reference_key_is_the_customer_s_alone(database: Database, make: Make) -> None:
    store = await make.store()
    one = await make.customer(store, reference_key="crm-1", gender=Gender.FEMALE)
    two = await make.customer(store)

    assert await customers.by_key(database, store.id, "crm-1") == one
    with pytest.raises(Taken):
        async with database.begin() as tx:
            await customers.edit(tx, store.id, two.id, CustomerChange(reference_key="crm-1"))
    with pytest.raises(NotFound):
        await customers.by_key(database, (await make.store()).id, "crm-1")


async def test_forgetting_erases_everything_personal(database: Database, make: Make) -> None:
    store = await make.store()
    customer = await make.customer(store, email="sara@mail.example", name="Sara Ali", reference_key="crm-1", city="Riyadh")
    async with database.begin() as tx:
        await customers.add_address(tx, store.id, customer.id, HOME)
        await customers.remove(tx, store.id, customer.id)

    (row,) = await database.all("select * from customers where store_id = $1", store.id)
    assert not {"sara@mail.example", "Sara Ali", "Sara", "Ali", "crm-1", "Riyadh"} & {str(value) for value in row.values()}
    assert await customers.addresses(database, store.id, customer.id) == ()
    assert await database.value("select count(*) from customer_addresses where store_id = $1", store.id) == 0
    with pytest.raises(NotFound):
        await customers.get(database, [store.id], customer.id)
    kinds = [row["kind"] for row in await database.all("select kind from events where store_id = $1 order by id", store.id)]
    assert kinds[-1] == "customer.deleted"


async def test_a_group_that_goes_is_left(database: Database, make: Make) -> None:
    store = await make.store()
    group, other = await make.group(store, "VIP"), await make.group(store, "Gold")
    customer = await make.customer(store, group_ids=(group.id, other.id))

    async with database.begin() as tx:
        await customers.remove_group(tx, store.id, group.id)

    assert (await customers.get(database, [store.id], customer.id)).group_ids == (other.id,)
