"""The rules of tenancy, keys and names, read from the catalogue of the migrated database."""

from pathlib import Path
from typing import Any, Final

import pglast
import pytest
from pglast import ast
from pglast.enums import ConstrType
from pglast.visitors import Visitor

from serai.kit import migrate, schema
from serai.kit.clock import Clock
from serai.kit.db import Database, Db, connect
from tests.architecture.planes import store_plane
from tests.conftest import clone

EXTENSIONS: Final = {"plpgsql", "pg_trgm", "unaccent", "citext", "btree_gin", "btree_gist"}

UNSUPPORTED: Final = {
    "categories_parent_fkey": "a store has some hundreds of categories, found by the key's store_id",
    "stock_warehouse_fkey": "a warehouse that holds stock is not deleted, and a store's stock goes first when the store goes",
    "payments_order_fkey": "an order is never deleted, and its key never changes",
}
"""Foreign keys that no index serves when the row they refer to is deleted, each with its reason."""

KEYS: Final = """
select c.relname as table, x.relname as name, i.indisunique as is_unique, i.indisprimary as is_primary,
       i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = '(' || a.first_null || ' IS NOT NULL)' as is_whole,
       array(select coalesce(t.attname::text, '(expression)')
               from unnest(i.indkey[0:i.indnkeyatts - 1]) with ordinality k(number, place)
               left join pg_attribute t on t.attrelid = i.indrelid and t.attnum = k.number and k.number > 0
              order by k.place) as columns
  from pg_index i
  join pg_class c on c.oid = i.indrelid
  join pg_class x on x.oid = i.indexrelid
 cross join lateral (
   select coalesce(min(t.attname::text), '') as first_null
     from pg_attribute t
    where t.attrelid = i.indrelid and t.attnum = any(i.indkey) and not t.attnotnull) a
 where c.relnamespace = 'public'::regnamespace
"""

FOREIGN: Final = """
select c.relname as table, k.conname as name, f.relname as target,
       array(select t.attname::text from unnest(k.conkey) with ordinality u(number, place)
               join pg_attribute t on t.attrelid = k.conrelid and t.attnum = u.number order by u.place) as columns,
       array(select t.attname::text from unnest(k.confkey) with ordinality u(number, place)
               join pg_attribute t on t.attrelid = k.confrelid and t.attnum = u.number order by u.place) as targets
  from pg_constraint k
  join pg_class c on c.oid = k.conrelid
  join pg_class f on f.oid = k.confrelid
 where c.relnamespace = 'public'::regnamespace and k.contype = 'f'
"""

COLUMNS: Final = """
select c.relname as table, a.attname as name, format_type(a.atttypid, a.atttypmod) as type, a.attidentity::text as identity
  from pg_attribute a
  join pg_class c on c.oid = a.attrelid
 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p') and a.attnum > 0 and not a.attisdropped
"""

OTHERS: Final = """
select 'trigger ' || tgname from pg_trigger where not tgisinternal
 union all
select 'function ' || p.proname from pg_proc p
 where p.pronamespace = 'public'::regnamespace
   and not exists (select 1 from pg_depend d where d.objid = p.oid and d.deptype = 'e')
 union all
select 'relation ' || c.relname from pg_class c
 where c.relnamespace = 'public'::regnamespace and c.relkind not in ('r', 'p', 'i', 'I', 'S')
 union all
select 'row security on ' || c.relname from pg_class c where c.relrowsecurity
"""


async def faults(db: Db) -> set[str]:
    """Everything in the schema that breaks a rule, one line each."""
    plane = await store_plane(db)
    keys = [dict(row) for row in await db.all(KEYS)]
    foreign = [dict(row) for row in await db.all(FOREIGN)]
    columns = [dict(row) for row in await db.all(COLUMNS)]
    extensions = {row["extname"] for row in await db.all("select extname from pg_extension")}
    return {
        *_bad_keys(plane, keys),
        *_bad_foreign(plane, foreign),
        *_unsupported(keys, foreign),
        *_bad_columns(columns),
        *(f"extension {name} is not one of the allowed" for name in extensions - EXTENSIONS),
        *(f"{row[0]} is not a table" for row in await db.all(OTHERS)),
    }


