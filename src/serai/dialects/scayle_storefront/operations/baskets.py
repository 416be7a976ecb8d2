"""Baskets. Whatever is refused, the answer has the basket as it is: clients go on from there."""

from collections.abc import Awaitable
from typing import Annotated, Any, TypeVar

import msgspec
from msgspec import UNSET, UnsetType

from serai.core import baskets, search
from serai.core.baskets import Basket, BasketRefused, ItemMissing, Offer, Outcome, Place
from serai.core.inventory import VariantId
from serai.core.search import Shown
from serai.dialects.scayle_storefront import relations
from serai.dialects.scayle_storefront.auth import KEYED, shop
from serai.dialects.scayle_storefront.paths import LARGEST
from serai.dialects.scayle_storefront.shapes.baskets import BasketOut, basket_out
from serai.dialects.scayle_storefront.shapes.looks import look
from serai.wire.call import Call, Reply
from serai.wire.operation import Operations

T = TypeVar("T")

shop_baskets = Operations("Baskets")

Id = Annotated[int, msgspec.Meta(ge=1, le=LARGEST)]
Data = dict[str, Any]
PRICE_KEY = "pricePromotionKey"
REDUCED = {"also": (206,)}
"""For operations that may store fewer pieces than asked for."""


class BasketQuery(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """What every basket call takes."""

    with_: Annotated[str, msgspec.Meta(description="What to include.")] | None = msgspec.field(default=None, name="with")
    campaign_key: str | None = None
    price_promotion_key: str | None = None
    skip_availability_check: bool = False
    include_items_without_product_data: bool = False
    checkout_shop_id: int | None = None


class GroupIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    id: str
    is_main_item: bool = False
    is_required: bool = False

    def to_core(self) -> baskets.Group:
        return baskets.Group(self.id, self.is_main_item, self.is_required)


class WishIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    id: str
    code: str | None = None


class ItemIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """`promotion_id` is the older way of naming one promotion."""

    variant_id: Id
    quantity: int = 1
    custom_data: Data = {}
    display_data: Data = {}
    item_group: GroupIn | None = None
    shop_id: Id | None = None
    promotion_id: str | None = None
    promotions: list[WishIn] = []

    def to_core(self, price_key: str | None) -> baskets.NewItem:
        named = [] if self.promotion_id is None else [WishIn(id=self.promotion_id)]
        wishes = {each.id: each for each in [*named, *self.promotions]}
        return baskets.NewItem(
            variant=VariantId(self.variant_id),
            quantity=self.quantity,
            group=self.item_group.to_core() if self.item_group else None,
            custom_data=self.custom_data,
            display_data=self.display_data,
            promotions=_wishes(list(wishes.values())),
            price_key=_price_key(self.custom_data) or price_key,
            shop_country=self.shop_id,
        )


class ItemChangeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """Absent: unchanged. `promotionId` null takes the promotion away, `promotionCode` is its code."""

    quantity: int | UnsetType = UNSET
    custom_data: Data | UnsetType = UNSET
    display_data: Data | UnsetType = UNSET
    item_group: GroupIn | None | UnsetType = UNSET
    promotion_id: str | None | UnsetType = UNSET
    promotion_code: str | None | UnsetType = UNSET
    promotions: list[WishIn] | UnsetType = UNSET

    def to_core(self) -> baskets.ItemChange:
        group = self.item_group.to_core() if isinstance(self.item_group, GroupIn) else self.item_group
        data = self.custom_data
        return baskets.ItemChange(
            quantity=self.quantity,
            custom_data=data,
            display_data=self.display_data,
            group=group,
            promotions=self._promotions(),
            price_key=data if isinstance(data, UnsetType) else _price_key(data),
        )

    def _promotions(self) -> tuple[baskets.Wish, ...] | UnsetType:
        """The list where there is one with something in it, else the single promotion."""
        several = [] if isinstance(self.promotions, UnsetType) else self.promotions
        if several or isinstance(self.promotion_id, UnsetType):
            return UNSET if isinstance(self.promotions, UnsetType) else _wishes(several)
        code = None if isinstance(self.promotion_code, UnsetType) else self.promotion_code
        return () if self.promotion_id is None else (baskets.Wish(self.promotion_id, code),)


class CodeIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    promotion_code: str


class PromotionsIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    """All of the line's promotions from now on."""

    item_id: str
    promotions: list[WishIn]


@shop_baskets.get("/v1/baskets/{key:basket}", scope=KEYED)
async def get_basket(call: Call, key: str, query: BasketQuery) -> BasketOut:
    """The basket; an empty one for a key that was never used."""
    place = place_of(call, key, query)
    here = look(call)
    basket, found = await baskets.get_shown(call.db, place, at=here.at)
    products: dict[int, Shown] = {shown.product.id: shown for shown in found}
    asked, offers = relations.of(call.query), _offers(call, basket)
    return basket_out(basket, products, here, asked, orphans=place.orphans, offers=offers)


@shop_baskets.post("/v1/baskets/{key:basket}/items", status=201, scope=KEYED, extra=REDUCED)
async def add_basket_item(call: Call, key: str, query: BasketQuery, body: ItemIn) -> BasketOut:
    """Add a line; 206 when there were fewer pieces than asked for."""
    place = place_of(call, key, query)
    adding = baskets.add(call.tx, place, body.to_core(query.price_promotion_key))
    return await _answer(call, await _told(call, place, adding), place)


@shop_baskets.patch("/v1/baskets/{key:basket}/items/{item:item}", scope=KEYED, extra=REDUCED)
async def update_basket_item(call: Call, key: str, item: str, query: BasketQuery, body: ItemChangeIn) -> BasketOut:
    """Change a line; 206 when there were fewer pieces than asked for."""
    place = place_of(call, key, query)
    return await _answer(call, await _told(call, place, baskets.change(call.tx, place, item, body.to_core())), place)


@shop_baskets.delete("/v1/baskets/{key:basket}/items/{item:item}", status=200, scope=KEYED)
async def delete_basket_item(call: Call, key: str, item: str, query: BasketQuery) -> BasketOut:
    """Remove a line; a required one takes its group with it."""
    place = place_of(call, key, query)
    basket = await _told(call, place, baskets.remove(call.tx, place, item))
    return await _shown(call, basket, place, offers=_offers(call, basket))


@shop_baskets.post("/v1/baskets/{key:basket}/promotion-code", scope=KEYED, writes=False)
async def find_basket_promotions(call: Call, key: str, query: BasketQuery, body: CodeIn) -> BasketOut:
    """The basket with the promotion that a code stands for, for every line that can have it. Nothing is changed."""
    place = place_of(call, key, query)
    at = call.services.clock.now()
    basket, offers = await baskets.offers(call.db, place, body.promotion_code, at=at)
    return await _shown(call, basket, place, offers=offers)


@shop_baskets.put("/v1/baskets/{key:basket}/promotions", scope=KEYED)
async def update_basket_promotions(call: Call, key: str, query: BasketQuery, body: list[PromotionsIn]) -> BasketOut:
    """Set the promotions of the lines named; the others keep theirs."""
    place = place_of(call, key, query)
    wishes = {each.item_id: _wishes(each.promotions) for each in body}
    basket = await _told(call, place, baskets.set_promotions(call.tx, place, wishes))
    return await _shown(call, basket, place, offers=_offers(call, basket))


def place_of(call: Call, key: str, query: BasketQuery) -> Place:
    """Which basket is meant, and how it is looked at."""
    return Place(
        country=shop(call).country,
        key=key,
        campaign=query.campaign_key,
        unchecked=query.skip_availability_check,
        orphans=query.include_items_without_product_data,
    )


def _price_key(data: Data) -> str | None:
    found = data.get(PRICE_KEY)
    return found if isinstance(found, str) and found else None


def _wishes(wishes: list[WishIn]) -> tuple[baskets.Wish, ...]:
    return tuple(baskets.Wish(each.id, each.code) for each in wishes)


def _offers(call: Call, basket: Basket) -> tuple[Offer, ...] | None:
    """Those that count already, where they are asked for: every other one needs its code first."""
    if "applicablePromotions" not in relations.of(call.query):
        return None
    return tuple(Offer(i.key, a.promo) for i in basket.items for a in i.promotions if a.counts and a.promo is not None)


async def _answer(call: Call, outcome: Outcome, place: Place) -> BasketOut:
    """With 206 when the quantity was cut."""
    shown = await _shown(call, outcome.basket, place, offers=_offers(call, outcome.basket))
    return Reply(shown, status=206) if outcome.reduced else shown  # type: ignore[return-value]  # the same, with its status


async def _told(call: Call, place: Place, work: Awaitable[T]) -> T:
    """What the work gives; what it is refused with gets the basket in this wire's words."""
    try:
        return await work
    except (BasketRefused, ItemMissing) as error:
        if isinstance(error.basket, Basket):
            error.shown = await _shown(call, error.basket, place)
        raise


async def _shown(call: Call, basket: Basket, place: Place, *, offers: tuple[Offer, ...] | None = None) -> BasketOut:
    here = look(call)
    ids = [item.product for item in basket.items]
    products: dict[int, Shown] = {
        shown.product.id: shown for shown in await search.show(call.db, here.country, ids, at=here.at)
    }
    asked = relations.of(call.query)
    return basket_out(basket, products, here, asked, orphans=place.orphans, offers=offers)
