"""The people who buy from a store. Knows orders only by what their rows sum up to."""

from serai.core.customers.model import Customer, CustomerChange, CustomerId, NewCustomer, Spending
from serai.core.customers.read import get, page, store_of
from serai.core.customers.write import create, edit

__all__ = ["Customer", "CustomerChange", "CustomerId", "NewCustomer", "Spending", "create", "edit", "get", "page", "store_of"]
