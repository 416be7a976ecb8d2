"""A look at a subscription's next order."""

from serai.core import orders
from serai.core.orders import Draft, Wanted
from serai.core.stores import StoreId
from serai.core.subscriptions import read
from serai.core.subscriptions.errors import SubscriptionCancelled
from serai.core.subscriptions.model import Status, SubscriptionId, Upcoming
from serai.kit.db import Db

PRODUCT = "select name from products where store_id = $1 and id = $2"


async def upcoming(db: Db, store: StoreId, subscription: SubscriptionId) -> Upcoming:
    """What the next order would come to if it were placed now. Raises NotFound, SubscriptionCancelled. Five statements."""
    found = await read.get(db, store, subscription)
    if found.status is Status.CANCELLED:
        raise SubscriptionCancelled
    line = Wanted(found.product, found.quantity, unit_minor=found.price_minor)
    address = await orders.last_address(db, store, found.customer)
    quote = await orders.quote(db, store, Draft(customer=found.customer, lines=(line,), ship_to=address))
    return Upcoming(found, await db.value(PRODUCT, store, found.product), quote.sums, quote.currency, quote.in_stock)
