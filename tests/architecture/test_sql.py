"""Every SQL constant says whose rows it means, fits the schema, and leaves no state on its connection."""

import re
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

import asyncpg
import pglast
import pytest
from pglast import ast
from pglast.enums import VariableSetKind

from serai.core.catalog import read as products
from serai.core.customers import read as customers
from serai.core.orders import read as orders
from serai.core.search import Filter, Order, Values, narrow, sets
from serai.kit.db import Tx
from serai.kit.sql import Where
from tests.architecture import planes, statements
from tests.architecture.tenancy import Reader
from tests.conftest import NOW

PACKAGES: Final = ("kit", "core", "cli", "web", "worker", "dialects")

_CATEGORY: Final = products.IN_CATEGORY.format("c.slug = {slug}")
_SKU: Final = products.WITH_SKU.format("{sku}")


find = sys.modules["serai.core.search.find"]  # the package has functions of these names
facets = sys.modules["serai.core.search.facets"]
_OF_GROUP: Final = narrow.OF_GROUP.format("{ids}", "{name}", "{name}")
_IN_CAMPAIGN: Final = narrow.IN_CAMPAIGN.format("{at}", "{at}", "{campaign}")
_SEARCHED: Final = f" and {narrow.MATCHES} and {_OF_GROUP} and {_IN_CAMPAIGN}"
_FILTER: Final = Filter(categories=(1,), values=(Values("color", (1,)), Values("brand", (1,))), term="cap", min_minor=1)
_SETS: Final = find._sets(Where(1, 2, NOW), _FILTER, at=NOW).picked()
_PICKED: Final = {
    "asked": narrow.ASKED,
    "picked": re.sub(r"\$([4-9]|\d\d)", lambda number: f"{{p_{chr(ord('a') + int(number[1]))}}}", _SETS),
    "found": sets.IS_IN.format(set=0, of="d"),
    "known": sets.IS_IN.format(set=0, of="o"),
    "few": sets.IS_FEW,
}
_BY_RANK: Final = {"key": find.RELEVANCE.format(find.IN_TITLE.format("{stem}")), "direction": "desc"}


def _total(module: Any) -> str:
    return f"{module.KEPT_TOTAL} + {module.COUNTED_TOTAL}"


_PLACE: Final = re.compile(r"\{([a-z_]+)\}")
_NUMBER: Final = re.compile(r"\$(\d+)")

# What stands in templates, where it is more than a parameter.
RENDERED: Final[Mapping[str, Mapping[str, str]]] = {
    "serai.core.catalog.read.PAGE": {
        "total": _total(products),
        "filters": f" and {products.SELLABLE} and {_CATEGORY} and {_SKU}",
    },
    "serai.core.search.find.PAGE": {"asked": narrow.ASKED, "filters": _SEARCHED, **_BY_RANK},
    "serai.core.search.find.COUNTED": {**_PICKED, **_BY_RANK},
    "serai.core.search.find.RANKED": {**_PICKED, **_BY_RANK},
    "serai.core.search.find.WIDE": {"key": find.KEYS[Order.PRICE], "direction": "asc"},
    "serai.core.search.find.KEPT": {"key": find.KEYS[Order.NEW], "direction": "desc"},
    "serai.core.search.facets.FACETS": {
        **_PICKED,
        "found": facets.FOUND.format(is_in=sets.IS_IN.format(set=0, of="d")),
        "priced": facets.FOUND.format(is_in=sets.IS_IN.format(set=0, of="d")),
        "counts": facets.COUNT.format(set=0),
        "without": "t.p0",
        "soft": "",
    },
    "serai.core.search.similar.SIMILAR": {"asked": ""},
    "serai.core.customers.read.PAGE": {"total": _total(customers)},
    "serai.core.orders.read.PAGE": {"total": _total(orders)},
}


def rendered(name: str, template: str) -> str:
    """The template as a statement: without filters, with its module's DOCUMENT, and a new parameter for each other name."""
    module = sys.modules[name.rpartition(".")[0]]
    values = {"filters": "", "document": getattr(module, "DOCUMENT", ""), **RENDERED.get(name, {})}
    while found := _PLACE.search(template):
        if found[1] not in values:
            taken = [int(number) for number in _NUMBER.findall(template)]
            values[found[1]] = f"${max(taken, default=0) + 1}"
        template = template.replace(found[0], values[found[1]])
    return template


# Modules whose SQL is not made of constants alone, each with its reason.
FREE: Final = {
    "serai.kit.db": "hands over what it is given",
    "serai.kit.backup": "the tables are those of the catalogue",
    "serai.core.audit.run": "runs the constants of its tables",
    "serai.kit.migrate": "runs the migrations' files",
    "serai.core.search.narrow": "a filter's conditions are its constants, joined by `or`; whatever was sent is a parameter",
    "serai.core.search.find": "the same conditions, and keys from a fixed map",
    "serai.core.search.facets": "the same conditions, and sets of them in numbered places",
    "serai.core.search.sets": "the same conditions, in numbered places",
    "serai.core.search.similar": "the same conditions",
    "serai.cli.seeds.ids": "the table is one of a fixed list",
}

