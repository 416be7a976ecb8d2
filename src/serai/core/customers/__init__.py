"""The people who buy from a store. Knows orders only by what their rows sum up to.

Owns `customers`, `customer_groups`, `customer_addresses`.
"""

from serai.core.customers.addresses import (
    AddressChange,
    AddressFields,
    CustomerAddress,
    add_address,
    address,
    addresses,
    anybodys_address,
    edit_address,
    remove_address,
)
from serai.core.customers.credentials import Credentials, admitted, credentials
from serai.core.customers.group_names import groups_named
from serai.core.customers.groups import (
    add_to_group,
    create_group,
    groups,
    make_default_group,
    remove_group,
    rename_group,
)
from serai.core.customers.model import (
    AddressId,
    Customer,
    CustomerChange,
    CustomerId,
    Gender,
    Group,
    GroupId,
    Identity,
    NewCustomer,
    Spending,
)
from serai.core.customers.read import CustomerFilter, by_email, by_key, get, page, store_of
from serai.core.customers.remove import remove
from serai.core.customers.sign_in import change_password, log_in, register
from serai.core.customers.walk import Range, walk
from serai.core.customers.write import create, edit

__all__ = [
    "AddressChange",
    "AddressFields",
    "AddressId",
    "Credentials",
    "Customer",
    "CustomerAddress",
    "CustomerChange",
    "CustomerFilter",
    "CustomerId",
    "Gender",
    "Group",
    "GroupId",
    "Identity",
    "NewCustomer",
    "Range",
    "Spending",
    "add_address",
    "add_to_group",
    "address",
    "addresses",
    "admitted",
    "anybodys_address",
    "by_email",
    "by_key",
    "change_password",
    "create",
    "create_group",
    "credentials",
    "edit",
    "edit_address",
    "get",
    "groups",
    "groups_named",
    "log_in",
    "make_default_group",
    "page",
    "register",
    "remove",
    "remove_address",
    "remove_group",
    "rename_group",
    "store_of",
    "walk",
]
