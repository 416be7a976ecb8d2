"""Orders, from placing to refund. The only context that knows what an order means for stock and money."""

from serai.core.orders.errors import IllegalMove, OutOfStock, Short
from serai.core.orders.model import (
    Address,
    Buyer,
    Change,
    Discount,
    DiscountKind,
    Draft,
    Line,
    Order,
    OrderId,
    State,
    Wanted,
)
from serai.core.orders.move import Move, move, move_all
from serai.core.orders.place import place
from serai.core.orders.quote import Quote, last_address, quote
from serai.core.orders.read import Filter, get, history, of_customer, page, store_of

__all__ = [
    "Address",
    "Buyer",
    "Change",
    "Discount",
    "DiscountKind",
    "Draft",
    "Filter",
    "IllegalMove",
    "Line",
    "Move",
    "Order",
    "OrderId",
    "OutOfStock",
    "Quote",
    "Short",
    "State",
    "Wanted",
    "get",
    "history",
    "last_address",
    "move",
    "move_all",
    "of_customer",
    "page",
    "place",
    "quote",
    "store_of",
]
