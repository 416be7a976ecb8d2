"""Where old addresses of a shop lead."""

from serai.core import navigation, stores
from serai.core.navigation import RedirectId
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect, whole
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.redirects import (
    Gone,
    RedirectIn,
    RedirectOut,
    Redirects,
    outcome_out,
    redirect_out,
)
from serai.wire.call import Call

redirects = Noun("Redirects", limits="redirects")

OF_SHOP = "/shops/{shop_key:shop}/redirects"
ONE = f"{OF_SHOP}/{{redirect_id:redirect}}"


@redirects.get(OF_SHOP)
async def get_redirects(call: Call, shop_key: str, query: ListQuery) -> Collection[RedirectOut]:
    """A shop's redirects, oldest first."""
    shop = await _shop(call, shop_key)
    return await collect(
        call,
        query,
        read=lambda after, most: navigation.redirects_after(call.db, auth.store(call), shop, last=after, most=most),
        id_of=lambda redirect: redirect.id,
        shape=redirect_out,
    )


@redirects.put(f"{OF_SHOP}/bulk")
async def update_or_create_redirects(call: Call, shop_key: str, body: Redirects) -> Collection[RedirectOut]:
    """Make those without an id and change the others, each for itself; the answer says what became of every one."""
    wanted = [(None if each.id is None else RedirectId(each.id), each.to_core()) for each in body]
    done = await navigation.save_redirects(call.tx, auth.store(call), await _shop(call, shop_key), wanted)
    return whole([outcome_out(sent, outcome) for sent, outcome in zip(body, done, strict=True)])


@redirects.delete(f"{OF_SHOP}/bulk")
async def delete_redirects(call: Call, shop_key: str, body: Gone) -> None:
    """Take several away, all of them or none."""
    gone = [RedirectId(each.id) for each in body]
    await navigation.remove_redirects(call.tx, auth.store(call), await _shop(call, shop_key), gone)


@redirects.delete(ONE)
async def delete_redirect(call: Call, shop_key: str, redirect_id: int) -> None:
    """Take one away."""
    await navigation.remove_redirects(call.tx, auth.store(call), await _shop(call, shop_key), [RedirectId(redirect_id)])


@redirects.post(OF_SHOP, status=201)
async def create_redirect(call: Call, shop_key: str, body: RedirectIn) -> RedirectOut:
    """Add one."""
    return redirect_out(
        await navigation.create_redirect(call.tx, auth.store(call), await _shop(call, shop_key), body.to_core())
    )


@redirects.put(ONE)
async def update_redirect(call: Call, shop_key: str, redirect_id: int, body: RedirectIn) -> RedirectOut:
    """Make it what is said."""
    shop, which = await _shop(call, shop_key), RedirectId(redirect_id)
    return redirect_out(await navigation.edit_redirect(call.tx, auth.store(call), shop, which, body.to_core()))


async def _shop(call: Call, key: str) -> int:
    return (await stores.find_shop(call.db, auth.store(call), key)).id