def _bad_keys(plane: frozenset[str], keys: list[dict[str, Any]]) -> list[str]:
    unique = [key for key in keys if key["is_unique"]]
    wrong = [
        f"{key['table']}: unique {key['name']} does not begin with store_id"
        for key in unique
        if key["table"] in plane and key["columns"][0] != "store_id"
    ]
    with_primary = {key["table"] for key in keys if key["is_primary"]}
    wrong += [f"{table} has no primary key" for table in plane - with_primary]
    wrong += [f"{key['name']} does not begin with its table's name" for key in keys if not key["name"].startswith(key["table"])]
    endings = {(True, True): "_pkey", (False, True): "_key", (False, False): "_idx"}
    for key in keys:
        ending = endings[key["is_primary"], key["is_unique"]]
        if not key["name"].endswith(ending):
            wrong.append(f"{key['name']} does not end in {ending}")
    return wrong


def _bad_foreign(plane: frozenset[str], foreign: list[dict[str, Any]]) -> list[str]:
    wrong: list[str] = []
    for key in foreign:
        inside, into = key["table"] in plane, key["target"] in plane
        if inside and into and (key["columns"][0], key["targets"][0]) != ("store_id", "store_id"):
            wrong.append(f"{key['name']} does not begin with store_id")
        if into and not inside:
            wrong.append(f"{key['name']} goes from the control plane into the store plane")
        if not (key["name"].startswith(key["table"]) and key["name"].endswith("_fkey")):
            wrong.append(f"{key['name']} is not named after its table")
    return wrong


def _unsupported(keys: list[dict[str, Any]], foreign: list[dict[str, Any]]) -> list[str]:
    def is_served(key: dict[str, Any]) -> bool:
        wanted = set(key["columns"])
        return any(k["table"] == key["table"] and k["is_whole"] and set(k["columns"][: len(wanted)]) == wanted for k in keys)

    bare = {key["name"] for key in foreign if not is_served(key)}
    return [
        *(f"{name} has no index that serves it: add one, or a reason to UNSUPPORTED" for name in bare - set(UNSUPPORTED)),
        *(f"{name} is served, or gone: take it out of UNSUPPORTED" for name in set(UNSUPPORTED) - bare),
    ]


def _bad_columns(columns: list[dict[str, Any]]) -> list[str]:
    wrong: list[str] = []
    for column in columns:
        name, kind, where = column["name"], column["type"], f"{column['table']}.{column['name']}"
        if name == "id" and (kind != "bigint" or column["identity"] not in ("a", "d")):
            wrong.append(f"{where} is not a bigint identity")
        if name.endswith("_minor") and kind != "bigint":
            wrong.append(f"{where} holds money and is not a bigint")
        if name.endswith(("_at", "_until")) and kind != "timestamp with time zone":
            wrong.append(f"{where} is a moment and not a timestamptz")
        if kind.startswith(("timestamp without", "time ", "real", "double", "money", "character", "json")) and kind != "jsonb":
            wrong.append(f"{where} has the type {kind}")
    return wrong


async def test_the_schema_keeps_every_rule(database: Database) -> None:
    assert await faults(database) == set()


_FOREIGN: Final = "alter table {} add constraint {} foreign key ({}) references {}"
BROKEN: Final = {
    "create table t (store_id bigint not null)": "t has no primary key",
    "create table t (store_id bigint, id bigint, primary key (id, store_id))": "t: unique t_pkey does not begin with store_id",
    "create unique index pages_title_key on pages (title)": "pages: unique pages_title_key does not begin with store_id",
    "alter table pages add constraint pages_t_key unique (title)": "pages: unique pages_t_key does not begin with store_id",
    _FOREIGN.format("variants", "variants_x_fkey", "product_id, store_id", "products (id, store_id)"): (
        "variants_x_fkey does not begin with store_id"
    ),
    "alter table users add column s bigint; " + _FOREIGN.format("users", "users_x_fkey", "s, id", "pages (store_id, id)"): (
        "users_x_fkey goes from the control plane into the store plane"
    ),
    _FOREIGN.format("orders", "orders_x_fkey", "store_id, version", "shops (store_id, id)"): (
        "orders_x_fkey has no index that serves it: add one, or a reason to UNSUPPORTED"
    ),
    "create index stock_x_idx on stock (store_id, warehouse_id)": (
        "stock_warehouse_fkey is served, or gone: take it out of UNSUPPORTED"
    ),
    _FOREIGN.format("orders", "odd", "store_id", "stores (id)"): "odd is not named after its table",
    "create index odd on orders (store_id)": "odd does not begin with its table's name",
    "create unique index orders_odd_idx on orders (store_id, id)": "orders_odd_idx does not end in _key",
    "create table t (id integer primary key)": "t.id is not a bigint identity",
    "create table t (id bigint primary key)": "t.id is not a bigint identity",
    "alter table orders add column tip_minor integer": "orders.tip_minor holds money and is not a bigint",
    "alter table orders add column seen_at timestamp": "orders.seen_at is a moment and not a timestamptz",
    "alter table orders add column day timestamp": "orders.day has the type timestamp without time zone",
    "create view v as select 1": "relation v is not a table",
    "create function f() returns int language sql as 'select 1'": "function f is not a table",
    "create trigger t before update on users execute function suppress_redundant_updates_trigger()": "trigger t is not a table",
    "alter table orders enable row level security": "row security on orders is not a table",
}


