"""Bringing documents up to date with their products."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Final

import msgspec

from serai.core import catalog, navigation, pricing, stores
from serai.core.catalog import Full, ProductId
from serai.core.inventory import VariantId
from serai.core.search import lexemes, members, numbers
from serai.core.search.assorted import takes_in
from serai.core.search.documents import Document, Places, documents
from serai.core.search.wording import letters
from serai.core.stores import ShopCountry, StoreId
from serai.kit.db import Tx

# One at a time in each store, so that what was read first is not written last. 27 stands for this table.
LOCK = "select pg_advisory_xact_lock(27, hashint8($1::bigint))"

ENDLESS = """
select k.variant_id
  from stock k
 where k.store_id = $1 and k.variant_id = any($2::bigint[]) and k.sellable_without_stock
"""

# Which tree each shop shows, where there is one.
TREES = """
select s.id as shop_id, array_agg(c.id) as ids
  from shops s
  join shop_categories c on c.store_id = s.store_id and c.shop_id = coalesce(s.category_tree_id, s.id)
 where s.store_id = $1
 group by s.id
"""

COUNTED = """
select d.shop_country_id, c.id as category_id, t.kind, t.id as thing_id, count(*)::integer as products
  from search_documents d
 cross join lateral (select 0 union all select unnest(d.category_ids)) c(id)
 cross join lateral (
   select 'product', 0
    union all select 'value', unnest(d.value_ids)
    union all select 'brand', d.brand_id where d.brand_id is not null
    union all select 'category', unnest(d.category_ids)) t(kind, id)
 where d.store_id = $1 and d.product_id = any($2::bigint[]) and d.is_open
 group by d.shop_country_id, c.id, t.kind, t.id
"""

COUNT = """
insert into search_counts as n (store_id, shop_country_id, category_id, kind, thing_id, products)
select $1::bigint, r.shop_country_id, r.category_id, r.kind, r.thing_id, r.products
  from unnest($2::bigint[], $3::bigint[], $4::text[], $5::bigint[], $6::integer[])
       r(shop_country_id, category_id, kind, thing_id, products)
 order by 2, 3, 4, 5
on conflict (store_id, shop_country_id, category_id, kind, thing_id)
do update set products = n.products + excluded.products
"""

_NUMBERS: Final = """unnest($3::bigint[], $4::bigint[], $5::integer[]) n(shop_country_id, product_id, number)
    on n.shop_country_id = r.shop_country_id and n.product_id = r.product_id"""

# Every text in every language it may be in: nobody says which one a name is written in.
_LANGUAGES: Final = ("english", "french", "arabic", "simple")
_WORDS: Final = " || ".join(f"to_tsvector('{language}', r.words)" for language in _LANGUAGES)

WRITE = f"""
insert into search_documents as d
  (store_id, shop_country_id, product_id, number, reference_key, master_key, codes, category_ids, brand_id, value_ids, is_open,
   is_sold_out, is_timely, min_minor, max_minor, reduction, live_at, sellable_from, sellable_until, title)
select $1::bigint, r.shop_country_id, r.product_id, n.number, r.reference_key, r.master_key,
       array(select json_array_elements_text(r.codes)),
       array(select json_array_elements_text(r.category_ids)::bigint), r.brand_id,
       array(select json_array_elements_text(r.value_ids)::bigint), r.is_open, r.is_sold_out, r.is_timely,
       r.min_minor, r.max_minor, r.reduction, r.live_at, r.sellable_from, r.sellable_until, r.title
  from json_to_recordset($2::json) r(
    shop_country_id bigint, product_id bigint, reference_key text, master_key text, codes json, category_ids json,
    brand_id bigint, value_ids json, is_open boolean, is_sold_out boolean, is_timely boolean, min_minor bigint,
    max_minor bigint, reduction integer, live_at timestamptz, sellable_from timestamptz, sellable_until timestamptz,
    title text)
  join {_NUMBERS}
 order by r.shop_country_id, r.product_id
on conflict (store_id, shop_country_id, product_id) do update
   set number = excluded.number, reference_key = excluded.reference_key, master_key = excluded.master_key,
       codes = excluded.codes, category_ids = excluded.category_ids, brand_id = excluded.brand_id,
       value_ids = excluded.value_ids, is_open = excluded.is_open, is_sold_out = excluded.is_sold_out,
       is_timely = excluded.is_timely,
       min_minor = excluded.min_minor, max_minor = excluded.max_minor, reduction = excluded.reduction,
       live_at = excluded.live_at, sellable_from = excluded.sellable_from, sellable_until = excluded.sellable_until,
       title = excluded.title
 where (d.number, d.reference_key, d.master_key, d.codes, d.category_ids, d.brand_id, d.value_ids, d.is_open, d.is_sold_out,
        d.is_timely, d.min_minor, d.max_minor, d.reduction, d.live_at, d.sellable_from, d.sellable_until, d.title)
       is distinct from
       (excluded.number, excluded.reference_key, excluded.master_key, excluded.codes, excluded.category_ids, excluded.brand_id,
        excluded.value_ids, excluded.is_open, excluded.is_sold_out, excluded.is_timely, excluded.min_minor,
        excluded.max_minor, excluded.reduction, excluded.live_at, excluded.sellable_from, excluded.sellable_until,
        excluded.title)
"""

WRITE_WORDS = f"""
insert into search_texts as t (store_id, shop_country_id, product_id, number, words)
select $1::bigint, r.shop_country_id, r.product_id, n.number, strip({_WORDS})
  from json_to_recordset($2::json) r(shop_country_id bigint, product_id bigint, words text)
  join {_NUMBERS}
 order by r.shop_country_id, r.product_id
