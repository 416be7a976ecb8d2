"""Every error has words in every dialect, and every operation of a dialect can be served as it is declared."""

import importlib
import inspect
import typing
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from enum import Enum
from typing import Any, Final

import msgspec
import pytest

from serai.app import DIALECTS
from serai.kit.errors import DomainError, NotFound
from serai.wire.dialect import ENCODER, Dialect
from serai.wire.operation import Operation
from serai.wire.routes import Routes
from tests.architecture.statements import modules
from tests.conftest import NOW

# Dialects, and operations, that need no scope.
WITHOUT_SCOPES: Final = {
    "skalia": "a signed-in account may do everything with its own stores; `admin` is the platform's",
    "submit_event": "shoppers' browsers report what was done, and hold no key",
}


def _all_errors() -> list[type[DomainError]]:
    for package in ("kit", "core", "wire", "dialects", "web"):
        for name, _ in modules(package):
            importlib.import_module(name)
    return sorted({DomainError, *_below(DomainError)}, key=lambda kind: (kind.__module__, kind.__qualname__))


def _below(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    for child in kind.__subclasses__():
        yield child
        yield from _below(child)


ERRORS: Final = [kind for kind in _all_errors() if kind.__module__.startswith("serai.")]
OPERATIONS: Final = [(dialect, operation) for dialect in DIALECTS for operation in dialect.operations]

every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
# What pages alone raise, no dialect meets.
WIRED: Final = [kind for kind in ERRORS if not kind.__module__.startswith("serai.web.")]
every_error = pytest.mark.parametrize("kind", WIRED, ids=lambda k: k.__qualname__)
every_operation = pytest.mark.parametrize(("dialect", "operation"), OPERATIONS, ids=lambda x: getattr(x, "name", ""))


def sample(kind: type[DomainError]) -> DomainError:
    """An error of the kind, with some value for everything that it carries."""
    if kind.__init__ is DomainError.__init__:
        return kind()
    hints = typing.get_type_hints(kind.__init__) | typing.get_type_hints(kind)
    given = inspect.signature(kind).parameters.values()
    open_ended = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    names = [p.name for p in given if p.kind not in open_ended and p.default is inspect.Parameter.empty]
    return kind(**{name: _some(hints[name]) for name in names})


def _some(hint: Any) -> Any:
    bare = typing.get_origin(hint) or getattr(hint, "__supertype__", hint)
    if typing.get_origin(hint) in (typing.Union, type(int | str)):
        return _some(typing.get_args(hint)[0])
    if issubclass(bare, Enum):
        return next(iter(bare))
    if issubclass(bare, (str, int)):
        return bare(1)
    if issubclass(bare, Mapping):
        return {"field": ["message"]}
    if issubclass(bare, (tuple, Sequence)):
        return ()
    if issubclass(bare, datetime):
        return NOW
    if issubclass(bare, Decimal):
        return Decimal(1)
    if issubclass(bare, msgspec.Struct):
        return bare(**{field.name: _some(field.type) for field in msgspec.structs.fields(bare) if field.required})
    raise AssertionError(f"say here how to make a {hint}")


# ── errors ──


@every_dialect
@every_error
def test_every_error_has_a_row(dialect: Dialect, kind: type[DomainError]) -> None:
    row = _row(dialect, kind)

    assert row is not None
    assert 400 <= dialect.problems[row].status < 600


def _row(dialect: Dialect, kind: type[DomainError]) -> type[DomainError] | None:
    """The class or its nearest parent with a row. The row for what nobody foresaw serves nothing but itself."""
    found = next((parent for parent in kind.__mro__ if parent in dialect.problems), None)
    return None if found is DomainError and kind is not DomainError else found


@every_dialect
@every_error
def test_every_error_can_be_said(dialect: Dialect, kind: type[DomainError]) -> None:
    spoken = dialect.speak(sample(kind))

    assert spoken.message
    assert "{" not in spoken.message
    assert ENCODER.encode(dialect.envelope(spoken))


def test_an_error_without_a_row_is_noticed() -> None:
    assert _row(DIALECTS[0], type("Unheard", (DomainError,), {})) is None
    assert _row(DIALECTS[0], type("Heard", (NotFound,), {})) is NotFound


# ── operations ──


@every_operation
def test_the_converters_of_a_path_exist(dialect: Dialect, operation: Operation) -> None:
    assert {kind for _, kind in operation.parameters} <= set(dialect.converters)


@every_operation
def test_a_handler_takes_what_the_path_and_the_kernel_give(dialect: Dialect, operation: Operation) -> None:
    given = {name for name, _ in operation.parameters}
    given |= {name for name in ("query", "body") if getattr(operation, name) is not None}
    taken = list(inspect.signature(operation.handler).parameters)

    assert taken[0] == "call"
    assert set(taken[1:]) == given


@every_operation
def test_an_operation_that_writes_needs_a_scope(dialect: Dialect, operation: Operation) -> None:
    if operation.writes and not operation.public and not {dialect.name, operation.name} & set(WITHOUT_SCOPES):
        assert operation.scope


@every_operation
def test_an_operation_reads_with_get_and_writes_with_the_rest(dialect: Dialect, operation: Operation) -> None:
    assert not (operation.method == "GET" and operation.writes)
    assert operation.summary.endswith((".", "?")) or len(operation.summary) > 3


@every_dialect
def test_names_are_unique(dialect: Dialect) -> None:
    names = [operation.name for operation in dialect.operations]

    assert len(names) == len(set(names))


@every_dialect
def test_paths_are_unique(dialect: Dialect) -> None:
    Routes(dialect.operations)


def test_names_of_dialects_are_unique() -> None:
    assert len({dialect.name for dialect in DIALECTS}) == len(DIALECTS)
