"""What a reference page shows of a dialect, taken from its record."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, Final
from urllib.parse import quote, urlencode

import msgspec

from serai.kit.errors import Invalid
from serai.kit.limits import Window
from serai.web.docs import fields, samples
from serai.web.docs.fields import Row
from serai.web.docs.samples import Ask, Sample
from serai.wire import examples, openapi, schemas
from serai.wire.dialect import Dialect
from serai.wire.operation import Operation
from serai.wire.schemas import Schemas, is_written

_PAGING: Final = ("page", "size", "per_page", "perPage", "limit", "offset", "cursor")


class Entry(msgspec.Struct, frozen=True):
    """One operation of the page."""

    name: str
    method: str
    path: str
    summary: str
    description: str
    scope: str
    public: bool
    parameters: list[Row]
    takes: list[Row]
    status: str
    answers: list[Row]
    answer: str
    refusals: str
    samples: list[Sample]


class Refusal(msgspec.Struct, frozen=True):
    """A status with the sentences that come with it."""

    status: str
    sentences: list[str]


class Reference(msgspec.Struct, frozen=True):
    """The whole page."""

    name: str
    title: str
    version: str
    about: str
    addresses: list[str]
    credential: str
    error: str
    refusals: list[Refusal]
    paging: list[Row]
    page: str
    headers: list[str]
    limits: str
    strangers: str
    tags: list[tuple[str, list[Entry]]]


@lru_cache(maxsize=32)
def _reference(dialect: "_Key", server: str) -> Reference:
    return _make(dialect.dialect, server)


class _Key:
    """A dialect by its name: its record holds what cannot be hashed."""

    def __init__(self, dialect: Dialect) -> None:
        self.dialect = dialect

    def __hash__(self) -> int:
        return hash(self.dialect.name)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and other.dialect is self.dialect


def reference(dialect: Dialect, server: str) -> Reference:
    """The page's content; `server` is the origin that the samples call."""
    return _reference(_Key(dialect), server)


def _make(dialect: Dialect, server: str) -> Reference:
    known = schemas.of_dialect(dialect)
    base = openapi.addresses(dialect, server)
    tags = dict.fromkeys(o.tag for o in dialect.operations)
    listing = next((o for o in dialect.operations if o.query and _paging(o, known)), None)
    return Reference(
        name=dialect.name,
        title=dialect.title,
        version=dialect.version,
        about=dialect.about,
        addresses=base,
        credential=": ".join(*_credential(dialect).items()),
        error=_pretty(dialect.envelope(dialect.speak(Invalid.one("name", "This field is required.")))),
        refusals=_refusals(dialect),
        paging=_paging(listing, known) if listing else [],
        page=_pretty(examples.sample(known.of(listing.answers), known)) if listing else "",
        headers=openapi.standing_headers(dialect),
        limits=dialect.limits,
        strangers=_windows(dialect.strangers),
        tags=[(tag, [_entry(dialect, o, known, base[0]) for o in dialect.operations if o.tag == tag]) for tag in tags],
    )


def _entry(dialect: Dialect, operation: Operation, known: Schemas, base: str) -> Entry:
    written = is_written(operation.answers) and operation.status != 204
    schema = known.of(operation.answers) if written else {}
    return Entry(
        name=operation.name,
        method=operation.method,
        path=re.sub(r"\{(\w+)(?::\w+)?\}", r"{\1}", operation.path),
        summary=operation.summary,
        description=openapi.described(operation),
        scope=operation.scope or "",
        public=operation.public,
        parameters=[*_in_path(dialect, operation, known), *_in_query(operation, known)],
        takes=fields.rows(known.of(operation.body), known) if is_written(operation.body) else [],
        status=f"{operation.status} {openapi.phrase(operation.status)}",
        answers=fields.rows(schema, known) if written else [],
        answer=_pretty(examples.sample(schema, known)) if written else "",
        refusals=", ".join(str(status) for status in openapi.refusals(dialect, operation)),
        samples=samples.of(_ask(dialect, operation, known, base)),
    )


def _in_path(dialect: Dialect, operation: Operation, known: Schemas) -> list[Row]:
    parameters = ((name, openapi.parameter_schema(dialect, kind)) for name, kind in operation.parameters)
    return [fields.row(name, schema, known, required=True) for name, schema in parameters]


def _in_query(operation: Operation, known: Schemas) -> list[Row]:
    if operation.query is None:
        return []
    found = (openapi.query_parameter(*field, known) for field in known.fields(operation.query))
    return [_query_row(parameter, known) for parameter in found]


def _query_row(parameter: dict[str, Any], known: Schemas) -> Row:
    schema = {**parameter["schema"], "description": parameter.get("description", "")}
    return fields.row(f"?{parameter['name']}", schema, known, required=parameter.get("required", False))


def _paging(operation: Operation, known: Schemas) -> list[Row]:
    return [row for row in _in_query(operation, known) if row.name.removeprefix("?") in _PAGING]


def _ask(dialect: Dialect, operation: Operation, known: Schemas, base: str) -> Ask:
    headers = {} if operation.public else _credential(dialect)
    body = examples.body_of(operation, known)
    if body is not None:
        headers["Content-Type"] = operation.media
    return Ask(operation.method, base + _filled(dialect, operation, known), headers, body)


def _filled(dialect: Dialect, operation: Operation, known: Schemas) -> str:
    path = operation.path
    for name, kind in operation.parameters:
        value = examples.sample(openapi.parameter_schema(dialect, kind), known, name)
        path = re.sub(rf"\{{{name}(?::\w+)?\}}", quote(str(value)), path)
    needed = [(name, schema) for name, schema, required in known.fields(operation.query) if required] if operation.query else []
    asked = urlencode({name: examples.sample(schema, known, name) for name, schema in needed})
    return f"{path}?{asked}" if asked else path


def _credential(dialect: Dialect) -> dict[str, str]:
    if dialect.credential["type"] == "http":
        return {"Authorization": "Bearer YOUR_TOKEN"}
    return {dialect.credential["name"]: "YOUR_API_KEY"}


def _refusals(dialect: Dialect) -> list[Refusal]:
    """Statuses in order; sentences that are made from an error's data are left out."""
    said: dict[int, list[str]] = {}
    for problem in dialect.problems.values():
        sentences = said.setdefault(problem.status, [])
        if isinstance(problem.say, str) and problem.say not in sentences:
            sentences.append(problem.say)
    return [Refusal(f"{status} {openapi.phrase(status)}", said[status]) for status in sorted(said)]


def _windows(windows: Iterable[Window]) -> str:
    units = {1: "a second", 60: "a minute", 3600: "an hour", 86400: "a day"}
    return " and ".join(f"{w.most:,} {units.get(w.seconds, f'in {w.seconds} seconds')}" for w in windows)


def _pretty(value: Any) -> str:
    return msgspec.json.format(msgspec.json.encode(value), indent=2).decode()
