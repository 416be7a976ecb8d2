"""Customers."""

from serai.core import customers as core
from serai.core.customers import CustomerId
from serai.dialects.skalia.auth import account, own_stores, store_of_customer
from serai.dialects.skalia.paging import Item, Listed, listed, slice_of
from serai.dialects.skalia.shapes.customers import CustomerChangeIn, CustomerOut, CustomersQuery, customer_out
from serai.wire.call import Call
from serai.wire.operation import Operations

customers = Operations("Customers")


@customers.get("/customers")
async def list_customers(call: Call, query: CustomersQuery) -> Listed[CustomerOut]:
    """List the customers of all the caller's stores, newest first."""
    page = await core.page(call.db, own_stores(call, query.store_id), search=query.search, slice_=slice_of(call, query))
    return listed(call, query, page, customer_out)


@customers.get("/customers/{id:customer}")
async def get_customer(call: Call, id: CustomerId) -> Item[CustomerOut]:  # noqa: A002 - the documentation's word
    """Get a customer."""
    return Item(customer_out(await core.get(call.db, account(call).stores, id)))


@customers.patch("/customers/{id:customer}")
async def change_customer(call: Call, id: CustomerId, body: CustomerChangeIn) -> Item[CustomerOut]:  # noqa: A002
    """Change a customer's name, phone or tags."""
    store = await store_of_customer(call, id)
    return Item(customer_out(await core.edit(call.tx, store, id, body.to_core())))
