"""A span for each statement: what it does to which table. Never its parameters, nor what the server says of them."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from typing import Any, Final

from opentelemetry import trace
from opentelemetry.trace import SpanKind

from serai.kit.db import Quiet
from serai.telemetry.spans import span

# What a statement writes to, and what it reads from. Neither `for update of x` nor `do update set`; no function, no CTE.
_WRITES: Final = re.compile(
    r"(?<!for )(?<!key )(?<!do )\b(insert|update|delete|copy)(?: into| from| only)?\s+(?!set\b)([a-z_]\w*)", re.IGNORECASE
)
_READS: Final = re.compile(r"\b(?:from|join)\s+(?!only\b|lateral\b|select\b)([a-z_]\w*)\b(?!\s*[.(])", re.IGNORECASE)
_NAMED: Final = re.compile(r"(?:\bwith|\brecursive|,)\s+([a-z_]\w*)(?:\s*\([^()]*\))?\s+as\s", re.IGNORECASE)


@lru_cache(maxsize=4096)
def summary(sql: str) -> tuple[str, str]:
    """The operation in capitals and its table ("" for none): the first one written to, else the first one read."""
    named = set(_NAMED.findall(sql))
    written = next(((verb, table) for verb, table in _WRITES.findall(sql) if table not in named), None)
    if written:
        return written[0].upper(), written[1]
    first = re.search(r"\w+", sql)
    operation = first[0].upper() if first else ""
    table = next((table for table in _READS.findall(sql) if table not in named), "")
    return ("SELECT" if operation == "WITH" else operation), table


class Told(Quiet):
    """A connection whose statements are spans of the request or round they belong to. Those that belong to none are not."""

    async def execute(self, query: str, *args: object, **more: Any) -> Any:
        with _statement(*summary(query)):
            return await super().execute(query, *args, **more)

    async def fetch(self, query: str, *args: object, **more: Any) -> Any:
        with _statement(*summary(query)):
            return await super().fetch(query, *args, **more)

    async def fetchrow(self, query: str, *args: object, **more: Any) -> Any:
        with _statement(*summary(query)):
            return await super().fetchrow(query, *args, **more)

    async def fetchval(self, query: str, *args: object, **more: Any) -> Any:
        with _statement(*summary(query)):
            return await super().fetchval(query, *args, **more)

    async def copy_records_to_table(self, table_name: str, **more: Any) -> Any:
        with _statement("COPY", table_name):
            return await super().copy_records_to_table(table_name, **more)


@contextmanager
def _statement(operation: str, table: str) -> Iterator[None]:
    if not trace.get_current_span().is_recording():
        yield
        return
    said = f"{operation} {table}".rstrip()
    values = {"db.system.name": "postgresql", "db.operation.name": operation, "db.query.summary": said}
    with span(said, SpanKind.CLIENT, {**values, **({"db.collection.name": table} if table else {})}) as made:
        try:
            yield
        except Exception as error:
            if state := getattr(error, "sqlstate", None):
                made.set_attribute("db.response.status_code", state)
            raise
