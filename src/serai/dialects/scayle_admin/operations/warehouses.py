"""Warehouses, whose they are, and which shop countries sell from them."""

from serai.core import inventory, stores
from serai.dialects.scayle_admin import auth, relations
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.operations.shop_countries import ONE
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT, MerchantOut
from serai.dialects.scayle_admin.shapes.warehouses import (
    CountryWarehouseIn,
    CountryWarehouseOut,
    WarehouseIn,
    WarehouseOut,
    country_warehouse_out,
    warehouse_out,
)
from serai.kit.errors import NotFound
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

warehouses = Noun("Warehouses", limits="global")
merchants = Noun("Merchants", limits="global")

MERCHANT = "/merchants/{merchant_identifier:merchant}"


@warehouses.get("/warehouses")
async def get_warehouses(call: Call, query: ListQuery) -> Collection[WarehouseOut]:
    """Warehouses, oldest first. `with`: merchants, shopCountries."""
    store, wanted = auth.store(call), relations.asked(call)
    sources = await inventory.sources(call.db, store) if "shopCountries" in wanted else ()

    async def read(after: int, most: int) -> list[inventory.Warehouse]:
        return [each for each in await inventory.warehouses(call.db, store) if each.id > after][:most]

    return await collect(
        call, query, read=read, id_of=lambda each: each.id, shape=lambda each: warehouse_out(each, wanted, sources)
    )


@warehouses.post("/warehouses", status=201)
async def create_warehouse(call: Call, body: WarehouseIn) -> WarehouseOut:
    """Add a warehouse."""
    made = await inventory.create_warehouse(call.tx, auth.store(call), body.to_core())
    return warehouse_out(made, relations.asked(call))


@warehouses.delete("/warehouses/{warehouse_identifier:warehouse}")
async def delete_warehouse(call: Call, warehouse_identifier: Identifier) -> None:
    """Take an empty warehouse away."""
    found = await _warehouse(call, warehouse_identifier)
    await inventory.remove_warehouse(call.tx, auth.store(call), found.id)


@warehouses.post(f"{ONE}/warehouses", status=201)
async def create_shop_country_warehouse(
    call: Call, shop_key: str, country_code: str, body: CountryWarehouseIn
) -> CountryWarehouseOut:
    """Let a shop country sell from a warehouse. Without any it sells from all."""
    country = await stores.lock_country(call.tx, auth.store(call), shop_key, country_code)
    made = await inventory.attach(call.tx, auth.store(call), country.id, key=body.reference_key, priority=body.priority)
    return country_warehouse_out(made)


@warehouses.put(f"{ONE}/warehouses/{{warehouse_identifier:warehouse}}")
async def update_shop_country_warehouse(
    call: Call, shop_key: str, country_code: str, warehouse_identifier: Identifier, body: CountryWarehouseIn
) -> CountryWarehouseOut:
    """Change how a shop country prefers one of its warehouses."""
    country = await stores.lock_country(call.tx, auth.store(call), shop_key, country_code)
    which = await _warehouse(call, warehouse_identifier)
    made = await inventory.change_source(call.tx, auth.store(call), country.id, which.id, priority=body.priority)
    return country_warehouse_out(made)


@warehouses.delete(f"{ONE}/warehouses/{{warehouse_identifier:warehouse}}")
async def delete_shop_country_warehouse(call: Call, shop_key: str, country_code: str, warehouse_identifier: Identifier) -> None:
    """Let a shop country sell from one of its warehouses no longer."""
    country = await stores.lock_country(call.tx, auth.store(call), shop_key, country_code)
    which = await _warehouse(call, warehouse_identifier)
    await inventory.detach(call.tx, auth.store(call), country.id, which.id)


# ── whose they are ──


@merchants.get("/merchants")
async def get_merchants(call: Call, query: ListQuery) -> Collection[MerchantOut]:  # noqa: ARG001 - what every list takes
    """The store itself, which is its one merchant."""
    return whole([DEFAULT])


@merchants.get(MERCHANT)
async def get_merchant(call: Call, merchant_identifier: Identifier) -> MerchantOut:  # noqa: ARG001 - the same for all
    """A merchant: `1` or `key=default`."""
    return _merchant(merchant_identifier)


@warehouses.get(f"{MERCHANT}/warehouses")
async def get_merchant_warehouses(call: Call, merchant_identifier: Identifier, query: ListQuery) -> Collection[WarehouseOut]:
    """A merchant's warehouses: all of the store's."""
    _merchant(merchant_identifier)
    return await get_warehouses(call, query)


@warehouses.post(f"{MERCHANT}/warehouses/{{warehouse_identifier:warehouse}}", status=204)
async def attach_merchant_warehouse(call: Call, merchant_identifier: Identifier, warehouse_identifier: Identifier) -> None:
    """Say that a warehouse is the merchant's, which it is from the beginning."""
    _merchant(merchant_identifier)
    await _warehouse(call, warehouse_identifier)


def _merchant(which: Identifier) -> MerchantOut:
    if which.id != DEFAULT.id and which.key != DEFAULT.reference_key:
        raise NotFound("merchant")
    return DEFAULT


async def _warehouse(call: Call, which: Identifier) -> inventory.Warehouse:
    """By its id or its reference key. Raises NotFound."""
    asked = which.key if which.key is not None else inventory.WarehouseId(which.id or 0)
    return await inventory.warehouse(call.db, auth.store(call), asked)
