"""The store itself."""

from serai.core import stores
from serai.dialects.salla.auth import app
from serai.dialects.salla.shapes.answers import Answer, answer
from serai.dialects.salla.shapes.store import StoreOut, store_out
from serai.dialects.salla.view import view
from serai.wire.call import Call
from serai.wire.operation import Operations

store = Operations("Store", under="/admin/v2")


@store.get("/store/info", scope="store.read")
async def get_store(call: Call) -> Answer[StoreOut]:
    """The store that the app is installed in."""
    found = await stores.profile(call.db, app(call).store, at=call.services.clock.now())
    return answer(call, store_out(found, view(call)))
