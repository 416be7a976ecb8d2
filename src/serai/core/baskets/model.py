"""Baskets and wishlists. Money in minor units of the shop country's currency, tax contained."""

from datetime import datetime
from enum import StrEnum
from typing import NewType

from msgspec import UNSET, Struct, UnsetType

from serai.core.customers import CustomerId
from serai.core.inventory import VariantId
from serai.core.pricing import Price
from serai.core.promotions import Promo, Reason
from serai.core.stores import ShopCountry, StoreId

BasketId = NewType("BasketId", int)

Json = dict[str, object]

MOST_ITEMS = 200
"""Lines of a basket or a wishlist."""
MOST_QUANTITY = 1_000_000


class Place(Struct, frozen=True, kw_only=True):
    """A basket or wishlist of a shop country by the key that the client chose, and how it is looked at.

    `campaign` is the key of the campaign whose prices are asked for. `unchecked`: sold-out variants are taken too, as for
    click and reserve. `orphans`: lines whose variant is gone are shown.
    """

    country: ShopCountry
    key: str
    campaign: str | None = None
    unchecked: bool = False
    orphans: bool = False

    @property
    def store(self) -> StoreId:
        return self.country.store_id


class Group(Struct, frozen=True):
    """Lines that belong together. Removing a required one removes the whole group."""

    id: str
    is_main: bool = False
    is_required: bool = False


class Wish(Struct, frozen=True):
    """A promotion that a line shall have: its id as text, and its code."""

    id: str
    code: str | None = None


class NewItem(Struct, frozen=True, kw_only=True):
    """A line to add. `price_key` selects the prices of a price promotion; `shop_country` is the child shop's."""

    variant: VariantId
    quantity: int = 1
    group: Group | None = None
    custom_data: Json = {}
    display_data: Json = {}
    promotions: tuple[Wish, ...] = ()
    price_key: str | None = None
    shop_country: int | None = None


class ItemChange(Struct, frozen=True, kw_only=True):
    """What an edit says; UNSET leaves as it is."""

    quantity: int | UnsetType = UNSET
    group: Group | None | UnsetType = UNSET
    custom_data: Json | UnsetType = UNSET
    display_data: Json | UnsetType = UNSET
    promotions: tuple[Wish, ...] | UnsetType = UNSET
    price_key: str | None | UnsetType = UNSET


class Status(StrEnum):
    """Whether a line can be had. Of a deleted one the variant is gone for good."""

    AVAILABLE = "available"
    UNAVAILABLE = "unavailable"
    DELETED = "deleted"


class Applied(Struct, frozen=True, kw_only=True):
    """A promotion of a line. One that does not count has a `refusal`, or stands behind another: an order has one code.

    `promo` is None when the id and the code name none.
    """

    wish: Wish
    promo: Promo | None
    counts: bool
    refusal: Reason | None


class Item(Struct, frozen=True, kw_only=True):
    """A line. `available` pieces are what it could have, None for no limit; `total` is `quantity` × `unit` less promotions.

    Without a price the variant is not for sale in the shop country; its prices are then None.
    """

    key: str
    variant: VariantId
    product: int
    quantity: int
    available: int | None
    status: Status
    group: Group | None
    custom_data: Json
    display_data: Json
    price_key: str | None
    promotions: tuple[Applied, ...]
    unit: Price | None
    total: Price | None


class Basket(Struct, frozen=True, kw_only=True):
    """`cost` is the sum of the totals of what is available. A basket that nothing was put into has no id."""

    store_id: StoreId
    id: BasketId | None
    version: int
    shop_country: int
    key: str
    currency: str
    customer: CustomerId | None
    email: str | None
    items: tuple[Item, ...]
    cost: Price
    updated_at: datetime | None

    @property
    def available(self) -> tuple[Item, ...]:
        """The lines that can be had."""
        return tuple(item for item in self.items if item.status is Status.AVAILABLE)

    @property
    def goods_minor(self) -> int:
        """What they cost before promotions, without tax."""
        return sum(item.unit.without_tax * item.quantity for item in self.available if item.unit is not None)

    @property
    def owner(self) -> str:
        """Whom its reservations belong to."""
        return owner_of(self.id or BasketId(0))


class WishlistItem(Struct, frozen=True, kw_only=True):
    """A product, or one of its variants."""

    key: str
    product: int
    variant: VariantId | None
    group: Group | None
    custom_data: Json


class Wishlist(Struct, frozen=True, kw_only=True):
    """One that nothing was put into has no id."""

    store_id: StoreId
    id: int | None
    key: str
    items: tuple[WishlistItem, ...]


def owner_of(basket: BasketId) -> str:
    """The owner of a basket's reservations."""
    return f"basket:{basket}"
