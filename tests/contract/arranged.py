"""What a walked store has of shop categories, menus, redirects, baskets and wishlists."""

from serai.core import baskets, catalog, navigation, stores
from serai.core.baskets import NewItem, NewWish, Place
from serai.core.navigation import CountryChange, NewCategory, NewRedirect, NewSet
from tests.factories import Make

DATA = {"colour": "green"}


async def furnish(make: Make, product: catalog.Product, home: stores.ShopCountry) -> tuple[dict[str, int], dict[str, str]]:
    """(ids, keys); keys that a client makes up are ones that no other walked store has."""
    store, shop, variant = product.store_id, home.shop_id, product.named[0].id
    key = f"icon-{store}"
    async with make.database.begin() as tx:
        await navigation.create_key(tx, store, key=key, is_inheritable=True)
        new = NewCategory(
            names={home.locale: "Women"}, sets=(NewSet(include=(product.id,)),), properties={key: "w"}, custom_data=DATA
        )
        category = await navigation.create(tx, store, shop, new)
        change = CountryChange(custom_data=DATA)
        await navigation.change_in_country(tx, store, shop, category.id, home.id, change)
        redirect = await navigation.create_redirect(tx, store, shop, NewRedirect(source="/old", target="/new"))
        menu = await navigation.save_menu(tx, store, shop, reference_key=f"menu-{store}", name="Menu", items=())
        basket, wishlist = Place(country=home, key=f"b-{store}"), Place(country=home, key=f"w-{store}")
        line = (await baskets.add(tx, basket, NewItem(variant=variant))).basket.items[0].key
        wish = (await baskets.add_wish(tx, wishlist, NewWish(product=product.id))).items[0].key
    ids = {
        "shop_category": category.id,
        "product_set": category.sets[0].id,
        "redirect": redirect.id,
        "tree": menu.id,
    }
    keys = {
        "property_key": key,
        "navigation": menu.reference_key,
        "path": str(category.id),
        "basket": basket.key,
        "item": line,
        "wishlist": wishlist.key,
        "wish": wish,
    }
    return ids, keys
