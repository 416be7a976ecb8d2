"""Placing the order of a form, once however often it is sent."""

from typing import Final

from serai.core import analytics, baskets, customers
from serai.core.customers import Customer, CustomerId, NewCustomer
from serai.core.orders import OrderId
from serai.kit import idempotency
from serai.kit.db import Tx
from serai.kit.errors import Taken
from serai.web.storefront.basket.views import cart_token
from serai.web.storefront.checkout.details import Details, checkout
from serai.web.storefront.visit import Guest

GUEST: Final = "guest"
"""The actor of an order that nobody was logged in for."""


async def place(visit: Guest, form: Details, buyer: Customer | None) -> OrderId:
    """The order of this form, placed now or before. Raises what `customers.create` and `baskets.order` raise."""
    try:
        return await visit.write(lambda tx: _once(tx, visit, form, buyer))
    except Taken as meanwhile:
        if meanwhile.field != "email":
            raise
        return await visit.write(lambda tx: _once(tx, visit, form, buyer))


async def _once(tx: Tx, visit: Guest, form: Details, buyer: Customer | None) -> OrderId:
    """Whoever sends the form again waits for the basket, and then finds the order that is there."""
    vault = visit.services.vault
    sent = idempotency.Request(f"shop {visit.store}", "checkout", form.order, idempotency.digest(visit.key.encode()))
    await baskets.lock(tx, visit.place)
    kept = await idempotency.recall(tx, vault, sent)
    if kept is not None:
        return OrderId(int(kept.answer))
    who = buyer.id if buyer else await _guest(tx, visit, form)
    actor = f"cus_{buyer.id}" if buyer else GUEST
    order = await baskets.order(tx, visit.place, checkout(form, who, is_known=buyer is not None), actor=actor)
    if cart := cart_token(visit):
        await analytics.record_cart(tx, visit.store, token=cart, order=order.id)
    await idempotency.keep(tx, vault, sent, idempotency.Kept(201, str(order.id).encode()), now=tx.now)
    return order.id


async def _guest(tx: Tx, visit: Guest, form: Details) -> CustomerId:
    """An order by a known address is that customer's, as with the APIs, for the merchant knows people by it.

    Nothing of the customer is changed or shown: nobody has proven that the address is theirs.
    """
    known = await customers.by_email(tx, visit.store, form.email)
    if known is not None:
        return known.id
    new = NewCustomer(email=form.email, name=form.name.strip(), phone=form.phone.strip(), is_guest=True)
    return (await customers.create(tx, visit.store, new)).id
