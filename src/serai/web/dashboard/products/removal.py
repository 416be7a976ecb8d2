"""Products, variants, pictures and options taken away, each after a question."""

from serai.core import catalog
from serai.core.catalog import Full
from serai.web.dashboard.products.options import OPTION, VALUE
from serai.web.dashboard.products.section import (
    PRODUCT,
    SECTION,
    named_of,
    number_of,
    option_of,
    picture_of,
    product_of,
    value_of,
    way,
)
from serai.web.dashboard.products.variants import VARIANT
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page


def _question(product: Full, what: str, name: str, back: str) -> Page:
    """`what` names the words that ask, `back` the page below the product's to go back to."""
    return Page("remove.html", {"product": product, "what": what, "name": name, "back": back})


@SECTION.page(f"{PRODUCT}/remove")
async def product_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    return _question(product, "product", product.name, "")


@SECTION.form(f"{PRODUCT}/remove", again=product_page)
async def remove_product(visit: Merchant, _: Form) -> Answer:
    await visit.write(lambda tx: catalog.remove(tx, visit.store_id, number_of(visit)))
    return Done(f"{visit.here}/products", "removed")


@SECTION.page(f"{VARIANT}/remove")
async def variant_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    return _question(product, "variant", named_of(visit, product).name, "/variants")


@SECTION.form(f"{VARIANT}/remove", again=variant_page)
async def remove_variant(visit: Merchant, _: Form) -> Answer:
    variant = named_of(visit, await product_of(visit))
    await visit.write(lambda tx: catalog.remove_variant(tx, visit.store_id, variant.id))
    return Done(way(visit, "/variants"), "variant_removed")


@SECTION.page(f"{PRODUCT}/pictures/{{picture:int}}/remove")
async def picture_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    picture = picture_of(visit, product)
    return _question(product, "picture", picture.alt or picture.url, "/pictures")


@SECTION.form(f"{PRODUCT}/pictures/{{picture:int}}/remove", again=picture_page)
async def remove_picture(visit: Merchant, _: Form) -> Answer:
    picture = picture_of(visit, await product_of(visit))
    await visit.write(lambda tx: catalog.remove_image(tx, visit.store_id, picture.id))
    return Done(way(visit, "/pictures"), "picture_removed")


@SECTION.page(f"{OPTION}/remove")
async def option_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    option = option_of(visit, product)
    return _question(product, "option", option.name, f"/options/{option.id}")


@SECTION.form(f"{OPTION}/remove", again=option_page)
async def remove_option(visit: Merchant, _: Form) -> Answer:
    option = option_of(visit, await product_of(visit))
    await visit.write(lambda tx: catalog.remove_option(tx, visit.store_id, option.id))
    return Done(way(visit, "/variants"), "option_removed")


@SECTION.page(f"{VALUE}/remove")
async def value_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    option = option_of(visit, product)
    return _question(product, "value", value_of(visit, option).name, f"/options/{option.id}")


@SECTION.form(f"{VALUE}/remove", again=value_page)
async def remove_value(visit: Merchant, _: Form) -> Answer:
    value = value_of(visit, option_of(visit, await product_of(visit)))
    await visit.write(lambda tx: catalog.remove_option_value(tx, visit.store_id, value.id))
    return Done(way(visit, "/variants"), "value_removed")
