"""Shops."""

from serai.core import stores
from serai.dialects.scayle_admin import auth, custom_data, relations
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.operations.shop_countries import related
from serai.dialects.scayle_admin.relations import Relations
from serai.dialects.scayle_admin.shapes.shops import ShopChangeIn, ShopIn, ShopOut, shop_out
from serai.wire.call import Call

shops = Noun("Shops", limits="global")


@shops.post("/shops", status=201)
async def create_shop(call: Call, body: ShopIn) -> ShopOut:
    """Add a shop, with its countries."""
    made = await stores.create_shop(call.tx, auth.store(call), body.to_core())
    wanted = relations.asked(call)
    return shop_out(made, Relations({"countries": wanted.of("countries")}) if body.countries else wanted)


@shops.get("/shops")
async def get_shops(call: Call, query: ListQuery) -> Collection[ShopOut]:
    """Shops, oldest first. `with`: countries, and in them what belongs to each of them.

    The shop that a store begins with is listed from the store's first product on, or once it was changed.
    """
    store, wanted = auth.store(call), relations.asked(call)
    others = await related(call, wanted.of("countries"))
    return await collect(
        call,
        query,
        read=lambda after, most: stores.list_shops(call.db, store, after=after, most=most),
        id_of=lambda shop: shop.id,
        shape=lambda shop: shop_out(shop, wanted, others),
    )


@shops.get("/shops/{shop_key:shop}")
async def get_shop(call: Call, shop_key: str) -> ShopOut:
    """One shop."""
    wanted = relations.asked(call)
    shop = await stores.find_shop(call.db, auth.store(call), shop_key)
    return shop_out(shop, wanted, await related(call, wanted.of("countries")))


@shops.put("/shops/{shop_key:shop}")
async def update_shop(call: Call, shop_key: str, body: ShopChangeIn) -> ShopOut:
    """Change a shop; what is left out stays as it is."""
    shop = await stores.change_shop(call.tx, auth.store(call), shop_key, body.to_core())
    wanted = relations.asked(call)
    return shop_out(shop, wanted, await related(call, wanted.of("countries")))


async def _read(call: Call, shop_key: str) -> custom_data.Data:
    return (await stores.find_shop(call.db, auth.store(call), shop_key)).custom_data or {}


async def _alter(call: Call, change: custom_data.Change, shop_key: str) -> custom_data.Data:
    return await stores.alter_shop_data(call.tx, auth.store(call), shop_key, change)


custom_data.add(shops, "/shops/{shop_key:shop}", of="shop", read=_read, alter=_alter)
