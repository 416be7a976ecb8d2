"""Where old addresses of the shop lead."""

import msgspec

from serai.core import navigation
from serai.core.navigation import Redirect
from serai.dialects.scayle_storefront.auth import shop
from serai.dialects.scayle_storefront.paging import PageQuery, page_of, pagination
from serai.dialects.scayle_storefront.shapes.answers import Listed
from serai.kit.errors import NotFound
from serai.kit.pages import Slice
from serai.wire.call import Call
from serai.wire.operation import Operations

redirects = Operations("Redirects")


class AddressIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A path, or an absolute address."""

    url: str


class RedirectOut(msgspec.Struct, frozen=True, rename="camel"):
    id: int
    source: str
    target: str
    status_code: int


@redirects.get("/v1/redirects")
async def get_redirects(call: Call, query: PageQuery) -> Listed[RedirectOut]:
    """All redirects of the shop."""
    who, page = shop(call), page_of(query)
    found = await navigation.redirects(call.db, who.store, who.country.shop_id, Slice(page.page, page.size))
    made = tuple(redirect_out(each) for each in found.items)
    return Listed(made, pagination(page, current=len(made), total=found.total))


@redirects.post("/v1/redirects", writes=False)
async def resolve_redirect(call: Call, body: AddressIn) -> RedirectOut:
    """Where an address leads; patterns are resolved. 404: nowhere."""
    who = shop(call)
    found = await navigation.resolve(call.db, who.store, who.country.shop_id, body.url)
    if found is None:
        raise NotFound("redirect")
    return redirect_out(found)


def redirect_out(redirect: Redirect) -> RedirectOut:
    return RedirectOut(redirect.id, redirect.source, redirect.target, redirect.status_code)
