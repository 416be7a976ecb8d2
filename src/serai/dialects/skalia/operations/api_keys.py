"""API keys for the other dialects."""

from serai.core import apps
from serai.core.apps import KeyId
from serai.core.stores import StoreId
from serai.dialects.skalia.auth import own
from serai.dialects.skalia.paging import Item, Listed, Paged, listed, slice_of
from serai.dialects.skalia.shapes.api_keys import ApiKeyIn, ApiKeyOut, api_key_out, new_key_out
from serai.wire.call import Call
from serai.wire.operation import Operations

api_keys = Operations("API keys")


@api_keys.post("/stores/{id:store}/api-keys", status=201)
async def create_api_key(call: Call, id: StoreId, body: ApiKeyIn) -> Item[ApiKeyOut]:  # noqa: A002 - the documentation's word
    """Create an API key; it is shown this once."""
    made = await apps.create_key(
        call.tx, own(call, id), name=body.name, dialect=body.dialect, scopes=body.scopes, expires_at=body.expires_at
    )
    return Item(new_key_out(made))


@api_keys.get("/stores/{id:store}/api-keys")
async def list_api_keys(call: Call, id: StoreId, query: Paged) -> Listed[ApiKeyOut]:  # noqa: A002
    """List a store's API keys, newest first."""
    page = await apps.keys(call.db, own(call, id), slice=slice_of(call, query))
    return listed(call, query, page, api_key_out)


@api_keys.delete("/stores/{id:store}/api-keys/{key:key}")
async def revoke_api_key(call: Call, id: StoreId, key: KeyId) -> None:  # noqa: A002
    """Revoke an API key at once."""
    await apps.revoke_key(call.tx, own(call, id), key=key)
