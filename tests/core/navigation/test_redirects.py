"""Redirects, sortings and menus."""

import time

import pytest

from serai.core import navigation
from serai.core.navigation import NewItem, NewRedirect, Redirect, Sorting
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.pages import Slice
from tests.conftest import NOW
from tests.core.navigation.conftest import Shop, open_shop
from tests.factories import Make

SORTED = """
select product_id, sort_value from product_sortings
 where store_id = $1 and shop_country_id = $2 and sort_key = $3 order by sort_value desc, product_id desc
"""


async def _redirect(shop: Shop, source: str, target: str, **more: object) -> Redirect:
    new = NewRedirect(source=source, target=target, **more)  # type: ignore[arg-type]
    async with shop.database.begin() as tx:
        return await navigation.create_redirect(tx, shop.store.id, shop.id, new)


async def _target(shop: Shop, url: str) -> str | None:
    found = await navigation.resolve(shop.database, shop.store.id, shop.id, url)
    return found.target if found else None


async def test_an_address_leads_where_it_says(make: Make, shop: Shop) -> None:
    await _redirect(shop, "/old", "/new")
    await _redirect(shop, "https://shop.example/sale", "/deals", status_code=302)
    await _redirect(shop, r"/p/(\d+)-(.*)", "/products/$1?name=$2", is_regex=True)

    urls = ["/old", "/old/", "/old?a=1", "https://shop.example/sale", "https://shop.example/old", "/p/12-tee", "/nowhere", ""]
    assert [await _target(shop, url) for url in urls] == [
        "/new",
        "/new",
        "/new",
        "/deals",
        "/new",
        "/products/12?name=tee",
        None,
        None,
    ]
    assert await _target(await open_shop(make), "/old") is None


async def test_an_exact_one_comes_before_patterns_and_patterns_by_priority(shop: Shop) -> None:
    await _redirect(shop, "/a/.*", "/low", is_regex=True, priority=1)
    await _redirect(shop, "/a/b.*", "/high", is_regex=True, priority=9)
    await _redirect(shop, "/a/bc", "/exact")

    assert [await _target(shop, url) for url in ("/a/x", "/a/bx", "/a/bc")] == ["/low", "/high", "/exact"]


async def test_a_pattern_costs_what_its_address_is_long(shop: Shop) -> None:
    await _redirect(shop, "/(a+)+(a+)+(a|a)*$", "/x", is_regex=True)
    started = time.perf_counter()

    assert await _target(shop, "/" + "a" * 1900 + "!") is None

    assert time.perf_counter() - started < 20  # backtracking would take longer than anybody lives


@pytest.mark.parametrize(
    ("fields", "wrong"),
    [
        ({"source": "(", "is_regex": True}, "source"),
        ({"source": r"/(?=a)", "is_regex": True}, "source"),
        ({"source": r"(.)\1", "is_regex": True}, "source"),
        ({"source": "a" * 1001, "is_regex": True}, "source"),
        ({"source": "(((a{1,100}){1,100}){1,100})", "is_regex": True}, "source"),
        ({"source": "/a(.)", "is_regex": True, "target": "/$2"}, "target"),
        ({"source": ""}, "source"),
        ({"source": "/a b"}, "source"),
        ({"target": "/old"}, "target"),
        ({"target": "x" * 2001}, "target"),
        ({"status_code": 200}, "status_code"),
        ({"priority": 2**40}, "priority"),
        ({"parent": 987_654_321}, "parent"),
    ],
)
async def test_nonsense_is_refused_by_name(shop: Shop, fields: dict[str, object], wrong: str) -> None:
    with pytest.raises(Invalid) as refused:
        await _redirect(shop, **{"source": "/old", "target": "/new", **fields})  # type: ignore[arg-type]

    assert list(refused.value.fields) == [wrong]


async def test_redirects_are_listed_changed_and_removed(make: Make, shop: Shop) -> None:
    made = [await _redirect(shop, f"/old-{i}", "/new") for i in range(3)]
    with pytest.raises(Taken):
        await _redirect(shop, "/old-1", "/other")
    page = await navigation.redirects(shop.database, shop.store.id, shop.id, Slice(2, 2))
    past = await navigation.redirects(shop.database, shop.store.id, shop.id, Slice(9, 2))
    async with shop.database.begin() as tx:
        change = NewRedirect(source="/other", target="/new", parent=made[1].id)
        changed = await navigation.edit_redirect(tx, shop.store.id, shop.id, made[0].id, change)
    async with shop.database.begin() as tx:
        await navigation.remove_redirects(tx, shop.store.id, shop.id, [made[1].id])

    assert ([r.id for r in page.items], page.total, past.items, past.total) == ([made[2].id], 3, (), 3)
    assert (changed.source, changed.parent) == ("/other", made[1].id)
    assert (await navigation.redirect(shop.database, shop.store.id, shop.id, made[0].id)).parent is None
    other = await open_shop(make)
    for store, shop_id in ((other.store.id, other.id), (shop.store.id, other.id)):
        with pytest.raises(NotFound):
            async with shop.database.begin() as tx:
                await navigation.remove_redirects(tx, store, shop_id, [made[0].id])


