"""Sets of products: what is counted as bits is what is found by looking at each."""

from collections.abc import Mapping

import pytest

from serai.core import catalog, search
from serai.core.catalog import CategoryRef, Handle, ProductChange
from serai.core.search import Filter, Order, Values, lexemes, numbers, sets
from serai.kit import migrate
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
select s.kind, s.thing_id, array_agg(d.product_id order by d.product_id) as ids
  from search_members s
  join search_documents d on d.store_id = s.store_id and d.shop_country_id = s.shop_country_id and d.number >> 10 = s.stretch
 where s.store_id = $1 and s.shop_country_id = $2 and s.kind <> 'word' and get_bit(s.products, d.number & 1023) = 1
 group by s.kind, s.thing_id
"""
IN_TEXTS = """
select l.lexeme, array_agg(x.product_id order by x.product_id) as ids
  from search_texts x
 cross join lateral unnest(tsvector_to_array(x.words)) l(lexeme)
 where x.store_id = $1 and x.shop_country_id = $2
 group by l.lexeme
"""
IN_SETS_OF_WORDS = """
select l.lexeme, array_agg(d.product_id order by d.product_id) as ids
  from search_lexemes l
  join search_members s on s.store_id = l.store_id and s.kind = 'word' and s.thing_id = l.id
  join search_documents d on d.store_id = s.store_id and d.shop_country_id = s.shop_country_id and d.number >> 10 = s.stretch
 where l.store_id = $1 and s.shop_country_id = $2 and get_bit(s.products, d.number & 1023) = 1
 group by l.lexeme
"""
BITS = "select sum(bit_count(s.products))::integer from search_members s where s.store_id = $1 and s.kind = 'all'"
NUMBERS = """
select array_agg(d.number order by d.number) as documents, array_agg(t.number order by d.number) as texts
  from search_documents d
  join search_texts t on t.store_id = d.store_id and t.shop_country_id = d.shop_country_id and t.product_id = d.product_id
 where d.store_id = $1
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
            description="Goes with a dark wooden table" if n % 3 else "",
        )
    await world.make.searched()
    return world


async def _members(world: World, sql: str) -> dict[tuple[str, int], list[int]]:
    rows = await world.make.database.all(sql, world.store.id, world.country.id)
    return {(row["kind"], row["thing_id"]): row["ids"] for row in rows}


async def _members_of(world: World, sql: str) -> dict[str, list[int]]:
    rows = await world.make.database.all(sql, world.store.id, world.country.id)
    return {row["lexeme"]: row["ids"] for row in rows}


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
        "mistyped and price": Filter(term="lmap brihgt", min_minor=1400),
        "mistyped, as it is": Filter(term="brihgt", is_fuzzy=False),
        "the beginning of a word": Filter(term="lamp bri", is_prefix=True, values=(brands,)),
        "a word of the text": Filter(term="tables"),
        "words of name and text": Filter(term="wooden bright", categories=(rooms[0],)),
        "a word of a few": Filter(term="lamp 17"),
        "words that say nothing": Filter(term="the with"),
        "a word twice": Filter(term="lamp lamp", min_minor=1400, values=(color,)),
        "two things at once": Filter(term="lamp", values=(color, brands), is_sale=True),
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


async def _learn(world: World, monkeypatch: pytest.MonkeyPatch, many: int) -> None:
    """Have what so many products have kept as sets."""
    monkeypatch.setattr(lexemes, "MANY", many)
    monkeypatch.setattr(lexemes, "SAMPLE", 1)
    async with world.make.database.begin() as tx:
        await search.rebuild(tx, world.store.id)
    await world.make.searched()


