"""A product made, seen and changed."""

from typing import Final

from serai.core import catalog
from serai.core.catalog import Product
from serai.kit.db import Tx
from serai.kit.money import minor_unit
from serai.web.dashboard.products.forms import EditForm, NewForm, stays_free
from serai.web.dashboard.products.listing import categories
from serai.web.dashboard.products.pictures import LARGEST, kept
from serai.web.dashboard.products.section import PRODUCT, PRODUCTS, SECTION, product_of, unchanged, way
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page

LARGEST_DETAILS: Final = 2 * 2**20
"""Bytes of the form: the longest description in Arabic, each letter of which takes six."""


@SECTION.page(f"{PRODUCTS}/new")
async def new_page(visit: Merchant) -> Answer:
    return Page("new.html", {"categories": await categories(visit), "step": minor_unit(visit.store.currency)})


@SECTION.form(f"{PRODUCTS}/new", NewForm, again=new_page, largest=LARGEST)
async def create(visit: Merchant, form: NewForm) -> Answer:
    async def work(tx: Tx) -> Product:
        picture = await kept(tx, visit, form.content) if form.content else None
        return await catalog.create(tx, visit.store_id, form.to_core(visit.store.currency, picture))

    made = await visit.write(work)
    return Done(f"{visit.here}/products/{made.id}", "created")


@SECTION.page(PRODUCT)
async def details_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    values = {"product": product, "categories": await categories(visit), "step": minor_unit(product.currency)}
    return Page("details.html", values)


@SECTION.form(PRODUCT, EditForm, again=details_page, largest=LARGEST_DETAILS)
async def change(visit: Merchant, form: EditForm) -> Answer:
    async def work(tx: Tx) -> Product:
        before = await unchanged(tx, visit, form.version)
        return await catalog.edit(tx, visit.store_id, before.id, form.to_core(before), free=stays_free(before))

    await visit.write(work)
    return Done(way(visit), "saved")
