"""Putting something into a basket as shoppers do: what is there already becomes more, and a code counts for it too."""

from serai.core.baskets.edit import Outcome, add, change
from serai.core.baskets.errors import AlreadyPresent, ItemUnavailable
from serai.core.baskets.model import Basket, ItemChange, NewItem, Place, Wish
from serai.core.baskets.promote import set_promotions
from serai.core.inventory import VariantId
from serai.kit.db import Tx


async def collect(tx: Tx, place: Place, variant: VariantId, quantity: int) -> Outcome:
    """So many pieces, cut to what there is; the promotion that the other lines have is the new one's too.

    Raises Invalid, ItemUnavailable, TooManyItems.
    """
    try:
        outcome = await add(tx, place, NewItem(variant=variant, quantity=quantity))
    except AlreadyPresent as present:
        basket = present.basket
        items = basket.items if isinstance(basket, Basket) else ()
        line = next((item for item in items if item.variant == variant and item.group is None), None)
        if line is None:
            raise ItemUnavailable(present.basket) from None
        return await change(tx, place, line.key, ItemChange(quantity=line.quantity + quantity))
    wishes = _wishes(outcome.basket)
    bare = {item.key: wishes for item in outcome.basket.items if not item.promotions}
    if not wishes or not bare:
        return outcome
    return Outcome(await set_promotions(tx, place, bare), outcome.reduced)


def _wishes(basket: Basket) -> tuple[Wish, ...]:
    return next((tuple(each.wish for each in item.promotions) for item in basket.items if item.promotions), ())
