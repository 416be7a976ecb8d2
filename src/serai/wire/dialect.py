"""A dialect: one platform's wire, as a record."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

import msgspec

from serai.kit.errors import DomainError, Invalid
from serai.kit.limits import Standing, Window
from serai.wire.call import Call, Principal
from serai.wire.operation import Operation

Converter = Callable[[str], Any]

ENCODER = msgspec.json.Encoder(decimal_format="number")


@dataclass(frozen=True, slots=True)
class Problem:
    """How an error sounds here. `say` and `details` are given the error; `code` is for wires that have words for it."""

    status: int
    say: str | Callable[[Any], str]
    code: str = ""
    details: Callable[[Any], Any] | None = None


@dataclass(frozen=True, slots=True)
class Spoken:
    """A problem about to be put in the dialect's envelope. `fields` in this wire's names, for bad input only.

    `who` asked, if that was known before it failed.
    """

    status: int
    message: str
    code: str
    fields: Mapping[str, list[str]]
    details: Any
    error: DomainError
    who: Principal | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """The whole of a wire that the kernel must know.

    `identify` turns a credential into a Principal or raises Unauthenticated; `field` turns a dotted path of core words
    into this wire's; `standing` spells the rate-limit headers, given the quota's name; `credential` and `parameters`
    (by converter) are the OpenAPI schemas of the key and of what stands in paths; `limits` is the sentence on quotas in the
    reference. `caching` is the Cache-Control of answers with an ETag. `profile` words problems differently for some callers;
    `joins`, `decode`, `trailing`: see wire.query, wire.routes.
    With `forms` a JSON body may also be a form, and is read leniently either way (wire.parse).
    """

    name: str
    title: str
    version: str
    base: str
    about: str
    operations: tuple[Operation, ...]
    identify: Callable[[Call], Awaitable[Principal]]
    allows: Callable[[Principal, Operation], None]
    problems: Mapping[type[DomainError], Problem]
    envelope: Callable[[Spoken], Any]
    field: Callable[[str], str]
    standing: Callable[[Standing, str], list[tuple[str, str]]]
    strangers: tuple[Window, ...]
    converters: Mapping[str, Converter]
    credential: Mapping[str, Any]
    challenge: str = ""
    etags: bool = False
    caching: Callable[[Call], str] | None = None
    selects: Callable[[Any, str], Any] | None = None
    parameters: Mapping[str, Mapping[str, Any]] | None = None
    limits: str = ""
    profile: Callable[[Principal | None], Mapping[type[DomainError], Problem]] | None = None
    joins: bool = False
    decode: Callable[[str], str] = unquote
    parameter: Callable[[str], str] = str
    trailing: bool = False
    forms: bool = False

    def speak(self, error: DomainError, who: Principal | None = None) -> Spoken:
        """The error in this dialect's words."""
        problem = row_for(self.profile(who) if self.profile else self.problems, error)
        fields = {self.field(path): list(said) for path, said in error.fields.items()} if isinstance(error, Invalid) else {}
        message = problem.say if isinstance(problem.say, str) else problem.say(error)
        details = problem.details(error) if problem.details else None
        return Spoken(problem.status, message, problem.code, fields, details, error, who)

    def shown_by(self, operation: Operation) -> Operation | None:
        """The operation whose ETag a change by this one may name as `If-Match`."""
        if not self.etags or operation.method not in ("PUT", "PATCH"):
            return None
        reads = (each for each in self.operations if each.method == "GET" and each.path == operation.path)
        return next(reads, None)


def row_for(problems: Mapping[type[DomainError], Problem], error: DomainError) -> Problem:
    """The row of the error's class or of its nearest parent."""
    return next(problems[kind] for kind in type(error).__mro__ if kind in problems)
