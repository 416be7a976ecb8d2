"""Subscribing a customer to a product."""

from serai.core import catalog, customers
from serai.core.stores import StoreId
from serai.core.subscriptions import queue, read, rules
from serai.core.subscriptions.model import NewSubscription, Subscription, SubscriptionId
from serai.kit.checks import Faults
from serai.kit.db import Tx
from serai.kit.errors import Invalid
from serai.kit.outbox import Event

INSERT = """
insert into subscriptions
  (store_id, customer_id, product_id, frequency_id, quantity, price_minor, status, next_date, anchor_day,
   created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, 'active', $7, $8, $9, $9)
returning id
"""


async def create(tx: Tx, store: StoreId, new: NewSubscription) -> Subscription:
    """An active subscription whose first order is due on the start date; today's price less the frequency's discount.

    Raises NotFound for customer and product, and Invalid: the product takes no subscriptions, the frequency is unknown,
    the start date is in the past.
    """
    today = await queue.today(tx, store)
    faults = Faults()
    faults.of(lambda: rules.checked_quantity(new.quantity))
    faults.of(lambda: rules.checked_day(new.start_date, today=today, field="start_date"))
    faults.settle()
    await customers.get(tx, [store], new.customer)
    product = await catalog.get(tx, [store], new.product)
    if not product.subscription_enabled:
        raise Invalid.one("product_id", "Is not offered as a subscription.")
    frequency = await read.frequency(tx, store, new.frequency)
    price = rules.price(product.default.price_minor, frequency)
    values = (new.customer, new.product, new.frequency, new.quantity, price, new.start_date, new.start_date.day)
    made = SubscriptionId(await tx.value(INSERT, store, *values, tx.now))
    await queue.schedule(tx, store, new.start_date)
    subscription = await read.get(tx, store, made)
    tx.emit(Event(store, "subscription.created", made, subscription.version, subscription))
    return subscription
