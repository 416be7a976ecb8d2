"""A product's variants: listed, added, changed."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated, Any, Final

from msgspec import Meta, Struct

from serai.core import catalog
from serai.core.catalog import Full, FullVariant, NewVariant, ProductChange, VariantFacts
from serai.kit import checks
from serai.kit.db import Tx
from serai.kit.errors import Invalid, Taken
from serai.kit.money import minor_unit, to_minor
from serai.web.dashboard.products.forms import Line, Quantity, Sku, line, optional, stays_free
from serai.web.dashboard.products.section import PRODUCT, SECTION, named_of, product_of, unchanged, way
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page
from serai.wire.parse import Number

VARIANT: Final = PRODUCT + "/variants/{variant:int}"


class VariantForm(Struct):
    """`options`: its value of each option; without options it has a `name`. `image_url` is one of the product's pictures."""

    version: int
    price: Number
    name: Annotated[str, Meta(max_length=200)] = ""
    options: list[Annotated[str, Meta(max_length=255)]] = []
    compare_at_price: Number | None = None
    cost: Number | None = None
    sku: Sku | None = None
    barcode: Line | None = None
    image_url: str | None = None

    def said(self, product: Full, own: FullVariant | None) -> dict[str, Any]:
        """By the names of NewVariant. Raises Invalid."""
        options = self._options(product, own)
        if self.image_url not in {None, own and own.image_url, *(image.url for image in product.images)}:
            raise Invalid.one("image_url", "Is not a picture of this product.")
        return {
            "name": " / ".join(options) or checks.words(self.name, field="name", least=1, most=200),
            "options": options,
            "price_minor": to_minor(self.price, product.currency, field="price"),
            "compare_at_minor": optional(self.compare_at_price, product.currency, field="compare_at_price"),
            "sku": line(self.sku),
            "barcode": line(self.barcode),
            "image_url": self.image_url,
            "facts": VariantFacts(cost_minor=optional(self.cost, product.currency, field="cost")),
        }

    def _options(self, product: Full, own: FullVariant | None) -> tuple[str, ...]:
        """A combination that no other variant has."""
        if not product.option_names:
            return own.options if own else ()
        many = len(product.option_names)
        sent = (*self.options, *[""] * many)[:many]
        options = tuple(checks.words(each, field=f"options.{i}", least=1, most=255) for i, each in enumerate(sent))
        if any(each.options == options for each in product.named if own is None or each.id != own.id):
            raise Invalid.one("options.0", "There is a variant with these values already.")
        return options


class NewVariantForm(VariantForm):
    quantity: Quantity = 0


@SECTION.page(f"{PRODUCT}/variants")
async def variants_page(visit: Merchant) -> Answer:
    return Page("variants.html", {"product": await product_of(visit)})


@SECTION.page(f"{PRODUCT}/variants/new")
async def new_variant_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    return Page("variant.html", {"product": product, "variant": None, "step": minor_unit(product.currency)})


@SECTION.form(f"{PRODUCT}/variants/new", NewVariantForm, again=new_variant_page)
async def add_variant(visit: Merchant, form: NewVariantForm) -> Answer:
    """What the product had before its first variant stays with it, to be given to variants."""

    async def work(tx: Tx) -> None:
        before = await unchanged(tx, visit, form.version)
        new = NewVariant(**form.said(before, None), sellable=form.quantity)
        change = ProductChange(
            variants=(*(catalog.kept(each) for each in before.named), new), sellable=before.sellable + form.quantity
        )
        with own_fields(len(before.named)):
            await catalog.edit(tx, visit.store_id, before.id, change, free=stays_free(before))

    await visit.write(work)
    return Done(way(visit, "/variants"), "variant_added")


@SECTION.page(VARIANT)
async def variant_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    variant = named_of(visit, product)
    return Page("variant.html", {"product": product, "variant": variant, "step": minor_unit(product.currency)})


@SECTION.form(VARIANT, VariantForm, again=variant_page)
async def change_variant(visit: Merchant, form: VariantForm) -> Answer:
    async def work(tx: Tx) -> None:
        before = await unchanged(tx, visit, form.version)
        own = named_of(visit, before)
        said = form.said(before, own)
        variants = tuple(catalog.kept(each, **(said if each.id == own.id else {})) for each in before.named)
        with own_fields(before.named.index(own)):
            await catalog.edit(tx, visit.store_id, before.id, ProductChange(variants=variants), free=stays_free(before))

    await visit.write(work)
    return Done(way(visit, "/variants"), "saved")


@contextmanager
def own_fields(place: int) -> Iterator[None]:
    """What is wrong with the variant at `place` is wrong with the form's own fields."""
    path = f"variants.{place}."
    try:
        yield
    except Invalid as error:
        raise Invalid({field.removeprefix(path): said for field, said in error.fields.items()}) from error
    except Taken as error:
        error.field = error.field.removeprefix(path)
        raise
