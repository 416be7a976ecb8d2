"""Customers."""

from serai.core import customers
from serai.dialects.devskin.auth import key
from serai.dialects.devskin.paging import PageQuery, listed, slice_of
from serai.dialects.devskin.shapes.answers import Answer, Listed
from serai.dialects.devskin.shapes.customers import CustomerOut, customer_out
from serai.wire.call import Call
from serai.wire.operation import Operations

people = Operations("Customers")


@people.get("/customers")
async def list_customers(call: Call, query: PageQuery) -> Answer[Listed[CustomerOut]]:
    """List the store's customers, newest first."""
    slice_ = slice_of(call, query)
    found = await customers.page(call.db, key(call).stores, search=None, slice_=slice_)
    return listed(call, slice_, found, customer_out)
