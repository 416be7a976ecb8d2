"""What tells a product's variants apart: options, and the values that each has."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Final

from msgspec import Meta, Struct

from serai.core import catalog
from serai.core.catalog import OptionChange, OptionDraft, ProductId, ValueChange, ValueDraft
from serai.kit.db import Tx
from serai.kit.errors import Invalid, Refused
from serai.web.dashboard.products.forms import between_commas
from serai.web.dashboard.products.section import (
    PRODUCT,
    SECTION,
    number_of,
    option_of,
    product_of,
    value_of,
    way,
)
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page

OPTION: Final = PRODUCT + "/options/{option:int}"
VALUES: Final = OPTION + "/values"
VALUE: Final = VALUES + "/{value:int}"
Name = Annotated[str, Meta(max_length=255)]


class NewOption(Struct):
    """`values` between commas."""

    name: Name
    values: Annotated[str, Meta(max_length=10_000)]


class Named(Struct):
    name: Name


class NewValue(Struct):
    value: Name


@SECTION.page(f"{PRODUCT}/options")
async def options_page(visit: Merchant) -> Answer:
    return Page("options.html", {"product": await product_of(visit)})


@SECTION.form(f"{PRODUCT}/options", NewOption, again=options_page)
async def add_option(visit: Merchant, form: NewOption) -> Answer:
    async def work(tx: Tx) -> None:
        before = await catalog.hold(tx, visit.store_id, number_of(visit))
        if before.named and not before.option_names:
            raise Refused  # they would all become one
        values = tuple(ValueDraft(name=each) for each in between_commas(form.values, field="values"))
        with own_fields(name="name", values="values"):
            await catalog.add_options(tx, visit.store_id, before.id, [OptionDraft(name=form.name, values=values)])

    await visit.write(work)
    return Done(way(visit, "/variants"), "option_added")


@SECTION.page(OPTION)
async def option_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    return Page("option.html", {"product": product, "option": option_of(visit, product)})


@SECTION.form(OPTION, Named, again=option_page)
async def rename_option(visit: Merchant, form: Named) -> Answer:
    option = option_of(visit, await product_of(visit))
    with own_fields(name="name", values="name"):
        await visit.write(lambda tx: catalog.edit_option(tx, visit.store_id, option.id, OptionChange(name=form.name)))
    return Done(way(visit, f"/options/{option.id}"), "saved")


@SECTION.page(VALUES)
async def values_page(visit: Merchant) -> Answer:
    return await option_page(visit)


@SECTION.form(VALUES, NewValue, again=option_page)
async def add_value(visit: Merchant, form: NewValue) -> Answer:
    option = option_of(visit, await product_of(visit))
    with own_fields(name="value", values="value"):
        await visit.write(
            lambda tx: catalog.add_option_value(tx, visit.store_id, option.id, ValueDraft(name=form.value.strip()))
        )
    return Done(way(visit, f"/options/{option.id}"), "value_added")


@SECTION.page(VALUE)
async def value_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    option = option_of(visit, product)
    return Page("value.html", {"product": product, "option": option, "value": value_of(visit, option)})


@SECTION.form(VALUE, Named, again=value_page)
async def rename_value(visit: Merchant, form: Named) -> Answer:
    option = option_of(visit, await product_of(visit))
    value = value_of(visit, option).id

    async def work(tx: Tx) -> ProductId:
        return await catalog.edit_option_value(tx, visit.store_id, value, ValueChange(name=form.name.strip()))

    with own_fields(name="name", values="name"):
        await visit.write(work)
    return Done(way(visit, f"/options/{option.id}"), "saved")


@contextmanager
def own_fields(*, name: str, values: str) -> Iterator[None]:
    """What is wrong with an option is wrong with these fields of the form: one for its name, one for its values."""
    try:
        yield
    except Invalid as error:
        is_name = [field == "name" or field.startswith("options.") for field in error.fields]
        said = zip(is_name, error.fields.values(), strict=True)
        raise Invalid({name if own else values: list(each) for own, each in said}) from error