@pytest.mark.parametrize(("change", "fault"), BROKEN.items())
async def test_breaking_a_rule_is_noticed(database: Database, change: str, fault: str) -> None:
    await database.script(change)

    assert fault in await faults(database)


# ── names: the catalogue cannot tell a chosen name from one that PostgreSQL made up, the migrations can ──


class _Unnamed(Visitor):
    """Gathers constraints without a name. A primary key and a column's own `references` get good ones by themselves."""

    def __init__(self) -> None:
        self.found: list[str] = []

    def visit_Constraint(self, ancestors: Any, node: ast.Constraint) -> None:  # pglast's way of naming visitors
        kinds = {ConstrType.CONSTR_CHECK, ConstrType.CONSTR_UNIQUE, ConstrType.CONSTR_EXCLUSION}
        of_table = node.contype is ConstrType.CONSTR_FOREIGN and node.fk_attrs
        if node.conname is None and (node.contype in kinds or of_table):
            self.found.append(ConstrType(node.contype).name)


def unnamed(sql: str) -> list[str]:
    """The kinds of the constraints that have no name of their own."""
    visitor = _Unnamed()
    visitor(pglast.parse_sql(sql))
    return visitor.found


@pytest.mark.parametrize("name", migrate.known())
def test_constraints_are_named(name: str) -> None:
    assert unnamed((migrate.FOLDER / name).read_text()) == []


def test_a_constraint_without_a_name_is_noticed() -> None:
    sql = "create table t (a int check (a > 0), b int unique, foreign key (a, b) references u (a, b), c int references v (c))"

    assert sorted(unnamed(sql)) == ["CONSTR_CHECK", "CONSTR_FOREIGN", "CONSTR_UNIQUE"]


# ── the text of it ──


async def test_schema_sql_is_what_the_migrations_make(database: Database) -> None:
    written = (migrate.FOLDER / schema.FILE).read_text()

    assert await schema.dump(database) == written, "stale: regenerate with `python -m serai.kit.schema`"


async def test_schema_sql_makes_the_same_schema_again(server_url: str) -> None:
    written = (migrate.FOLDER / schema.FILE).read_text()
    async with clone(server_url) as url, connect(url, Clock()) as empty:
        await empty.script("drop schema public cascade; create schema public")
        await empty.script(written)

        assert await schema.dump(empty) == written


async def test_the_dump_says_what_a_migration_adds(database: Database) -> None:
    await database.script(
        "create table odd (id bigint generated always as identity (start with 7) primary key, a int default 3, "
        "twice int generated always as (a * 2) stored) with (fillfactor = 60); create index odd_a_idx on odd (a) where a > 0"
    )

    text = await schema.dump(database)

    assert "id bigint not null generated always as identity (start with 7)" in text
    assert "a integer default 3" in text
    assert "twice integer generated always as ((a * 2)) stored" in text
    assert "with (fillfactor=60);" in text
    assert "CREATE INDEX odd_a_idx ON odd USING btree (a) WHERE (a > 0);" in text


def test_migrations_are_numbered_without_gaps_and_schema_sql_is_none_of_them() -> None:
    numbers = [int(name[:4]) for name in migrate.known()]

    assert numbers == list(range(1, len(numbers) + 1))
    assert schema.FILE not in migrate.known()
    assert all(Path(name).suffix == ".sql" for name in migrate.known())