# ── sortings ──


async def test_sortings_are_written_over_and_removed(make: Make, shop: Shop) -> None:
    one, two = await make.product(shop.store), await make.product(shop.store)

    def at(product: int, value: int, key: str | None = "best") -> Sorting:
        return Sorting(product=product, country=shop.country.id, key=key, value=value)

    async with shop.database.begin() as tx:
        await navigation.save_sortings(tx, shop.store.id, [at(one.id, 1), at(two.id, 5), at(one.id, 9), at(one.id, 3, "other")])
    rows = await shop.database.all(SORTED, shop.store.id, shop.country.id, "best")
    assert [tuple(row) for row in rows] == [(one.id, 9), (two.id, 5)]
    async with shop.database.begin() as tx:
        await navigation.remove_sortings(tx, shop.store.id, [at(one.id, 0, None)])
    assert [tuple(row) for row in await shop.database.all(SORTED, shop.store.id, shop.country.id, "best")] == [(two.id, 5)]
    assert await shop.database.all(SORTED, shop.store.id, shop.country.id, "other") == []


async def test_sortings_of_unknown_products_are_refused_as_a_whole(make: Make, shop: Shop) -> None:
    own, foreign = await make.product(shop.store), await make.product((await open_shop(make)).store)
    for bad in ({"product": foreign.id}, {"key": "scayle:v1:topseller"}, {"value": 2**60}, {"key": ""}):
        wrong = Sorting(**{"product": own.id, "country": shop.country.id, "key": "best", "value": 1, **bad})  # type: ignore[arg-type]
        right = Sorting(product=own.id, country=shop.country.id, key="best", value=2)
        with pytest.raises(Invalid) as refused:
            async with shop.database.begin() as tx:
                await navigation.save_sortings(tx, shop.store.id, [right, wrong])
        assert next(iter(refused.value.fields)).startswith("1.")
    assert await shop.database.all(SORTED, shop.store.id, shop.country.id, "best") == []


# ── menus ──


def _link(name: str, **more: object) -> NewItem:
    return NewItem(kind="link", names={"en_MA": name}, target={"url": "/x", "opens_anew": False}, **more)  # type: ignore[arg-type]


async def _save(shop: Shop, *items: NewItem, key: str = "header") -> navigation.Menu:
    async with shop.database.begin() as tx:
        return await navigation.save_menu(tx, shop.store.id, shop.id, reference_key=key, name="Header", items=items)


async def test_a_menu_is_what_was_saved_last(make: Make, shop: Shop) -> None:
    await _save(shop, _link("Gone"))
    menu = await _save(shop, _link("Help", children=(_link("Returns"), _link("Size", visible_from=NOW))), _link("About"))

    levels = menu.levels()
    assert [item.names["en_MA"] for item in levels[None]] == ["Help", "About"]
    assert [item.names["en_MA"] for item in levels[levels[None][0].id]] == ["Returns", "Size"]
    assert await navigation.menus(shop.database, shop.store.id, shop.id) == [menu]
    assert await navigation.menus(shop.database, shop.store.id, (await open_shop(make)).id) == []
    async with shop.database.begin() as tx:
        await navigation.remove_menu(tx, shop.store.id, shop.id, "header")
    assert await navigation.menus(shop.database, shop.store.id, shop.id) == []


async def test_categories_are_the_menu_of_a_shop_without_one(shop: Shop) -> None:
    women = await shop.category("Women")
    shirts = await shop.category("Shirts", parent=women.id)
    await shop.category("Secret", is_visible=False)

    menu = navigation.menu_of(await shop.tree(), shop.id)

    assert [(i.id, i.parent_id, i.target["category_id"]) for i in menu.items] == [
        (women.id, None, women.id),
        (shirts.id, women.id, shirts.id),
    ]


async def test_odd_menus_are_refused(make: Make, shop: Shop) -> None:
    for bad in (NewItem(kind="odd", names={"en_MA": "A"}, target={}), NewItem(kind="page", names={}, target={"page": "x"})):
        with pytest.raises(Invalid):
            await _save(shop, bad)
    foreign = await open_shop(make)
    with pytest.raises(NotFound):
        async with shop.database.begin() as tx:
            await navigation.save_menu(tx, shop.store.id, foreign.id, reference_key="h", name="H", items=())
