"""The sections in the order of the navigation."""

from typing import Final

from serai.web.dashboard.account.views import SECTION as ACCOUNT
from serai.web.dashboard.admin.views import SECTION as ADMIN
from serai.web.dashboard.customers.views import SECTION as CUSTOMERS
from serai.web.dashboard.design import SECTION as DESIGN
from serai.web.dashboard.developers.views import SECTION as DEVELOPERS
from serai.web.dashboard.marketing.views import SECTION as MARKETING
from serai.web.dashboard.orders.views import SECTION as ORDERS
from serai.web.dashboard.overview.views import SECTION as OVERVIEW
from serai.web.dashboard.products.views import SECTION as PRODUCTS
from serai.web.dashboard.stores import SECTION as STORES
from serai.web.dashboard.transfer.views import SECTION as TRANSFER

SECTIONS: Final = (
    OVERVIEW,
    STORES,
    PRODUCTS,
    TRANSFER,
    ORDERS,
    CUSTOMERS,
    MARKETING,
    DESIGN,
    DEVELOPERS,
    ACCOUNT,
    ADMIN,
)
