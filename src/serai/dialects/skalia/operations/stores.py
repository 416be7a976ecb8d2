"""Stores."""

from serai.core import content
from serai.core import stores as core
from serai.core.stores import StoreId
from serai.dialects.skalia.auth import account, own
from serai.dialects.skalia.paging import Item, Listed, listed, slice_of
from serai.dialects.skalia.shapes.stores import (
    DomainIn,
    LanguageIn,
    SlugOut,
    SlugQuery,
    StatusIn,
    StoreChangeIn,
    StoreIn,
    StoreOut,
    StoresQuery,
    store_out,
)
from serai.wire.call import Call
from serai.wire.operation import Operations

stores = Operations("Stores")


@stores.get("/stores")
async def list_stores(call: Call, query: StoresQuery) -> Listed[StoreOut]:
    """List the caller's stores, newest first."""
    page = await core.page(call.db, account(call).user.id, status=query.status, slice=slice_of(call, query))
    return listed(call, query, page, store_out)


@stores.post("/stores", status=201)
async def create_store(call: Call, body: StoreIn) -> Item[StoreOut]:
    """Create a store."""
    user = account(call).user.id
    store = await core.create(
        call.tx, user, name=body.name, category=body.category, public_slug=body.public_slug, language=body.language
    )
    return Item(store_out(store))


@stores.get("/stores/check-slug")
async def check_slug(call: Call, query: SlugQuery) -> SlugOut:
    """Whether a public slug is available."""
    return SlugOut(query.public_slug, await core.is_available(call.db, slug=query.public_slug))


@stores.get("/stores/{id:store}")
async def get_store(call: Call, id: StoreId) -> Item[StoreOut]:  # noqa: A002 - the documentation's word
    """Get a store."""
    return Item(store_out(await core.get(call.db, own(call, id))))


@stores.patch("/stores/{id:store}")
async def change_store(call: Call, id: StoreId, body: StoreChangeIn) -> Item[StoreOut]:  # noqa: A002
    """Change a store's name or category."""
    return Item(store_out(await core.rename(call.tx, own(call, id), name=body.name, category=body.category)))


@stores.patch("/stores/{id:store}/status")
async def change_status(call: Call, id: StoreId, body: StatusIn) -> Item[StoreOut]:  # noqa: A002
    """Make a store LIVE, DRAFT or MAINTENANCE."""
    return Item(store_out(await content.change_status(call.tx, own(call, id), status=body.status)))


@stores.patch("/stores/{id:store}/custom-domain")
async def change_domain(call: Call, id: StoreId, body: DomainIn) -> Item[StoreOut]:  # noqa: A002
    """Set or clear a store's custom domain."""
    return Item(store_out(await core.change_domain(call.tx, own(call, id), domain=body.domain)))


@stores.post("/stores/{id:store}/custom-domain/verify", writes=False, idempotent=False)
async def verify_domain(call: Call, id: StoreId) -> Item[StoreOut]:  # noqa: A002
    """Look for the record that proves a store's custom domain; 409 until it is there."""
    s = call.services
    return Item(store_out(await core.verify_domain(s.database, s.extras["dns"], own(call, id))))


@stores.patch("/stores/{id:store}/language")
async def change_language(call: Call, id: StoreId, body: LanguageIn) -> Item[StoreOut]:  # noqa: A002
    """Change a store's language."""
    return Item(store_out(await core.change_language(call.tx, own(call, id), language=body.language)))


@stores.delete("/stores/{id:store}")
async def delete_store(call: Call, id: StoreId) -> None:  # noqa: A002
    """Delete a store that has no orders."""
    await core.remove(call.tx, own(call, id))
