"""Customers and their groups. They have a quota of their own."""

from serai.core import customers as core
from serai.core.customers import CustomerChange, CustomerId, GroupId
from serai.dialects.salla.auth import app
from serai.dialects.salla.limits import CUSTOMERS
from serai.dialects.salla.paging import listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, Message, answer, done, removed
from serai.dialects.salla.shapes.customers import (
    BlockIn,
    CustomerChangeIn,
    CustomerIn,
    CustomerOut,
    CustomerQuery,
    DefaultGroupIn,
    GroupIn,
    GroupOut,
    MembersIn,
    customer_out,
    detail_out,
    group_out,
)
from serai.dialects.salla.view import view
from serai.wire.call import Call
from serai.wire.operation import Operations

customers = Operations("Customers", under="/admin/v2")

READ, WRITE = "customers.read", "customers.read_write"


@customers.get("/customers", scope=READ, quota=CUSTOMERS)
async def list_customers(call: Call, query: CustomerQuery) -> Listed[CustomerOut]:
    """The store's customers, newest first."""
    who, looks, slice_ = app(call), view(call), slice_of(call, query)
    found = await core.page(call.db, [who.store], search=None, slice_=slice_, filter_=query.to_core(who.time_zone))
    return listed(call, slice_, found, lambda customer: customer_out(customer, looks))


@customers.post("/customers", scope=WRITE, quota=CUSTOMERS)
async def create_customer(call: Call, body: CustomerIn) -> Answer[CustomerOut]:
    """Add a customer."""
    return answer(call, detail_out(await core.create(call.tx, app(call).store, body.to_new()), view(call)))


@customers.get("/customers/groups", scope=READ, quota=CUSTOMERS)
async def list_groups(call: Call) -> Answer[tuple[GroupOut, ...]]:
    """The groups that customers can be in."""
    return answer(call, tuple(group_out(group) for group in await core.groups(call.db, app(call).store)))


@customers.post("/customers/groups", scope=WRITE, quota=CUSTOMERS)
async def create_group(call: Call, body: GroupIn) -> Answer[GroupOut]:
    """Add a group."""
    return answer(call, group_out(await core.create_group(call.tx, app(call).store, body.name)))


@customers.post("/customers/groups/add_customers", scope=WRITE, quota=CUSTOMERS)
async def add_customers_to_group(call: Call, body: MembersIn) -> Answer[tuple[str, ...]]:
    """Put customers into a group."""
    members = [CustomerId(each) for each in body.customers]
    count = await core.add_to_group(call.tx, app(call).store, GroupId(body.group_id), members)
    return answer(call, (f"{count} customers were added to the group",))


@customers.post("/customers/groups/default", scope=WRITE, quota=CUSTOMERS, status=201)
async def set_default_group(call: Call, body: DefaultGroupIn) -> Answer[Message]:
    """New customers are in this group from now on."""
    await core.make_default_group(call.tx, app(call).store, body.to_core())
    return done(call, "The default group has been updated successfully")


@customers.put("/customers/groups/{group:group}", scope=WRITE, quota=CUSTOMERS)
async def update_group(call: Call, group: int, body: GroupIn) -> Answer[GroupOut]:
    """Rename a group."""
    return answer(call, group_out(await core.rename_group(call.tx, app(call).store, GroupId(group), body.name)))


@customers.delete("/customers/groups/{group:group}", scope=WRITE, quota=CUSTOMERS, status=202)
async def delete_group(call: Call, group: int) -> Answer[Message]:
    """Remove a group; its customers stay."""
    await core.remove_group(call.tx, app(call).store, GroupId(group))
    return removed(call)


@customers.put("/customers/blacklist/{customer:customer}", scope=WRITE, quota=CUSTOMERS, status=201)
async def block_customer(call: Call, customer: int, body: BlockIn) -> Answer[Message]:
    """Note that a customer is not wanted, and why."""
    change = CustomerChange(is_blocked=True, block_reason=body.reason)
    await core.edit(call.tx, app(call).store, CustomerId(customer), change)
    return done(call, "The customer has been blocked successfully")


@customers.delete("/customers/blacklist/{customer:customer}", scope=WRITE, quota=CUSTOMERS, status=202)
async def unblock_customer(call: Call, customer: int) -> Answer[Message]:
    """Take that back."""
    await core.edit(call.tx, app(call).store, CustomerId(customer), CustomerChange(is_blocked=False))
    return done(call, "The customer has been unblocked successfully")


@customers.get("/customers/{customer:customer}", scope=READ, quota=CUSTOMERS)
async def get_customer(call: Call, customer: int) -> Answer[CustomerOut]:
    """One customer, with what they bought."""
    return answer(call, detail_out(await core.get(call.db, [app(call).store], CustomerId(customer)), view(call)))


@customers.put("/customers/{customer:customer}", scope=WRITE, quota=CUSTOMERS)
async def update_customer(call: Call, customer: int, body: CustomerChangeIn) -> Answer[CustomerOut]:
    """Change what is sent."""
    made = await core.edit(call.tx, app(call).store, CustomerId(customer), body.to_core())
    return answer(call, detail_out(made, view(call)))


@customers.delete("/customers/{customer:customer}", scope=WRITE, quota=CUSTOMERS, status=200)
async def delete_customer(call: Call, customer: int) -> Answer[tuple[str, ...]]:
    """Forget a customer; orders keep what they were told."""
    await core.remove(call.tx, app(call).store, CustomerId(customer))
    return answer(call, ("The customer has been deleted successfully",))
