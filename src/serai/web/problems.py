"""How errors become pages: a status, a sentence in the reader's language, and what is wrong with each field."""

from collections.abc import Mapping, Sequence
from typing import Final, TypeAlias

from serai.core.accounts import Language
from serai.kit import errors as kit
from serai.web import faults
from serai.web.desk import Stale
from serai.web.visit import Problem
from serai.web.words import Words
from serai.wire import errors as wire

Row: TypeAlias = tuple[int, str]
"""The status, and which of the words under `problem` says it; what the error carries fills the sentence's braces."""

BASE: Final[Mapping[type[kit.DomainError], Row]] = {
    kit.NotFound: (404, "not_found"),
    kit.Invalid: (422, "invalid"),
    kit.Taken: (409, "taken"),
    kit.Refused: (409, "refused"),
    kit.Forbidden: (403, "forbidden"),
    kit.Unauthenticated: (403, "forbidden"),
    kit.TooMany: (429, "too_many"),
    kit.Unavailable: (503, "unavailable"),
    kit.DomainError: (400, "refused"),
    Stale: (403, "stale"),
    wire.Malformed: (400, "malformed"),
    wire.TooLarge: (413, "too_large"),
    wire.Broken: (500, "broken"),
}


def worded(rows: Mapping[type[kit.DomainError], Row], words: Words, language: Language, error: kit.DomainError) -> Problem:
    """A row serves the children of its class too."""
    status, name = next(rows[kind] for kind in type(error).__mro__ if kind in rows)
    fields: Mapping[str, Sequence[str]] = {}
    if isinstance(error, kit.Invalid):
        fields = {path: [faults.said(each, language) for each in said] for path, said in error.fields.items()}
    elif isinstance(error, kit.Taken):
        fields = {error.field: [words.problem.taken]}
    named = {_named(path): said for path, said in fields.items()}
    return Problem(status, getattr(words.problem, name).format_map(_said(words, error)), named)


def _said(words: Words, error: kit.DomainError) -> dict[str, object]:
    """What the error carries; names of ours, such as an order's state, in the reader's language."""
    names = vars(getattr(words, "names", Words()))
    return {name: names.get(value, value) if isinstance(value, str) else value for name, value in vars(error).items()}


def _named(path: str) -> str:
    """`variants.0.price` → `variants[0][price]`, as the form's field is called."""
    first, *rest = path.split(".")
    return first + "".join(f"[{part}]" for part in rest)
