"""What is where of a product, and more or less of it."""

from collections.abc import Sequence
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from serai.core import catalog, inventory
from serai.core.catalog import Count, Full, FullVariant
from serai.core.inventory import MOST, Stock, WarehouseId
from serai.kit.db import Tx
from serai.kit.errors import Invalid
from serai.web.dashboard.products.section import PRODUCT, SECTION, number_of, product_of, way
from serai.web.dashboard.visit import Merchant
from serai.web.visit import LARGEST_ID, Answer, Done, Page

Id = Annotated[int, Meta(ge=1, lt=LARGEST_ID)]


class How(StrEnum):
    ADD = "add"
    TAKE = "take"
    SET = "set"


class Reason(StrEnum):
    """As the ledger has it."""

    RECEIVED = "received"
    COUNTED = "counted"
    RETURNED = "returned"
    DAMAGED = "damaged"
    LOST = "lost"


class StockForm(Struct):
    """What is sellable of a variant in one warehouse: so many more or less of it, or so many now."""

    variant: Id
    warehouse: Id
    how: How
    quantity: Annotated[int, Meta(ge=0, le=MOST)]
    reason: Reason

    def to_core(self, product: Full) -> Count:
        """Raises Invalid for a variant that is not the product's."""
        if self.variant not in {each.id for each in product.variants}:
            raise Invalid.one("variant", "Is not a variant of this product.")
        by = {How.ADD: self.quantity, How.TAKE: -self.quantity, How.SET: 0}[self.how]
        to = self.quantity if self.how is How.SET else None
        return Count(variant=self.variant, warehouse=WarehouseId(self.warehouse), by=by, to=to)


@SECTION.page(f"{PRODUCT}/stock")
async def stock_page(visit: Merchant) -> Answer:
    product = await product_of(visit)
    found = await inventory.stocks_of_all(visit.db, visit.store_id, [each.id for each in product.variants])
    values = {
        "product": product,
        "shelves": [(each, found[each.id]) for each in product.variants if _is_shown(product, each, found[each.id])],
        "warehouses": await inventory.warehouses(visit.db, visit.store_id),
        "variant": visit.asked("variant"),
        "warehouse": visit.asked("warehouse"),
        "ways": list(How),
        "reasons": list(Reason),
    }
    return Page("stock.html", values)


@SECTION.form(f"{PRODUCT}/stock", StockForm, again=stock_page)
async def change_stock(visit: Merchant, form: StockForm) -> Answer:
    async def work(tx: Tx) -> None:
        product = await catalog.hold(tx, visit.store_id, number_of(visit))
        await catalog.count_stock(tx, visit.store_id, [form.to_core(product)], reason=form.reason)

    try:
        await visit.write(work)
    except Invalid as error:
        raise Invalid({field.removeprefix("0."): said for field, said in error.fields.items()}) from error
    return Done(way(visit, "/stock"), "stock_changed")


def _is_shown(product: Full, variant: FullVariant, shelves: Sequence[Stock]) -> bool:
    """What no variant has got is of interest where there is some."""
    return not (product.named and variant.is_default) or any(shelf.on_hand or shelf.reserved for shelf in shelves)
