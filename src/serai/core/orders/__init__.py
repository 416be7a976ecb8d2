"""Orders, from placing to refund. The only context that knows what an order means for stock and money."""

from serai.core.orders.annotate import annotate
from serai.core.orders.edit import OrderChange, edit
from serai.core.orders.edit_lines import LineChange, add_line, edit_line, lock_line, remove_line
from serai.core.orders.errors import IllegalMove, OutOfStock, PieceGone, Settled, Short
from serai.core.orders.fulfil import Parcel, Return, cancel_pieces, return_pieces, ship
from serai.core.orders.model import (
    Address,
    Buyer,
    Change,
    Discount,
    DiscountKind,
    Draft,
    Line,
    LineId,
    Order,
    OrderId,
    Share,
    State,
    Wanted,
)
from serai.core.orders.move import Move, move, move_all
from serai.core.orders.payments import Payment, PaymentId, payment, payments
from serai.core.orders.pieces import Fate, Piece, PieceId, Shipment, ShipmentId, Whole, pieces_of
from serai.core.orders.place import place
from serai.core.orders.quote import Quote, last_address, quote
from serai.core.orders.read import Filter, Sort, get, history, lock, of_customer, page, store_of
from serai.core.orders.take_in import Intake, Sold, keep_order_data, keep_piece_data, name_order, take_in
from serai.core.orders.whole import WalkFilter, find_whole, walk

__all__ = [
    "Address",
    "Buyer",
    "Change",
    "Discount",
    "DiscountKind",
    "Draft",
    "Fate",
    "Filter",
    "IllegalMove",
    "Intake",
    "Line",
    "LineChange",
    "LineId",
    "Move",
    "Order",
    "OrderChange",
    "OrderId",
    "OutOfStock",
    "Parcel",
    "Payment",
    "PaymentId",
    "Piece",
    "PieceGone",
    "PieceId",
    "Quote",
    "Return",
    "Settled",
    "Share",
    "Shipment",
    "ShipmentId",
    "Short",
    "Sold",
    "Sort",
    "State",
    "WalkFilter",
    "Wanted",
    "Whole",
    "add_line",
    "annotate",
    "cancel_pieces",
    "edit",
    "edit_line",
    "find_whole",
    "get",
    "history",
    "keep_order_data",
    "keep_piece_data",
    "last_address",
    "lock",
    "lock_line",
    "move",
    "move_all",
    "name_order",
    "of_customer",
    "page",
    "payment",
    "payments",
    "pieces_of",
    "place",
    "quote",
    "remove_line",
    "return_pieces",
    "ship",
    "store_of",
    "take_in",
    "walk",
]