CONSTANTS: Final = statements.constants(*PACKAGES)
PARTS: Final = {name for name, text in CONSTANTS.items() if not statements.BEGINS.match(text)}
STATEMENTS: Final = {name: rendered(name, text) for name, text in CONSTANTS.items() if name not in PARTS}
MADE_OF_CONSTANTS: Final = {name: path for name, path in statements.modules(*PACKAGES) if name not in FREE}


@dataclass(frozen=True)
class Rules:
    """What the schema says about tenancy."""

    columns: Mapping[str, frozenset[str]]
    plane: frozenset[str]

    def faults(self, sql: str) -> list[str]:
        """What is wrong with a statement."""
        return [*Reader(self.columns, self.plane).read(sql), *state(sql)]


@pytest.fixture(scope="session")
async def rules(connection: asyncpg.Connection) -> Rules:
    db = Tx(connection, NOW)
    return Rules(await planes.columns(db), await planes.store_plane(db))


def test_there_are_statements_to_check() -> None:
    assert len(STATEMENTS) > 80
    assert set(RENDERED) <= set(CONSTANTS), "a constant of this table is gone"


@pytest.mark.parametrize("name", sorted(PARTS))
def test_every_part_stands_in_a_statement(name: str) -> None:
    pieces = [piece for piece in re.split(r"\{\w*\}", CONSTANTS[name]) if piece]

    assert any(pieces[0] in whole for whole in STATEMENTS.values()), "put it into a statement of RENDERED"


@pytest.mark.parametrize("name", STATEMENTS)
def test_a_statement_names_its_store(rules: Rules, name: str) -> None:
    assert rules.faults(STATEMENTS[name]) == []


@pytest.mark.parametrize("name", STATEMENTS)
async def test_a_statement_fits_the_schema(connection: asyncpg.Connection, name: str) -> None:
    for statement in pglast.split(STATEMENTS[name]):
        await connection.prepare(statement)


# ── state ──

_LOCKS: Final = re.compile(r"pg_(try_)?advisory_(un)?lock(_shared|_all)?")


_SET_CONFIG: Final = re.compile(r"set_config\s*\([^)]*,\s*(\S+?)\s*\)")


def state(sql: str) -> list[str]:
    """What would stay on the connection, and so reach another request through the pool."""
    wrong: list[str] = []
    for raw in pglast.parse_sql(sql):
        statement = raw.stmt
        if isinstance(statement, ast.VariableSetStmt) and not statement.is_local:
            wrong.append(f"set without local: {VariableSetKind(statement.kind).name}")
        if isinstance(statement, (ast.ListenStmt, ast.PrepareStmt, ast.DeclareCursorStmt, ast.DiscardStmt)):
            wrong.append(f"session state: {type(statement).__name__}")
        if isinstance(statement, ast.CreateStmt) and statement.relation.relpersistence == "t":
            wrong.append("session state: a temporary table")
    names = re.findall(r"\b\w+(?=\s*\()", sql)
    wrong += [f"session lock: {name}" for name in names if _LOCKS.fullmatch(name)]
    wrong += ["set_config that outlives the transaction" for last in _SET_CONFIG.findall(sql) if last != "true"]
    return wrong


# ── where statements come from ──


@pytest.mark.parametrize("name", MADE_OF_CONSTANTS)
def test_sql_is_made_of_constants(name: str) -> None:
    assert statements.loose(MADE_OF_CONSTANTS[name].read_text()) == []


# ── the checks themselves ──

GOOD: Final = {
    "a parameter": "select id from products where store_id = $1",
    "an owner's stores": "select p.id from products p where p.store_id = any($1::bigint[])",
    "a row of columns": "select id from products where (store_id, id) = ($1, $2)",
    "a join on store_id": (
        "select p.id from variants v join products p on p.store_id = v.store_id and p.id = v.product_id where v.store_id = $1"
    ),
    "using": "select p.id from products p join variants v using (store_id) where p.store_id = $1",
    "the optional side of an outer join": (
        "select p.id from products p left join variants v on v.store_id = p.store_id where p.store_id = $1"
    ),
    "through the table of stores": "select t.tax_rate from stores s join store_settings t on t.store_id = s.id where s.id = $1",
    "inside an outer query": (
        "select (select count(*) from variants v where v.store_id = p.store_id) from products p where p.store_id = $1"
    ),
    "a with": (
        "with mine as (select store_id, id from products where store_id = $1) "
        "select v.id from mine join variants v on v.store_id = mine.store_id"
    ),
    "per store": (
        "select p.id from unnest($1::bigint[]) s(id) cross join lateral (select id from pages where store_id = s.id) p"
    ),
    "both halves": "select id from products where store_id = $1 union all select id from variants where store_id = $1",
    "an insert": "insert into pages (store_id, title) values ($1, $2), ($1, $3)",
    "an insert of a select": "insert into pages (title, store_id) select s.name, s.store_id from shops s where s.store_id = $1",
    "an update": "update stock k set on_hand = t.n from unnest($2::int[]) t(n) where k.store_id = $1",
    "a delete": "delete from pages where store_id = $1",
    "a lock in one store": "select id from stock where store_id = $1 for update",
    "a key of the control plane": "select store_id from api_keys where digest = $1",
    "a local setting": "set local lock_timeout = '1s'",
    "a lock of the transaction": "select pg_advisory_xact_lock($1)",
    "a setting of the transaction": "select set_config('a.b', 'c', true)",
}

