"""The goods that the customer has sent again and again."""

from serai.core import search, subscriptions
from serai.core.customers import Customer
from serai.core.subscriptions import Filter, SubscriptionId
from serai.kit.db import Tx
from serai.kit.errors import NotFound
from serai.kit.pages import Slice
from serai.web.section import Form
from serai.web.storefront.account.section import AT_ONCE, HOME, SECTION, number_of, steps
from serai.web.storefront.account.session import own_form, own_page
from serai.web.storefront.visit import Guest
from serai.web.visit import Answer, Done, Page

SUBSCRIPTIONS = f"{HOME}/subscriptions"
CANCEL = SUBSCRIPTIONS + "/{subscription:int}/cancel"


@SECTION.page(SUBSCRIPTIONS)
@own_page
async def list_subscriptions(visit: Guest, customer: Customer) -> Answer:
    slice_ = Slice(number_of(visit), AT_ONCE)
    page = await subscriptions.page(visit.db, visit.store, Filter(customer=customer.id), slice_)
    shown = await search.show(visit.db, visit.country, [each.product for each in page.items], at=visit.now)
    products = {each.product.id: each.product for each in shown}
    around = steps(visit, SUBSCRIPTIONS, total=page.total)
    return Page("subscriptions.html", {"subscriptions": page.items, "products": products, **around})


@SECTION.form(CANCEL, Form, again=list_subscriptions)
@own_form
async def cancel(visit: Guest, customer: Customer, _: Form) -> Answer:
    number = SubscriptionId(visit.number("subscription"))

    async def work(tx: Tx) -> None:
        if (await subscriptions.get(tx, visit.store, number)).customer != customer.id:
            raise NotFound("subscription")
        await subscriptions.cancel(tx, visit.store, number, reason=None)

    await visit.write(work)
    return Done(SUBSCRIPTIONS, "cancelled")


@SECTION.page(CANCEL)
async def back(_: Guest) -> Answer:
    return Done(SUBSCRIPTIONS)
