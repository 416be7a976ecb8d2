"""Customers and what they ordered."""

from typing import TypeVar

import msgspec

from serai.core import customers, loyalty, orders
from serai.core.customers import CustomerId
from serai.dialects.salloq.auth import key
from serai.dialects.salloq.paging import PageQuery, listed, slice_of
from serai.dialects.salloq.shapes.answers import Answer, Listed, answer
from serai.dialects.salloq.shapes.customers import CustomerChangeIn, CustomerIn, CustomerOut, CustomerQuery, customer_out
from serai.dialects.salloq.shapes.loyalty import AccountOut, account_out
from serai.dialects.salloq.shapes.orders import OrderOut, order_out
from serai.wire.call import Call
from serai.wire.operation import Operations

people = Operations("Customers")

Body = TypeVar("Body", CustomerIn, CustomerChangeIn)


async def hash_password(call: Call, body: Body) -> Body:
    """The body with the password's hash in its place, made before a transaction is open: it takes its time."""
    if isinstance(body.password, str):
        return msgspec.structs.replace(body, password=await call.services.passwords.hash(body.password))
    return body


@people.get("/customers/{customer:customer}", scope="customers:read")
async def get_customer(call: Call, customer: int) -> Answer[CustomerOut]:
    """Retrieve customer information."""
    return answer(customer_out(await customers.get(call.db, [key(call).store], CustomerId(customer))))


@people.get("/customers/{customer:customer}/orders", scope="customers:read")
async def list_customer_orders(call: Call, customer: int, query: PageQuery) -> Listed[OrderOut]:
    """Retrieve a customer's order history."""
    slice_ = slice_of(call, query)
    found = await orders.of_customer(call.db, key(call).store, CustomerId(customer), slice_)
    return listed(call, slice_, found, order_out)


@people.get("/customers/{customer:customer}/loyalty", scope="customers:read")
async def get_customer_loyalty(call: Call, customer: int) -> Answer[AccountOut]:
    """Retrieve customer's loyalty points balance."""
    return answer(account_out(await loyalty.account(call.db, key(call).store, CustomerId(customer))))


@people.post("/customers", scope="customers:write", status=201, before=hash_password)
async def create_customer(call: Call, body: CustomerIn) -> Answer[CustomerOut]:
    """Create a new customer account."""
    return answer(customer_out(await customers.create(call.tx, key(call).store, body.to_core())))


@people.patch("/customers/{customer:customer}", scope="customers:write", before=hash_password)
async def update_customer(call: Call, customer: int, body: CustomerChangeIn) -> Answer[CustomerOut]:
    """Update customer information."""
    return answer(customer_out(await customers.edit(call.tx, key(call).store, CustomerId(customer), body.to_core())))


@people.get("/customers", scope="customers:read")
async def list_customers(call: Call, query: CustomerQuery) -> Listed[CustomerOut]:
    """Retrieve a list of customers with optional search."""
    slice_ = slice_of(call, query)
    found = await customers.page(call.db, [key(call).store], search=query.search, slice_=slice_)
    return listed(call, slice_, found, customer_out)
