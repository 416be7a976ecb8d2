"""Shop categories: the tree that a shop shows, and what differs about a category from country to country."""

from serai.core import navigation, stores
from serai.core.navigation import CountryChange, ProductSetId, ShopCategoryId
from serai.dialects.scayle_admin import auth, custom_data, relations
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.shop_categories import (
    CategoryChangeIn,
    CategoryIn,
    CategoryOut,
    InCountryIn,
    InCountryOut,
    PropertyIn,
    PropertyKeyIn,
    PropertyKeyOut,
    PropertyOut,
    UnlinkIn,
    category_out,
    in_country_out,
    key_out,
)
from serai.kit.errors import NotFound
from serai.wire.call import Call, Reply

shop_categories = Noun("ShopCategories", limits="shopCategories")
property_keys = Noun("ShopCategoryPropertyKeys", limits="shopCategories")

OF_SHOP = "/shops/{shop_key:shop}/categories"
ONE = f"{OF_SHOP}/{{shop_category_id:shop_category}}"
IN_COUNTRY = "/shops/{shop_key:shop}/countries/{country_code:country}/categories/{shop_category_id:shop_category}"
KEYS = "/shop-category-property-keys"
KEY = f"{KEYS}/{{shop_category_property_key:property_key}}"


@shop_categories.post(OF_SHOP, status=201)
async def create_shop_category(call: Call, shop_key: str, body: CategoryIn) -> CategoryOut:
    """Add a category to the shop's tree, in all of the shop's countries."""
    shop = await stores.find_shop(call.tx, auth.store(call), shop_key)
    made = await navigation.create(call.tx, auth.store(call), shop.tree_id, body.to_core())
    return category_out(made, shop, relations.asked(call), whole=True)


@shop_categories.get(OF_SHOP)
async def get_shop_categories(call: Call, shop_key: str, query: ListQuery) -> Collection[CategoryOut]:
    """All categories of the shop's tree, oldest first. `with`: countries."""
    store, asked = auth.store(call), relations.asked(call)
    shop = await stores.find_shop(call.db, store, shop_key)
    return await collect(
        call,
        query,
        read=lambda after, most: navigation.after(call.db, store, shop.tree_id, last=after, most=most),
        id_of=lambda category: category.id,
        shape=lambda category: category_out(category, shop, asked),
    )


@shop_categories.get(ONE)
async def get_shop_category(call: Call, shop_key: str, shop_category_id: int) -> CategoryOut:
    """One category. `with`: countries."""
    shop = await stores.find_shop(call.db, auth.store(call), shop_key)
    found = await navigation.get(call.db, auth.store(call), shop.tree_id, ShopCategoryId(shop_category_id))
    return category_out(found, shop, relations.asked(call))


@shop_categories.patch(ONE)
async def update_shop_category(call: Call, shop_key: str, shop_category_id: int, body: CategoryChangeIn) -> CategoryOut:
    """Change a category, its place too; what is left out stays as it is."""
    shop = await stores.find_shop(call.tx, auth.store(call), shop_key)
    category = ShopCategoryId(shop_category_id)
    found = await navigation.edit(call.tx, auth.store(call), shop.tree_id, category, body.to_core())
    return category_out(found, shop, relations.asked(call))


@shop_categories.delete(ONE)
async def delete_shop_category(call: Call, shop_key: str, shop_category_id: int) -> None:
    """Take a category away that has none below it."""
    shop = await stores.find_shop(call.tx, auth.store(call), shop_key)
    await navigation.remove(call.tx, auth.store(call), shop.tree_id, ShopCategoryId(shop_category_id))


# ── in one country ──


@shop_categories.get(IN_COUNTRY)
async def get_shop_category_country(call: Call, shop_key: str, country_code: str, shop_category_id: int) -> InCountryOut:
    """What a category is like in one country."""
    return in_country_out(await _in_country(call, shop_key, country_code, shop_category_id))


@shop_categories.post(IN_COUNTRY)
async def update_or_create_shop_category_country(
    call: Call, shop_key: str, country_code: str, shop_category_id: int, body: InCountryIn
) -> InCountryOut:
    """Change what a category is like in one country; what is left out stays as it is."""
    return in_country_out(await _change(call, shop_key, country_code, shop_category_id, body.to_core()))


@shop_categories.post(f"{IN_COUNTRY}/properties", status=201)
async def update_or_create_shop_category_property(
    call: Call, shop_key: str, country_code: str, shop_category_id: int, body: PropertyIn
) -> PropertyOut:
    """Set one property; 200 when it was there before."""
    before = await _in_country(call, shop_key, country_code, shop_category_id)
    change = CountryChange(properties={body.key: body.value})
    after = await _change(call, shop_key, country_code, shop_category_id, change)
    made = PropertyOut(body.key, after.properties[body.key])
    return Reply(made, status=200) if body.key in before.properties else made  # type: ignore[return-value]  # with its status


@shop_categories.get(f"{IN_COUNTRY}/properties")
async def get_shop_category_properties(
    call: Call,
    shop_key: str,
    country_code: str,
    shop_category_id: int,
    query: ListQuery,  # noqa: ARG001 - what every list takes
) -> Collection[PropertyOut]:
    """A category's own properties in one country."""
    found = await _in_country(call, shop_key, country_code, shop_category_id)
    return whole([PropertyOut(key, value) for key, value in found.properties.items()])


