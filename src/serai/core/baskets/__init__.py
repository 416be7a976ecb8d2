"""What somebody means to buy, and what somebody wants to remember: baskets and wishlists of a shop country.

The client chooses a basket's key. A basket promises no pieces by itself: `reserve` holds them for a while, `order` buys them.
"""

from serai.core.baskets.collect import collect
from serai.core.baskets.edit import Outcome, add, change, remove
from serai.core.baskets.errors import (
    AlreadyPresent,
    BasketChanged,
    BasketRefused,
    ItemMissing,
    ItemUnavailable,
    NothingToOrder,
    OtherCurrency,
    TooManyItems,
)
from serai.core.baskets.forget import KEPT, forget
from serai.core.baskets.merge import belongs_to, merge
from serai.core.baskets.model import (
    MOST_ITEMS,
    Applied,
    Basket,
    BasketId,
    Group,
    Item,
    ItemChange,
    NewItem,
    Place,
    Status,
    Wish,
    Wishlist,
    WishlistItem,
)
from serai.core.baskets.order import Checkout, Quoted, Seen, lock, order, quote, release, reserve, seen
from serai.core.baskets.promote import Offer, drop_codes, offers, offers_of, set_promotions, use_code
from serai.core.baskets.read import get, get_shown
from serai.core.baskets.standing import Standing, standing, standing_one
from serai.core.baskets.wishlists import NewWish, add_wish, remove_wish, wishlist

__all__ = [
    "KEPT",
    "MOST_ITEMS",
    "AlreadyPresent",
    "Applied",
    "Basket",
    "BasketChanged",
    "BasketId",
    "BasketRefused",
    "Checkout",
    "Group",
    "Item",
    "ItemChange",
    "ItemMissing",
    "ItemUnavailable",
    "NewItem",
    "NewWish",
    "NothingToOrder",
    "Offer",
    "OtherCurrency",
    "Outcome",
    "Place",
    "Quoted",
    "Seen",
    "Standing",
    "Status",
    "TooManyItems",
    "Wish",
    "Wishlist",
    "WishlistItem",
    "add",
    "add_wish",
    "belongs_to",
    "change",
    "collect",
    "drop_codes",
    "forget",
    "get",
    "get_shown",
    "lock",
    "merge",
    "offers",
    "offers_of",
    "order",
    "quote",
    "release",
    "remove",
    "remove_wish",
    "reserve",
    "seen",
    "set_promotions",
    "standing",
    "standing_one",
    "use_code",
    "wishlist",
]
