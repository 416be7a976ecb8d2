"""The merchant's stores: the list, opening one, removing one."""

import httpx
import pytest

from serai.core import stores
from serai.kit.errors import NotFound
from serai.kit.pages import Slice
from tests.factories import Account, Make
from tests.web.visitor import Visitor


async def test_opening_a_store(merchant: Visitor, shop: stores.Store, account: Account, make: Make) -> None:
    await merchant.open("/dashboard/stores/new")
    await merchant.press(name="متجر أمينة", public_slug="amina", category="crafts", language="ar")

    made = await stores.get(make.database, await stores.by_slug(make.database, "amina"))
    assert merchant.where == f"/dashboard/stores/{made.id}/settings?done=opened"
    assert "Visitors see it once you publish it." in merchant.words
    assert (made.owner, made.name, made.category, made.language) == (account.user.id, "متجر أمينة", "crafts", "ar")
    assert made.status is stores.Status.DRAFT


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"name": "ab"}, "name"),
        ({"name": "\U0001f9e8" * 101}, "name"),
        ({"public_slug": "Not A Slug"}, "public_slug"),
        ({"public_slug": "x--y"}, "public_slug"),
        ({"public_slug": "the-shop"}, "public_slug"),
        ({"public_slug": "dashboard"}, "public_slug"),
        ({"public_slug": ""}, "public_slug"),
        ({"category": "x" * 51}, "category"),
        ({"language": "de"}, "language"),
        ({"name": "nul\x00byte"}, "name"),
    ],
)
async def test_what_a_store_cannot_be_is_said_at_its_field(
    merchant: Visitor, account: Account, make: Make, wrong: dict[str, str], field: str
) -> None:
    before = await stores.page(make.database, account.user.id, status=None, slice=Slice(1, 1))
    await merchant.open("/dashboard/stores/new")
    right = {"name": "Fine name", "public_slug": "fine", "category": "food", "language": "en"}
    answer = await merchant.press(**{**right, **wrong})

    assert answer.status_code in (409, 422)
    assert f'id="{field}-fault"' in answer.text
    after = await stores.page(make.database, account.user.id, status=None, slice=Slice(1, 1))
    assert after.total == before.total


async def test_the_plan_says_how_many_stores(browser: httpx.AsyncClient, make: Make) -> None:
    small = await make.account(plan="trial")
    await make.store(small)
    visitor = await _log_in(browser, small)

    await visitor.open("/dashboard/stores/new")
    answer = await visitor.press(name="One more", public_slug="one-more")

    assert answer.status_code == 403
    assert "Your plan (trial) allows 1" in visitor.words
    assert dict(visitor.form().fields)["public_slug"] == "one-more"


async def test_the_list_has_own_stores_by_status_and_page(
    merchant: Visitor, shop: stores.Store, account: Account, make: Make
) -> None:
    theirs = await make.store(slug="somebody-elses")
    for _ in range(20):
        last = await make.store(account)
    async with make.database.begin() as tx:
        await stores.change_status(tx, shop.id, status=stores.Status.LIVE)

    await merchant.open("/dashboard/stores")
    assert f"/dashboard/stores/{last.id}" in merchant.page.links
    assert f"/dashboard/stores/{theirs.id}" not in merchant.page.links
    assert f"/dashboard/stores/{shop.id}" not in merchant.page.links
    await merchant.open(next(link for link in merchant.page.links if link.startswith("?page=2")))
    assert f"/dashboard/stores/{shop.id}" in merchant.page.links
    await merchant.open("/dashboard/stores?status=LIVE")
    assert f"/dashboard/stores/{shop.id}" in merchant.page.links
    assert f"/dashboard/stores/{last.id}" not in merchant.page.links
    await merchant.open("/dashboard/stores?status=MAINTENANCE")
    assert "None of your stores has this status." in merchant.words


@pytest.mark.parametrize("query", ["page=0", "page=-1", "page=99999999999999999999", "page=٣", "page=x", "status=live"])
async def test_an_odd_page_is_a_page(merchant: Visitor, query: str) -> None:
    assert (await merchant.open(f"/dashboard/stores?{query}")).status_code == 200


async def test_removing_a_store_takes_typing_its_address(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    await merchant.open(f"/dashboard/stores/{shop.id}/settings/remove")
    answer = await merchant.press(public_slug="the-other")
    assert answer.status_code == 422
    assert "This is not the store’s public address." in merchant.words
    assert (await stores.get(make.database, shop.id)).id == shop.id

    await merchant.press(public_slug="the-shop")
    assert merchant.where == "/dashboard/stores?done=removed"
    assert "The store is removed." in merchant.words
    with pytest.raises(NotFound):
        await stores.get(make.database, shop.id)


async def test_a_store_with_orders_stays(merchant: Visitor, shop: stores.Store, make: Make) -> None:
    await make.order(shop)
    await merchant.open(f"/dashboard/stores/{shop.id}/settings/remove")
    answer = await merchant.press(public_slug="the-shop")

    assert answer.status_code == 409
    assert "A store that has orders cannot be removed." in merchant.words
    assert (await stores.get(make.database, shop.id)).id == shop.id


async def test_names_are_texts(merchant: Visitor, account: Account, make: Make) -> None:
    store = await make.store(account)
    async with make.database.begin() as tx:
        await stores.rename(tx, store.id, name='<i>"\u202eshop')

    answer = await merchant.open("/dashboard/stores")
    assert "<i>" not in answer.text
    assert '<i>"\u202eshop' in merchant.words


@pytest.mark.parametrize("language", ["fr", "ar"])
async def test_the_pages_in_the_other_languages(merchant: Visitor, shop: stores.Store, language: str) -> None:
    for path in ("/dashboard/stores", "/dashboard/stores/new", f"/dashboard/stores/{shop.id}/settings/remove"):
        answer = await merchant.open(f"{path}?language={language}")
        assert answer.status_code == 200
        assert merchant.page.faults == []


async def _log_in(browser: httpx.AsyncClient, account: Account) -> Visitor:
    visitor = Visitor(browser)
    await visitor.open("/dashboard/log-in")
    await visitor.press(email=account.user.email or "", password=account.password)
    return visitor
