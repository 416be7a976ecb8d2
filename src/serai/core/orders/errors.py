"""What can go wrong with orders."""

from dataclasses import dataclass

from serai.core.orders.model import State
from serai.kit.errors import Refused


@dataclass(eq=False)
class IllegalMove(Refused):
    """The state machine has no such move."""

    current: State
    to: State


@dataclass(frozen=True)
class Short:
    """A line that cannot be had. `index` counts from 0; pieces; nothing is available of an unknown product."""

    index: int
    product: int
    requested: int
    available: int


@dataclass(eq=False)
class OutOfStock(Refused):
    """One or more lines ask for more than is sellable, or for what is not sold. Nothing was written."""

    shorts: tuple[Short, ...]


@dataclass(eq=False)
class Settled(Refused):
    """What an order that stands there has for good."""

    field: str


@dataclass(eq=False)
class PieceGone(Refused):
    """The piece was shipped, cancelled or returned before."""

    piece: int