@shop_categories.get(f"{IN_COUNTRY}/properties/{{shop_category_property_key:property_key}}")
async def get_shop_category_property(
    call: Call, shop_key: str, country_code: str, shop_category_id: int, shop_category_property_key: str
) -> PropertyOut:
    """One property."""
    found = await _in_country(call, shop_key, country_code, shop_category_id)
    if shop_category_property_key not in found.properties:
        raise NotFound("property")
    return PropertyOut(shop_category_property_key, found.properties[shop_category_property_key])


@shop_categories.delete(f"{IN_COUNTRY}/properties/{{shop_category_property_key:property_key}}")
async def delete_shop_category_property(
    call: Call, shop_key: str, country_code: str, shop_category_id: int, shop_category_property_key: str
) -> None:
    """Take one property away."""
    store, category = auth.store(call), ShopCategoryId(shop_category_id)
    shop = await stores.find_shop(call.tx, store, shop_key)
    country = await stores.find_country(call.tx, store, shop_key, country_code)
    await navigation.remove_property(call.tx, store, shop.tree_id, category, country.id, shop_category_property_key)


@shop_categories.put("/shops/{shop_key:shop}/product-sets/{product_set_id:product_set}/unlink", status=204)
async def unlink_product_set(call: Call, shop_key: str, product_set_id: int, body: UnlinkIn) -> None:
    """Make sets that refer to this one independent, with a copy of its conditions if that is wanted."""
    shop = await stores.find_shop(call.tx, auth.store(call), shop_key)
    referring = [ProductSetId(each) for each in body.product_set_ids]
    of = ProductSetId(product_set_id)
    store = auth.store(call)
    await navigation.unlink(call.tx, store, shop.tree_id, of, referring=referring, copy=body.copy_conditions)


# ── property keys ──


@property_keys.post(KEYS, status=201)
async def create_shop_category_property_key(call: Call, body: PropertyKeyIn) -> PropertyKeyOut:
    """Add a name that properties may have."""
    made = await navigation.create_key(call.tx, auth.store(call), key=body.key, is_inheritable=body.is_inheritable)
    return key_out(made)


@property_keys.get(KEYS)
async def get_shop_category_property_keys(call: Call, query: ListQuery) -> Collection[PropertyKeyOut]:
    """All of them, oldest first."""
    return await collect(
        call,
        query,
        read=lambda after, most: navigation.property_keys(call.db, auth.store(call), last=after, most=most),
        id_of=lambda key: key.id,
        shape=key_out,
    )


@property_keys.get(KEY)
async def get_shop_category_property_key(call: Call, shop_category_property_key: str) -> PropertyKeyOut:
    """One, by its key or its id."""
    return key_out(await navigation.property_key(call.db, auth.store(call), shop_category_property_key))


@property_keys.put(KEY)
async def update_shop_category_property_key(call: Call, shop_category_property_key: str, body: PropertyKeyIn) -> PropertyKeyOut:
    """Rename it wherever it is used, or change whether it is inherited."""
    store, which = auth.store(call), shop_category_property_key
    return key_out(await navigation.change_key(call.tx, store, which, key=body.key, is_inheritable=body.is_inheritable))


@property_keys.delete(KEY)
async def delete_shop_category_property_key(call: Call, shop_category_property_key: str) -> None:
    """Take it away, with all properties of this name."""
    await navigation.remove_key(call.tx, auth.store(call), shop_category_property_key)


async def _in_country(call: Call, shop_key: str, country_code: str, category: int) -> navigation.InCountry:
    store = auth.store(call)
    shop = await stores.find_shop(call.db, store, shop_key)
    country = await stores.find_country(call.db, store, shop_key, country_code)
    found = await navigation.get(call.db, store, shop.tree_id, ShopCategoryId(category))
    return navigation.in_country(found, country.id)


async def _change(call: Call, shop_key: str, country_code: str, category: int, change: CountryChange) -> navigation.InCountry:
    store = auth.store(call)
    shop = await stores.find_shop(call.tx, store, shop_key)
    country = await stores.find_country(call.tx, store, shop_key, country_code)
    which = ShopCategoryId(category)
    return (await navigation.change_in_country(call.tx, store, shop.tree_id, which, country.id, change))[1]


# ── custom data ──


async def _read(call: Call, shop_key: str, shop_category_id: int) -> custom_data.Data:
    shop = await stores.find_shop(call.db, auth.store(call), shop_key)
    found = await navigation.get(call.db, auth.store(call), shop.tree_id, ShopCategoryId(shop_category_id))
    return found.custom_data or {}


async def _alter(call: Call, change: custom_data.Change, shop_key: str, shop_category_id: int) -> custom_data.Data:
    shop = await stores.find_shop(call.tx, auth.store(call), shop_key)
    return await navigation.alter_data(call.tx, auth.store(call), shop.tree_id, ShopCategoryId(shop_category_id), change)


async def _read_in_country(call: Call, shop_key: str, shop_category_id: int, country_code: str) -> custom_data.Data:
    return (await _in_country(call, shop_key, country_code, shop_category_id)).custom_data or {}


async def _alter_in_country(
    call: Call, change: custom_data.Change, shop_key: str, shop_category_id: int, country_code: str
) -> custom_data.Data:
    store = auth.store(call)
    shop = await stores.find_shop(call.tx, store, shop_key)
    country = await stores.find_country(call.tx, store, shop_key, country_code)
    category = ShopCategoryId(shop_category_id)
    return await navigation.alter_data(call.tx, store, shop.tree_id, category, change, country=country.id)


custom_data.add(shop_categories, ONE, of="shop_category", read=_read, alter=_alter)
custom_data.add(
    shop_categories,
    f"{ONE}/countries/{{country_code:country}}",
    of="shop_category_country",
    read=_read_in_country,
    alter=_alter_in_country,
)
