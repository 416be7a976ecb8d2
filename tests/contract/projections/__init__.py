"""What each dialect says of a store's products, orders and customers, in canonical words: minor units, core states.

A projection has by id what its dialect says; a dialect that does not say a thing has no such field. Each one also checks
the equations that hold within its dialect.
"""

from tests.contract.projections.baskets import basket_adds_up
from tests.contract.projections.customers import customers
from tests.contract.projections.orders import REFUNDED, STATES, orders
from tests.contract.projections.products import products
from tests.contract.projections.rows import Row, View

__all__ = ["REFUNDED", "STATES", "Row", "View", "basket_adds_up", "customers", "orders", "products"]
