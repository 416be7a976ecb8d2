"""Who works in the store, and what the app costs it."""

from serai.core import apps
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import PageQuery, listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, answer
from serai.dialects.salla.shapes.staff import SubscriptionOut, UserOut, subscription_out, user_out
from serai.dialects.salla.view import view
from serai.kit.errors import NotFound
from serai.kit.pages import Page
from serai.wire.call import Call
from serai.wire.operation import Operations

staff = Operations("Users and subscriptions", under="/admin/v2")


@staff.get("/users")
async def list_users(call: Call, query: PageQuery) -> Listed[UserOut]:
    """Who works in the store: the one whose store it is."""
    who, slice_ = app(call), slice_of(call, query)
    found = (await apps.token_owner(call.db, who.store, who.user),)
    return listed(call, slice_, Page(found[slice_.offset :][: slice_.size], len(found)), user_out)


@staff.get("/apps/{app_id:app}/subscriptions")
async def list_app_subscriptions(call: Call, app_id: int) -> Answer[tuple[SubscriptionOut, ...]]:
    """What the store has of the app that asks; of any other app it hears nothing."""
    who, looks = app(call), view(call)
    if app_id != who.app:
        raise NotFound("app")
    placed = await apps.installed_in(call.db, who.store)
    return answer(call, tuple(subscription_out(each, looks) for each in placed if each.app == who.app))
