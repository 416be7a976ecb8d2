"""What can go wrong with baskets and wishlists. Each error has the whole of it as it is: clients go on from there."""

from dataclasses import dataclass
from typing import Any

from serai.core.baskets.model import Basket, Wishlist
from serai.kit.errors import NotFound, Refused


@dataclass(eq=False)
class BasketRefused(Refused):
    """The line cannot be added or changed. Nothing was written.

    `shown` is for the dialect: the basket in its words, where it needs more than this to say it.
    """

    basket: Basket | Wishlist
    shown: Any = None


class AlreadyPresent(BasketRefused):
    """There is a line of this variant, or product, in this group."""


class ItemUnavailable(BasketRefused):
    """The variant is not for sale here, or sold out."""


class TooManyItems(BasketRefused):
    """It has as many lines as it may have."""


@dataclass(eq=False)
class ItemMissing(NotFound):
    """There is no line of this key."""

    basket: Basket | Wishlist
    shown: Any = None


class NothingToOrder(Refused):
    """The basket has no line that can be had."""


class OtherCurrency(Refused):
    """The shop country sells in another currency than the store keeps its orders in."""


class BasketChanged(Refused):
    """The buyer was shown something else than what would be ordered now. Nothing was written."""