async def test_words_are_found_in_kept_sets_as_in_the_texts(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    filters = {name: filter_ for name, filter_ in (await _filters(shop)).items() if filter_.term}
    in_texts = await _answers(shop, filters)

    for many in (10, 2):
        await _learn(shop, monkeypatch, many)
        kept = await _members_of(shop, IN_SETS_OF_WORDS)
        assert kept == {word: ids for word, ids in (await _members_of(shop, IN_TEXTS)).items() if len(ids) >= many}
        assert "lamp" in kept
        assert await _answers(shop, filters) == in_texts
        with monkeypatch.context() as patch:
            patch.setattr(sets, "LARGE", -1)
            patch.setattr(sets, "FEW", -1)
            assert await _answers(shop, filters) == in_texts


async def test_sets_of_words_follow_the_texts(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    db, store = shop.make.database, shop.store.id
    await _learn(shop, monkeypatch, 10)
    ids = [row["id"] for row in await db.all("select id from products where store_id = $1 order by id", store)]
    before = await _members_of(shop, IN_SETS_OF_WORDS)
    assert {*ids} == {*before["lamp"]}

    async with db.begin() as tx:
        await catalog.edit(tx, store, Handle(ids[0]), ProductChange(name="Torch", description="Of dark glass"))
        await catalog.remove(tx, store, ids[1])
    new = await shop.product("Dark lamp")
    await shop.make.searched()

    after = await _members_of(shop, IN_SETS_OF_WORDS)
    in_texts = await _members_of(shop, IN_TEXTS)
    assert after == {word: in_texts[word] for word in before}
    assert set(after["lamp"]) == {*ids[2:], new.id}


async def test_the_shortest_names_fill_a_page_only_where_they_have_every_word(
    shop: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    filters = {
        "word": Filter(term="bright lamp"),
        "price": Filter(term="lamp", min_minor=1700),
        "a word of the text": Filter(term="wooden"),
        "one of a few names": Filter(term="table 17"),
        "short words": Filter(term="a lamp"),
    }
    looked_at = await _answers(shop, filters)
    monkeypatch.setattr(sets, "LARGE", -1)
    monkeypatch.setattr(sets, "FEW", -1)

    for short in (2, 10, 100):
        monkeypatch.setattr(sets, "SHORT", short)
        assert await _answers(shop, filters) == looked_at
        monkeypatch.setattr(sets, "NAMED", 0)


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
    places = "select s.kind, s.thing_id, s.ctid::text as place from search_members s where s.store_id = $1 order by 1, 2"
    before = [tuple(row.values()) for row in await db.all(places, store)]

    async with db.begin() as tx:
        second = await tx.value("select min(id) + 1 from products where store_id = $1", store)
        await catalog.edit(tx, store, Handle(second), ProductChange(price_minor=4321))
    await shop.make.searched()

    assert [tuple(row.values()) for row in await db.all(places, store)] == before
    assert (await shop.facets()).max_minor == 5142


async def test_numbers_are_dense_however_far_apart_the_ids_are_and_those_of_the_gone_are_given_again(world: World) -> None:
    db, store = world.make.database, world.store.id
    other = await world.make.store()
    products = []
    for n in range(6):
        products.append(await world.product(f"Lamp {n}"))
        await world.make.product(other, name=f"Chair {n}")
    await world.make.searched()
    ids = [product.id for product in products]
    assert ids[-1] - ids[0] > len(ids)
    assert await _numbers(world) == list(range(6))

    async with db.begin() as tx:
        for id_ in (ids[1], ids[3]):
            await catalog.remove(tx, store, id_)
    await world.make.searched()
    assert await _numbers(world) == [0, 2, 4, 5]
    new = [(await world.product(f"Torch {n}")).id for n in range(3)]
    await world.make.searched()

    assert await _numbers(world) == list(range(7))
    assert await db.value(BITS, store) == 7
    assert set((await world.find("torch")).ids) == set(new)
    assert await _members(world, IN_SETS) == await _members(world, IN_DOCUMENTS)


async def test_numbers_go_on_where_all_are_taken(world: World) -> None:
    db, store, country = world.make.database, world.store.id, world.country.id
    await world.product("Lamp")
    await world.make.searched()
    full = "update search_members set products = ~0::bit(1024) where store_id = $1 and shop_country_id = $2 and kind = 'all'"
    await db.run(full, store, country)

    wanted = [(country, product) for product in range(-2_000, 0)]
    async with db.begin() as tx:
        given = await numbers.give(tx, store, wanted, {(country, -7): 3})

    taken = sorted(given.values())
    assert taken == [3, *range(1024, 1024 + 1_999)]


async def test_what_an_older_release_wrote_is_numbered(world: World) -> None:
    lamp = await world.product("Lamp")
    await world.make.searched()
    db, store = world.make.database, world.store.id
    await db.run("update search_documents set number = null where store_id = $1", store)
    await db.run("update search_texts set number = null where store_id = $1", store)
    await db.run("delete from search_members where store_id = $1", store)

    async with db.begin() as tx:
        await search.rebuild(tx, store)
    found = await world.find("lamp")

    assert (found.ids, await _numbers(world)) == ((lamp.id,), [0])
    assert await _members(world, IN_SETS) == await _members(world, IN_DOCUMENTS)


async def test_the_migration_numbers_what_is_there(shop: World) -> None:
    db, store = shop.make.database, shop.store.id
    await db.run("update search_documents set number = null where store_id = $1", store)
    await db.run("update search_texts set number = null where store_id = $1", store)
    await db.run("delete from search_members where store_id = $1", store)
    fill, rest = (migrate.FOLDER / "0035_search_numbers_filled.sql").read_text().split("create unique index", 1)
    assert "create" not in fill
    assert "insert" not in rest

    await db.script(fill)

    assert await _numbers(shop) == list(range(24))
    assert await _members(shop, IN_SETS) == await _members(shop, IN_DOCUMENTS)


async def _numbers(world: World) -> list[int]:
    row = await world.make.database.one(NUMBERS, world.store.id)
    assert row is not None
    assert row["documents"] == row["texts"]
    return list(row["documents"])
