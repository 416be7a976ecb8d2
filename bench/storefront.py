"""One shop of 100,000 products with a brand, three attribute groups and a tree of categories, and what its shoppers ask."""

import time
from random import Random
from typing import Final

from msgspec import Struct

from bench.client import Request
from bench.data import CATEGORIES, FILLED, USAGE, load, owner_of
from bench.works import Work
from serai.core import catalog, search, stores
from serai.core.accounts import Language, StoreId
from serai.core.catalog import GroupChange, Kind, Level
from serai.kit.db import Database, Tx

PRODUCTS: Final = 100_000
QUESTIONS: Final = 20
"""Different listings, each asked with its filters."""
GROUPS: Final = {"color": (Level.PRODUCT, 11), "material": (Level.PRODUCT, 7), "size": (Level.VARIANT, 3)}
"""Attribute groups: on what, and how many values. No two products next to each other in one are so in another."""

BRANDS = """
insert into brands (store_id, name, name_key, slug, created_at, updated_at)
select $1, 'Atelier ' || n, 'atelier ' || n, 'atelier-' || n, $2, $2 from generate_series(0, 8) n
"""
# A word that all have, one of two, one of five in another script, one of ten, and one of a thousand.
NAMES = """
update products p
   set name = n.name, search = lower(n.name) || ' made by hand in small numbers'
  from (select o.id, concat_ws(' ', 'Handmade', (array['wooden', 'linen'])[o.id % 2 + 1],
                               (array['chair', 'lamp', 'table', 'shelf', 'mirror'])[o.id / 2 % 5 + 1],
                               (array['مصباح', 'كرسي', 'طاولة', 'رف', 'مرآة'])[o.id / 2 % 5 + 1],
                               (array['north', 'south', 'east', 'west', 'river', 'forest', 'desert', 'garden', 'harbour',
                                      'village'])[o.id / 10 % 10 + 1],
                               'model' || o.id % 1000, 'no', o.id) as name
          from products o
         where o.store_id = $1) n
 where p.store_id = $1 and p.id = n.id
"""
SUBCATEGORIES = """
insert into categories (store_id, parent_id, ancestors, name, name_key, slug)
select $1, c.id, array[c.id], c.name || ' part ' || n, c.name_key || ' part ' || n, c.slug || '-part-' || n
  from categories c
 cross join generate_series(1, 5) n
 where c.store_id = $1
"""
LINKS = """
insert into product_categories (store_id, product_id, category_id, position)
select p.store_id, p.id, c.id, 0
  from products p
  join categories c on c.store_id = $1 and c.slug = 'category-' || p.id % 20 + 1 || '-part-' || p.id / 20 % 5 + 1
 where p.store_id = $1
"""
VALUES = """
insert into attribute_values (store_id, group_id, value, labels)
select $1, g.id, $2::text || ' ' || n, jsonb_build_object('en_MA', initcap($2::text) || ' ' || n)
  from attribute_groups g
 cross join generate_series(1, $3::integer) n
 where g.store_id = $1 and g.name = $2
"""
OF_PRODUCTS = """
insert into attributes (store_id, owner, owner_id, group_id, value_ids)
select $1, 'product', p.id, w.group_id, array[w.id]
  from products p
  join attribute_values w on w.store_id = $1 and w.value = $2::text || ' ' || p.id % $3::integer + 1
 where p.store_id = $1
"""
OF_VARIANTS = """
insert into attributes (store_id, owner, owner_id, group_id, value_ids)
select $1, 'variant', v.id, w.group_id, array[w.id]
  from variants v
  join attribute_values w on w.store_id = $1 and w.value = $2::text || ' ' || v.position % $3::integer + 1
 where v.store_id = $1 and not v.is_default
"""
ROOTS = "select id from categories where store_id = $1 and parent_id is null order by id"
COLORS = "select id from attribute_values where store_id = $1 and value like 'color %' order by id"

WITH: Final = "attributes,variants,variants.attributes,priceRange"


class Front(Struct, frozen=True):
    """The shop country's id, the ids of its top categories and of its colours."""

    country: int
    categories: list[int]
    colors: list[int]


class Rebuilt(Struct, frozen=True):
    """How long the documents of all products took."""

    seconds: float
    products_a_second: float


async def fill(database: Database, *, products: int = PRODUCTS) -> Front:
    """Make the shop; nothing can be found before `rebuild`."""
    owner = await owner_of(database)
    async with database.begin() as tx:
        store = (await stores.create(tx, owner, name="front", category="home", public_slug="front", language=Language.EN)).id
        await tx.run(BRANDS, store, tx.now)
        await tx.run(CATEGORIES, store)
        await tx.run(SUBCATEGORIES, store)
        await load(tx, store, products, links=LINKS)
        await tx.run(NAMES, store)
        await tx.run(USAGE, owner, products)
        await _attributes(tx, store)
    await database.script(f"vacuum analyze {FILLED}, brands, attributes, attribute_values, attribute_groups")
    async with database.begin() as tx:
        await search.rebuild(tx, store)
    categories, colors = await database.all(ROOTS, store), await database.all(COLORS, store)
    country = await stores.home(database, store)
    return Front(country.id, [row["id"] for row in categories], [row["id"] for row in colors])


async def rebuild(database: Database) -> Rebuilt:
    """Have the search's own worker make everything that can be found."""
    started = time.perf_counter()
    while await search.catch_up(database):
        pass
    seconds = time.perf_counter() - started
    await database.script("vacuum analyze search_documents, search_texts, search_words, search_counts, search_members")
    products = await database.value("select count(*) from search_documents")
    return Rebuilt(seconds, products / seconds)


async def _attributes(tx: Tx, store: StoreId) -> None:
    for name, (level, size) in GROUPS.items():
        change = GroupChange(name=name, kind=Kind.SIMPLE_LIST, level=level, labels={"en_MA": name.title()})
        await catalog.create_group(tx, store, change)
        await tx.run(VALUES, store, name, size)
        await tx.run(OF_PRODUCTS if level is Level.PRODUCT else OF_VARIANTS, store, name, size)


def questions(front: Front) -> dict[str, Work]:
    """Listings and their filters in turns."""
    chance = Random(1)  # noqa: S311 - the same requests every time
    requests: list[Request] = []
    for _ in range(QUESTIONS):
        chosen = f"filters[category]={chance.choice(front.categories)}&filters[color]={chance.choice(front.colors)}"
        listing = f"/scayle/v1/products?{chosen}&sort=price&sortDir=asc&perPage=24&with={WITH}"
        paths = (listing, f"/scayle/v1/filters?{chosen}&with=values")
        requests.extend(Request("GET", path, {"x-shop-id": str(front.country)}) for path in paths)
    return {"storefront": Work(requests, 50)}
