"""Sets of products: what is counted as bits is what is found by looking at each."""

from collections.abc import Mapping

import pytest

from serai.core import catalog, search
from serai.core.catalog import CategoryRef, Handle, ProductChange
from serai.core.search import Filter, Order, Values, sets
from tests.core.search.conftest import World

IN_DOCUMENTS = """
select t.kind, t.id as thing_id, array_agg(d.product_id order by d.product_id) as ids
  from search_documents d
 cross join lateral (
   select 'all', 0
    union all select 'stocked', 0 where not d.is_sold_out
    union all select 'timely', 0 where d.is_timely
    union all select 'priced', 0 where d.max_minor > 0
    union all select 'value', unnest(d.value_ids)
    union all select 'brand', d.brand_id where d.brand_id is not null
    union all select 'category', unnest(d.category_ids)) t(kind, id)
 where d.store_id = $1 and d.shop_country_id = $2
 group by t.kind, t.id
"""
IN_SETS = """
select s.kind, s.thing_id, array_agg(s.stretch * 1024 + n order by s.stretch * 1024 + n) as ids
  from search_sets s
 cross join generate_series(0, 1023) n
 where s.store_id = $1 and s.shop_country_id = $2 and get_bit(s.products, n) = 1
 group by s.kind, s.thing_id
"""


@pytest.fixture
async def shop(world: World) -> World:
    """Every color, brand, category and price with every other, some of it reduced, sold out or for nothing."""
    for n in range(24):
        await world.product(
            f"Lamp {'bright ' * (n % 3)}{n}",
            colors=(("Red",), ("Blue",), ("Red", "Green"))[n % 3],
            vendor=f"Maker {n % 4}",
            category=f"Room {n % 2}",
            price=1000 + 100 * (n % 7),
            compare_at_minor=3000 if n % 5 == 0 else None,
            stock=0 if n % 11 == 3 else 5,
        )
    await world.make.searched()
    return world


async def _members(world: World, sql: str) -> dict[tuple[str, int], list[int]]:
    rows = await world.make.database.all(sql, world.store.id, world.country.id)
    return {(row["kind"], row["thing_id"]): row["ids"] for row in rows}


async def _filters(world: World) -> Mapping[str, Filter]:
    red, blue, green = [await world.value(color) for color in ("Red", "Blue", "Green")]
    rooms = [await world.category(f"Room {n}") for n in range(2)]
    brand = await world.make.database.value("select min(id) from brands where store_id = $1", world.store.id)
    color, brands = Values("color", (red, green)), Values("brand", (brand,))
    return {
        "category": Filter(categories=(rooms[0],)),
        "categories": Filter(categories=tuple(rooms)),
        "values": Filter(values=(color,)),
        "two groups": Filter(values=(Values("color", (blue,)), brands)),
        "either group": Filter(values=(Values("color", (blue,)), brands), either=frozenset({"color", "brand"})),
        "none of": Filter(but=(Values("color", (red,)), brands)),
        "another group's value": Filter(values=(Values("size", (red,)),)),
        "price": Filter(min_minor=1400, max_minor=1800),
        "price and values": Filter(min_minor=1400, values=(color,), categories=(rooms[1],)),
        "reduced": Filter(is_sale=True, values=(color,)),
        "reduction": Filter(min_reduction=60, categories=(rooms[0],)),
        "new": Filter(is_new=True, min_id=1),
        "sold out too": Filter(with_sold_out=True, with_free=True),
        "at a time": Filter(with_sold_out=True, sellable_at=world.make.database.clock.now(), values=(color,)),
        "word": Filter(term="lamp"),
        "words": Filter(term="bright lamp", categories=(rooms[1],)),
        "words and price": Filter(term="bright", min_minor=1400, values=(color,)),
        "a part of a word": Filter(term="righ", is_substring=True),
        "an odd term": Filter(term="!!!"),
        "mistyped": Filter(term="brihgt"),
        "nothing": Filter(nothing=True, values=(color,)),
    }


async def _answers(world: World, filters: Mapping[str, Filter]) -> dict[str, object]:
    """Every filter's pages in every order, and its facets."""
    db, country, at = world.make.database, world.country, world.make.database.clock.now()
    found: dict[str, object] = {}
    for name, filter_ in filters.items():
        found[name] = await search.facets(db, country, filter_, locale=country.locale, at=at)
        for order in Order:
            for descending, offset in ((True, 0), (False, 3)):
                found[f"{name} by {order} {descending}"] = await search.find(
                    db, country, filter_, order=order, descending=descending, size=4, offset=offset, at=at, sortings=("a",)
                )
    return found


async def test_counting_bits_and_looking_at_each_come_to_the_same(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    filters = await _filters(shop)
    looked_at = await _answers(shop, filters)
    totals = {name: answer.total for name, answer in looked_at.items() if isinstance(answer, search.Facets)}
    assert (totals["category"], totals["sold out too"], totals["nothing"]) == (11, 24, 0)
    assert totals["words"] > 0

    for large in (-1, 5):
        monkeypatch.setattr(sets, "LARGE", large)
        monkeypatch.setattr(sets, "FEW", large)
        counted = await _answers(shop, filters)
        assert {name: answer for name, answer in counted.items() if answer != looked_at[name]} == {}


async def test_the_shortest_names_fill_a_page_only_where_they_have_every_word(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = {"word": Filter(term="bright lamp"), "price": Filter(term="lamp", min_minor=1700)}
    looked_at = await _answers(shop, filters)
    monkeypatch.setattr(sets, "LARGE", -1)
    monkeypatch.setattr(sets, "FEW", -1)

    for short in (2, 10, 100):
        monkeypatch.setattr(sets, "SHORT", short)
        assert await _answers(shop, filters) == looked_at


async def test_kept_sets_follow_the_documents(shop: World) -> None:
    db, store = shop.make.database, shop.store.id
    assert await _members(shop, IN_SETS) == await _members(shop, IN_DOCUMENTS)
    ids = [row["id"] for row in await db.all("select id from products where store_id = $1 order by id", store)]

    async with db.begin() as tx:
        change = ProductChange(categories=(CategoryRef(name="Room 1"), CategoryRef(name="Attic")))
        await catalog.edit(tx, store, Handle(ids[0]), change)
        await catalog.edit(tx, store, Handle(ids[1]), ProductChange(vendor="Maker 9", price_minor=99))
        await catalog.edit(tx, store, Handle(ids[4]), ProductChange(status=catalog.Status.DRAFT))
    await shop.make.searched()

    kept = await _members(shop, IN_SETS)
    assert kept == await _members(shop, IN_DOCUMENTS)
    assert ids[4] not in kept["all", 0]
    assert ids[0] in kept["category", await shop.category("Attic")]


async def test_a_price_changes_no_set(shop: World) -> None:
    db, store = shop.make.database, shop.store.id
    places = "select s.kind, s.thing_id, s.ctid::text as place from search_sets s where s.store_id = $1 order by 1, 2"
    before = [tuple(row.values()) for row in await db.all(places, store)]

    async with db.begin() as tx:
        second = await tx.value("select min(id) + 1 from products where store_id = $1", store)
        await catalog.edit(tx, store, Handle(second), ProductChange(price_minor=4321))
    await shop.make.searched()

    assert [tuple(row.values()) for row in await db.all(places, store)] == before
    assert (await shop.facets()).max_minor == 5142
