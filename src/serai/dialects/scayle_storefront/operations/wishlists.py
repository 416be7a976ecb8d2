"""Wishlists."""

from collections.abc import Awaitable
from typing import Annotated, TypeVar

import msgspec

from serai.core import baskets, search
from serai.core.baskets import BasketRefused, ItemMissing, Place, Wishlist
from serai.core.inventory import VariantId
from serai.core.search import Shown
from serai.dialects.scayle_storefront import relations
from serai.dialects.scayle_storefront.auth import KEYED, shop
from serai.dialects.scayle_storefront.operations.baskets import Data, GroupIn, Id
from serai.dialects.scayle_storefront.shapes.baskets import WishlistOut, wishlist_out
from serai.dialects.scayle_storefront.shapes.looks import look
from serai.wire.call import Call
from serai.wire.operation import Operations

T = TypeVar("T")

wishlists = Operations("Wishlists")


class WishlistQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    with_: Annotated[str, msgspec.Meta(description="What to include.")] | None = msgspec.field(default=None, name="with")
    campaign_key: str | None = None
    price_promotion_key: str | None = None
    skip_availability_check: bool = False


class WishIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """A product or a variant, one of both. `shopId`: a child shop's, which changes nothing here."""

    product_id: Id | None = None
    variant_id: Id | None = None
    item_group: GroupIn | None = None
    custom_data: Data = {}
    shop_id: Id | None = None

    def to_core(self) -> baskets.NewWish:
        return baskets.NewWish(
            product=self.product_id,
            variant=None if self.variant_id is None else VariantId(self.variant_id),
            group=self.item_group.to_core() if self.item_group else None,
            custom_data=self.custom_data,
        )


@wishlists.get("/v1/wishlists/{key:wishlist}", scope=KEYED)
async def get_wishlist(
    call: Call,
    key: str,
    query: WishlistQuery,  # noqa: ARG001 - read where it counts
) -> WishlistOut:
    """The wishlist; an empty one for a key that was never used."""
    return await _shown(call, await baskets.wishlist(call.db, _place(call, key)))


@wishlists.post("/v1/wishlists/{key:wishlist}/items", status=201, scope=KEYED)
async def add_wishlist_item(
    call: Call,
    key: str,
    query: WishlistQuery,  # noqa: ARG001 - read where it counts
    body: WishIn,
) -> WishlistOut:
    """Remember a product, or one of its variants."""
    return await _shown(call, await _told(call, baskets.add_wish(call.tx, _place(call, key), body.to_core())))


@wishlists.delete("/v1/wishlists/{key:wishlist}/items/{item:wish}", status=200, scope=KEYED)
async def delete_wishlist_item(
    call: Call,
    key: str,
    item: str,
    query: WishlistQuery,  # noqa: ARG001 - read where it counts
) -> WishlistOut:
    """Forget one; a required one takes its group with it."""
    return await _shown(call, await _told(call, baskets.remove_wish(call.tx, _place(call, key), item)))


def _place(call: Call, key: str) -> Place:
    return Place(country=shop(call).country, key=key)


async def _told(call: Call, work: Awaitable[T]) -> T:
    """What the work gives; what it is refused with gets the wishlist in this wire's words."""
    try:
        return await work
    except (BasketRefused, ItemMissing) as error:
        if isinstance(error.basket, Wishlist):
            error.shown = await _shown(call, error.basket)
        raise


async def _shown(call: Call, wishlist: Wishlist) -> WishlistOut:
    here = look(call)
    ids = [item.product for item in wishlist.items]
    products: dict[int, Shown] = {
        shown.product.id: shown for shown in await search.show(call.db, here.country, ids, at=here.at)
    }
    return wishlist_out(wishlist, products, here, relations.of(call.query))
