"""Stock: what each warehouse has of a variant."""

from serai.core import inventory
from serai.core.inventory import WarehouseId
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.operations.prices import variant_of
from serai.dialects.scayle_admin.shapes.prices import check_merchant
from serai.dialects.scayle_admin.shapes.stocks import SellableWithoutStock, StockIn, StockOut, stock_out, stocks_out
from serai.kit.errors import Invalid, NotFound
from serai.kit.identifiers import Identifier
from serai.wire.call import Call, Reply

stocks = Noun("Stocks", limits="stocks")

OF_VARIANT = "/variants/{variant_identifier:variant}/stocks"


@stocks.post(OF_VARIANT, answers=StockOut)
async def create_product_variant_stock(call: Call, variant_identifier: Identifier, body: StockIn) -> Reply:
    """Say what was counted; 201 where nothing was counted before. An older count than the last one changes nothing."""
    check_merchant(body.merchant_reference_key)
    variant, warehouse = await variant_of(call, variant_identifier), await _warehouse(call, body.warehouse_reference_key)
    counted = {each.warehouse for each in await inventory.stocks_of(call.db, auth.store(call), variant) if each.changed_at}
    stock = await inventory.set_level_at(
        call.tx,
        auth.store(call),
        variant,
        warehouse,
        body.quantity,
        changed_at=body.changed_at,
        sellable_without_stock=body.sellable_without_stock,
        expected_on=body.expected_availability_at,
    )
    return Reply(stock_out(stock), status=200 if warehouse in counted else 201)


@stocks.get(OF_VARIANT)
async def get_product_variant_stocks(
    call: Call,
    variant_identifier: Identifier,
    query: ListQuery,  # noqa: ARG001 - what every list takes
) -> Collection[StockOut]:
    """A variant's stock, warehouse by warehouse, all of it."""
    variant = await variant_of(call, variant_identifier)
    return whole(stocks_out(await inventory.stocks_of(call.db, auth.store(call), variant)))


@stocks.put(f"{OF_VARIANT}/sellableWithoutStock")
async def update_sellable_without_stock(
    call: Call, variant_identifier: Identifier, body: SellableWithoutStock
) -> SellableWithoutStock:
    """Say whether a variant is sold beyond what a warehouse has."""
    check_merchant(body.merchant_reference_key)
    variant, warehouse = await variant_of(call, variant_identifier), await _warehouse(call, body.warehouse_reference_key)
    stock = await inventory.set_without_stock(call.tx, auth.store(call), variant, warehouse, to=body.sellable_without_stock)
    shown = stock_out(stock)
    return SellableWithoutStock(
        warehouse_reference_key=shown.warehouse_reference_key,
        sellable_without_stock=shown.sellable_without_stock,
        merchant_reference_key=shown.merchant_reference_key,
    )


async def _warehouse(call: Call, key: str) -> WarehouseId:
    """Raises Invalid: it is named in a body."""
    try:
        return (await inventory.warehouse(call.db, auth.store(call), key)).id
    except NotFound:
        raise Invalid.one("warehouse_reference_key", "There is no such warehouse.") from None