BAD: Final = {
    "nothing": "select id from products",
    "another column": "select id from products where id = $1",
    "a constant": "select id from products where store_id = 1",
    "not equal": "select id from products where store_id <> $1",
    "all but": "select id from products where store_id <> all($1::bigint[])",
    "or": "select id from products where store_id = $1 or id = $2",
    "not": "select id from products where not store_id = $1",
    "one of two tables": "select p.id from products p join variants v on v.product_id = p.id where p.store_id = $1",
    "the kept side of an outer join": "select p.id from products p left join variants v on v.store_id = $1 and p.store_id = $1",
    "a full join": "select p.id from products p full join variants v on v.store_id = $1 and p.store_id = $1",
    "equal to an unbound one": "select p.id from products p join variants v on v.store_id = p.store_id",
    "a subquery": "select (select count(*) from variants v where v.product_id = p.id) from products p where p.store_id = $1",
    "exists inside out": "select id from shops s where exists (select 1 from pages where s.store_id = $1)",
    "a with": "with mine as (select id from products) select id from mine",
    "one half": "select id from products where store_id = $1 union all select id from variants",
    "a lateral": "select p.id from stores s cross join lateral (select id from products where store_id = s.id) p",
    "in order by": "select id from pages where store_id = $1 order by (select min(id) from products)",
    "in a join's condition": (
        "select a.id from pages a join pages b on b.id = (select max(id) from products) and b.store_id = a.store_id "
        "where a.store_id = $1"
    ),
    "an insert without": "insert into pages (title) values ($1)",
    "an insert of a constant": "insert into pages (store_id, title) values ($1, $2), (7, $3)",
    "an insert without columns": "insert into pages values ($1, $2)",
    "an insert of any store": "insert into pages (store_id, title) select id, name from stores",
    "an insert of rows of JSON": "insert into pages (store_id) select r.s from json_to_recordset($1::json) as r (s bigint)",
    "an update": "update pages set title = $1 where id = $2",
    "an update of the key": "update pages set store_id = $2 where store_id = $1",
    "an upsert of the key": "insert into pages (store_id) values ($1) on conflict (store_id, id) do update set store_id = $3",
    "a delete": "delete from pages where id = $1",
    "a delete by another table": "delete from pages p using shops s where s.id = p.id and p.store_id = $1",
    "a lock over stores": "select id from stock where store_id = any($1::bigint[]) for update",
    "every column": "select * from products where store_id = $1",
    "every column of one": "select p.* from products p where p.store_id = $1",
    "a whole row": "select row_to_json(p) from products p where p.store_id = $1",
    "returning everything": "delete from pages where store_id = $1 returning *",
    "a table that is not there": "select id from nothing where store_id = $1",
    "a setting": "set lock_timeout = '1s'",
    "a reset": "reset all",
    "a session's lock": "select pg_advisory_lock($1)",
    "a session's lock, tried": "select pg_try_advisory_lock_shared($1)",
    "a setting by function": "select set_config('a.b', 'c', false)",
    "listening": "listen events",
    "a prepared statement": "prepare p as select 1",
    "a temporary table": "create temp table t (a int)",
}


@pytest.mark.parametrize("case", GOOD)
def test_good_statements_pass(rules: Rules, case: str) -> None:
    assert rules.faults(GOOD[case]) == []


@pytest.mark.parametrize("case", BAD)
def test_bad_statements_are_noticed(rules: Rules, case: str) -> None:
    assert len(rules.faults(BAD[case])) >= 1


@pytest.mark.parametrize(
    "body",
    [
        "return await db.all(f'select {column} from pages where store_id = $1', store)",
        "return await db.all('select id from pages where store_id = ' + str(store))",
        "return await db.all('select id from pages where store_id = %s' % store)",
        "return await tx.run(PAGE.format(order=column))",
        "sql = PAGE\n    sql += column\n    return await self.tx.one(sql)",
        "return await call.db.value(column)",
        "where.add(f'{column} = {{}}', store)",
    ],
)
def test_sql_from_input_is_noticed(body: str) -> None:
    assert len(statements.loose(f"async def f(db, tx, call, where, store, column):\n    {body}\n")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "return await db.all(PAGE, store)",
        "return await db.all(read.PAGE.format(filters=where.clause(), size=where.param(9)), *where.values)",
        "a, b = where.param(1), where.param(2)\n    after = f'and id < {a}' if b else ''\n    await db.all(PAGE + after)",
        "return await db.all(PAGE.format(order=ORDERS[column]))",
        "where.add('state = {}', column)",
        "return await db.value(f'select {BUYER}')",
    ],
)
def test_sql_of_constants_passes(body: str) -> None:
    assert statements.loose(f"async def f(db, tx, where, store, column):\n    {body}\n") == []
