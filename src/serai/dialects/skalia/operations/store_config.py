"""What a store's storefront shows and how the store trades."""

from msgspec import Struct

from serai.core import content
from serai.core import stores as core
from serai.core.stores import StoreId
from serai.dialects.skalia.auth import own
from serai.dialects.skalia.paging import Item, Items
from serai.dialects.skalia.shapes.pages import PageOut, PagesIn, page_out
from serai.dialects.skalia.shapes.settings import SettingsIn, SettingsOut, settings_out
from serai.dialects.skalia.shapes.theme import ThemeChangeIn, ThemeOut, theme_out
from serai.dialects.skalia.shapes.times import Time, time_or_none
from serai.wire.call import Call
from serai.wire.operation import Operations

store_config = Operations("Store configuration")


class PublishedOut(Struct, rename="camel"):
    published_at: Time | None
    is_published: bool


@store_config.get("/store-config/{id:store}/pages")
async def get_pages(call: Call, id: StoreId) -> Items[PageOut]:  # noqa: A002 - the documentation's word
    """All pages of a store, in their order."""
    return Items([page_out(page) for page in await content.read_pages(call.db, own(call, id))])


@store_config.put("/store-config/{id:store}/pages")
async def save_pages(call: Call, id: StoreId, body: PagesIn) -> Items[PageOut]:  # noqa: A002
    """Replace all pages of a store."""
    pages = await content.replace_pages(call.tx, own(call, id), pages=body.to_core())
    return Items([page_out(page) for page in pages])


@store_config.get("/store-config/{id:store}/settings")
async def get_settings(call: Call, id: StoreId) -> Item[SettingsOut]:  # noqa: A002
    """A store's settings."""
    return Item(settings_out(await core.read_settings(call.db, own(call, id))))


@store_config.patch("/store-config/{id:store}/settings")
async def change_settings(call: Call, id: StoreId, body: SettingsIn) -> Item[SettingsOut]:  # noqa: A002
    """Change a store's settings; they count at once."""
    return Item(settings_out(await core.change_settings(call.tx, own(call, id), change=body.to_core())))


@store_config.get("/store-config/{id:store}/theme")
async def get_theme(call: Call, id: StoreId) -> Item[ThemeOut]:  # noqa: A002
    """A store's theme."""
    return Item(theme_out(await content.read_theme(call.db, own(call, id))))


@store_config.put("/store-config/{id:store}/theme")
async def save_theme(call: Call, id: StoreId, body: ThemeChangeIn) -> Item[ThemeOut]:  # noqa: A002
    """Change a store's theme; what is left out stays, `null` removes."""
    return Item(theme_out(await content.change_theme(call.tx, own(call, id), change=body.item.to_core())))


@store_config.post("/store-config/{id:store}/publish")
async def publish(call: Call, id: StoreId) -> PublishedOut:  # noqa: A002
    """Publish pages and theme, and make the store LIVE."""
    store = await content.publish(call.tx, own(call, id))
    return PublishedOut(time_or_none(store.published_at), store.is_published)
