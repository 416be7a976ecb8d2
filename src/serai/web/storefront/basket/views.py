"""The basket: what is in it, how many, and the code that makes it cheaper."""

from pathlib import Path
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from serai.core import analytics, baskets
from serai.core.baskets import Basket, ItemChange, Outcome
from serai.core.customers import CustomerId
from serai.core.inventory import VariantId
from serai.core.pricing import Category
from serai.kit.crypto import random_text
from serai.kit.db import Tx
from serai.web.section import Form, Section
from serai.web.storefront.account import session
from serai.web.storefront.basket import lines
from serai.web.storefront.visit import Guest
from serai.web.visit import LARGEST_ID, Answer, Done, Page

SECTION: Section[Guest] = Section(Path(__file__).parent)
CART: Final = "serai_cart"
"""Tells one cart from the next in the store's figures; it opens nothing."""
PATH: Final = "/cart"


class Wanted(Struct):
    variant: Annotated[int, Meta(gt=0, lt=LARGEST_ID)]
    quantity: int = 1


class Quantity(Struct):
    """Of nothing the line is not kept."""

    quantity: int


class Code(Struct):
    promotion_code: str


@SECTION.page(PATH)
async def basket_page(visit: Guest) -> Answer:
    basket, found = await lines.read(visit)
    return Page("basket.html", {"basket": basket, "lines": found, **_hints(visit, basket)})


@SECTION.form(PATH, Wanted, again=basket_page)
async def add(visit: Guest, form: Wanted) -> Answer:
    """A product's page sends this."""
    buyer, cart = await session.customer(visit), cart_token(visit) or random_text(32)
    outcome = await visit.write(lambda tx: _add(tx, visit, form, buyer.id if buyer else None, cart))
    visit.cookies[CART] = cart
    return Done(PATH, "reduced" if outcome.reduced else "added")


@SECTION.form(PATH + "/items/{item}", Quantity, again=basket_page)
async def change(visit: Guest, form: Quantity) -> Answer:
    key = visit.text("item")
    if form.quantity == 0:
        await visit.write(lambda tx: baskets.remove(tx, visit.place, key))
        return Done(PATH, "removed")
    outcome = await visit.write(lambda tx: baskets.change(tx, visit.place, key, ItemChange(quantity=form.quantity)))
    return Done(PATH, "reduced" if outcome.reduced else "changed")


@SECTION.form(PATH + "/items/{item}/remove", Form, again=basket_page)
async def remove(visit: Guest, _: Form) -> Answer:
    await visit.write(lambda tx: baskets.remove(tx, visit.place, visit.text("item")))
    return Done(PATH, "removed")


@SECTION.form(PATH + "/code", Code, again=basket_page)
async def use_code(visit: Guest, form: Code) -> Answer:
    await visit.write(lambda tx: baskets.use_code(tx, visit.place, form.promotion_code))
    return Done(PATH, "code_used")


@SECTION.form(PATH + "/code/remove", Form, again=basket_page)
async def drop_code(visit: Guest, _: Form) -> Answer:
    await visit.write(lambda tx: baskets.drop_codes(tx, visit.place))
    return Done(PATH, "code_dropped")


@SECTION.page(PATH + "/items/{item}")
@SECTION.page(PATH + "/items/{item}/remove")
@SECTION.page(PATH + "/code")
@SECTION.page(PATH + "/code/remove")
async def back(_: Guest) -> Answer:
    """Whoever looks at a form's address once more."""
    return Done(PATH)


def cart_token(visit: Guest) -> str:
    """What the cart is counted as; empty before there is one."""
    kept = visit.request.cookies.get(CART, "")
    return kept if len(kept) == 32 and kept.isascii() and kept.isalnum() else ""


async def _add(tx: Tx, visit: Guest, form: Wanted, buyer: CustomerId | None, cart: str) -> Outcome:
    outcome = await baskets.collect(tx, visit.place, VariantId(form.variant), form.quantity)
    if buyer is not None and outcome.basket.customer != buyer:
        await baskets.belongs_to(tx, visit.place, customer=buyer)
    if not cart_token(visit):
        await analytics.record_cart(tx, visit.store, token=cart)
    return outcome


def _hints(visit: Guest, basket: Basket) -> dict[str, Any]:
    """`code` that every line has and why it does not count, what it takes off, and the cheapest way to send an order."""
    applied = [each for item in basket.available for each in item.promotions]
    first = next((each for each in applied if each.counts), applied[0] if applied else None)
    saved = [step.absolute_minor for step in basket.cost.reductions if step.category is Category.PROMOTION]
    return {
        "code": first.wish.code if first else "",
        "refusal": first.refusal.value if first and not first.counts and first.refusal else "",
        "saved_minor": saved[0] if saved else 0,
        "shipping_minor": min((zone.rate_minor for zone in visit.shop.zones), default=0),
        "can_order": bool(basket.available),
    }