on conflict (store_id, shop_country_id, product_id) do update
   set number = excluded.number, words = excluded.words
 where t.words <> excluded.words or t.number is distinct from excluded.number
"""

DROP = """
delete from search_documents d
 where d.store_id = $1 and d.product_id = any($2::bigint[])
   and not exists (select 1 from unnest($3::bigint[], $4::bigint[]) k(country, product)
                    where k.country = d.shop_country_id and k.product = d.product_id)
"""

LEARN = """
insert into search_words (store_id, word, letters)
select $1::bigint, w.word, w.letters from unnest($2::text[], $3::text[]) w(word, letters) order by w.word
on conflict do nothing
"""

# Once per product and moment, however often it is refreshed before.
LATER = """
insert into stores_with_changes (store_id, product_id, due_at)
select $1::bigint, r.product_id, r.due_at
  from unnest($2::bigint[], $3::timestamptz[]) r(product_id, due_at)
 where not exists (select 1 from stores_with_changes w
                    where w.store_id = $1 and w.product_id = r.product_id and w.due_at = r.due_at)
"""

Tally = Mapping[tuple[int, int, str, int], int]
"""Products by shop country, category (0: all), kind and id of the thing counted."""

SHORTEST_WORD = 4
"""Shorter words are never taken for mistyped."""


async def refresh(tx: Tx, store: StoreId, products: Sequence[ProductId]) -> None:
    """Make the documents of these products as they are now; those of products that are gone or not for sale go.

    Twenty statements at most, whatever the number.
    """
    if not products:
        return
    ids = sorted(set(products))
    await tx.value(LOCK, store)
    before, had = await _counted(tx, store, ids), await members.of(tx, store, ids)
    made, later = await _made(tx, store, ids)
    given = await numbers.give(tx, store, [(d.shop_country_id, d.product_id) for d in made], await numbers.of(tx, store, ids))
    rows = msgspec.json.encode(made).decode()
    countries, there = [country for country, _ in given], [product for _, product in given]
    await tx.run(DROP, store, ids, countries, there)
    await tx.run(WRITE, store, rows, countries, there, list(given.values()))
    await tx.run(WRITE_WORDS, store, rows, countries, there, list(given.values()))
    await _count(tx, store, before, await _counted(tx, store, ids))
    await members.change(tx, store, had, await members.of(tx, store, ids))
    await lexemes.learn(tx, store, ids)
    words = sorted({word for d in made for word in d.title.split() if len(word) >= SHORTEST_WORD and not word.isdigit()})
    await tx.run(LEARN, store, words, [letters(word) for word in words])
    if later:
        await tx.run(LATER, store, [product for product, _ in later], [moment for _, moment in later])


async def _made(tx: Tx, store: StoreId, ids: Sequence[int]) -> tuple[list[Document], list[tuple[int, datetime]]]:
    """(the documents, (product, moment) where the next one differs by itself)"""
    products = await catalog.full_by_ids(tx, store, ids)
    countries = [c for c in await stores.shop_countries(tx, store) if c.is_active]
    variants = [v.id for product in products for v in product.sold]
    current = await pricing.current(tx, store, variants, at=tx.now)
    prices = {(int(row.shop_country), row.variant): row.price for row in current}
    endless = frozenset(VariantId(row["variant_id"]) for row in await tx.all(ENDLESS, store, variants))
    trees = {row["shop_id"]: frozenset(row["ids"]) for row in await tx.all(TREES, store)}
    placed = await navigation.placed(tx, store, ids, at=tx.now) if trees else {}
    assorted = await stores.assortments(tx, store)

    def where(product: Full) -> list[ShopCountry]:
        return [c for c in countries if c.id not in assorted or takes_in(assorted[c.id], product)]

    made = [
        d
        for product in products
        for d in documents(product, where(product), prices, endless=endless, places=_places(product, trees, placed), at=tx.now)
    ]
    until = {row.variant: row.until for row in current if row.until is not None}
    later = {(p.id, moment) for p in products for moment in _moments(p, until) if moment > tx.now}
    return made, sorted(later)


def _places(product: Full, trees: Mapping[int, frozenset[int]], placed: Mapping[int, tuple[list[int], list[int]]]) -> Places:
    """The product's categories in the shops that have a tree of their own."""
    _, ids = placed.get(product.id, ([], []))
    return {shop: tuple(id_ for id_ in ids if id_ in tree) for shop, tree in trees.items()}


def _moments(product: Full, until: Mapping[VariantId, datetime]) -> list[datetime]:
    moments = [until[v.id] for v in product.sold if v.id in until]
    return moments + [m for there in product.countries for m in (there.sellable_from, there.sellable_until) if m is not None]


async def _counted(tx: Tx, store: StoreId, ids: Sequence[int]) -> Tally:
    rows = await tx.all(COUNTED, store, list(ids))
    return {(r["shop_country_id"], r["category_id"], r["kind"], r["thing_id"]): r["products"] for r in rows}


async def _count(tx: Tx, store: StoreId, before: Tally, after: Tally) -> None:
    """Write what became more or less."""
    changes = {key: after.get(key, 0) - before.get(key, 0) for key in {*before, *after}}
    rows = [(*key, by) for key, by in changes.items() if by]
    if rows:
        await tx.run(COUNT, store, *(list(column) for column in zip(*rows, strict=True)))
