"""A dialect's operation table as an OpenAPI 3.1 document. The same table always gives the same bytes."""

import inspect
import re
from http import HTTPStatus
from typing import Any, Final

import msgspec

from serai.kit.errors import DomainError, Forbidden, NotFound, TooMany, Unauthenticated, Unavailable
from serai.kit.limits import Standing
from serai.wire import errors, examples, schemas
from serai.wire.dialect import Dialect
from serai.wire.operation import Operation
from serai.wire.schemas import Schema, Schemas, error_of, is_written, without_null

LOCAL: Final = "http://localhost:8000"
_ANYWHERE: Final = (TooMany, Unavailable, errors.Broken, errors.InsecureTransport, errors.BadQuery)
_OF_PRIVATE: Final = (Unauthenticated, Forbidden)
_OF_BODIES: Final = (errors.Malformed, errors.UnsupportedMedia, errors.TooLarge, errors.BodyTimeout)
_OF_ROUTING: Final = (errors.UnknownRoute, errors.MethodNotAllowed)
_OF_GUARDED: Final = (errors.Changed,)
_YAML: Final = "application/yaml"
_SECURITY: Final = "credential"
_PHRASES: Final = {413: "Content Too Large", 422: "Unprocessable Content"}
"""Named differently by Python's own versions; the document is to be the same with all of them."""


def document(dialect: Dialect, *, server: str = LOCAL) -> dict[str, Any]:
    """The whole document; `server` is the origin it is served from."""
    known = schemas.of_dialect(dialect)
    queries = {known.of(o.query)["$ref"].rsplit("/", 1)[1] for o in dialect.operations if o.query}
    return {
        "openapi": "3.1.0",
        "info": {"title": dialect.title, "version": dialect.version, "description": dialect.about},
        "servers": [{"url": url} for url in addresses(dialect, server)],
        "tags": [{"name": tag} for tag in dict.fromkeys(o.tag for o in dialect.operations)],
        "security": [{_SECURITY: []}],
        "paths": _paths(dialect, known),
        "components": {
            "schemas": {name: schema for name, schema in known.components.items() if name not in queries},
            "responses": {_name(status): _refusal(dialect, status, known) for status in _all_statuses(dialect)},
            "headers": _headers(dialect),
            "securitySchemes": {_SECURITY: dict(dialect.credential)},
        },
    }


def dump(document: dict[str, Any]) -> str:
    """The document as it is kept in files."""
    return msgspec.json.format(msgspec.json.encode(document), indent=2).decode() + "\n"


def addresses(dialect: Dialect, server: str) -> list[str]:
    """Where the dialect is: behind its prefix always, at the root when nothing else claims the path."""
    return [f"{server}/{dialect.name.split('-')[0]}{dialect.base}", f"{server}{dialect.base}"]


# ── operations ──


def _paths(dialect: Dialect, known: Schemas) -> dict[str, Any]:
    """By path; two operations on one path share its first one's parameter names, as the format demands."""
    paths: dict[str, Any] = {}
    templates: dict[str, str] = {}
    for operation in dialect.operations:
        plain = re.sub(r"\{(\w+)(?::\w+)?\}", lambda found: f"{{{dialect.parameter(found[1])}}}", operation.path)
        template = templates.setdefault(re.sub(r"\{\w+\}", "{}", plain), plain)
        names = re.findall(r"\{(\w+)\}", template)
        paths.setdefault(template, {})[operation.method.lower()] = _operation(dialect, operation, names, known)
    return paths


def _operation(dialect: Dialect, operation: Operation, names: list[str], known: Schemas) -> dict[str, Any]:
    made: dict[str, Any] = {
        "operationId": operation.name,
        "tags": [operation.tag],
        "summary": operation.summary,
        "description": described(operation),
        "parameters": [*_in_path(dialect, operation, names), *_in_query(operation, known), *_in_headers(dialect, operation)],
    }
    if operation.public:
        made["security"] = []
    elif operation.scope:
        made["security"] = [{_SECURITY: [operation.scope]}]
    if operation.body is not None:
        made["requestBody"] = _body(operation, known)
    made["responses"] = _responses(dialect, operation, known)
    return {key: value for key, value in made.items() if value not in ("", None) and (value or key == "security")}


def described(operation: Operation) -> str:
    """What the handler's docstring says beyond its first line, and the scope."""
    _, _, rest = (inspect.getdoc(operation.handler) or "").partition("\n")
    scope = f"Needs the scope `{operation.scope}`." if operation.scope else ""
    return "\n\n".join(filter(None, (rest.strip(), scope)))


def _in_path(dialect: Dialect, operation: Operation, names: list[str]) -> list[Schema]:
    return [
        {"name": name, "in": "path", "required": True, "schema": parameter_schema(dialect, kind)}
        for name, (_, kind) in zip(names, operation.parameters, strict=True)
    ]


def parameter_schema(dialect: Dialect, kind: str) -> Schema:
    """What a converter of the dialect takes."""
    return dict((dialect.parameters or {}).get(kind) or {"type": "string", "minLength": 1})


def _in_query(operation: Operation, known: Schemas) -> list[Schema]:
    if operation.query is None:
        return []
    return [query_parameter(*field, known) for field in known.fields(operation.query)]


def query_parameter(name: str, schema: Schema, required: bool, known: Schemas) -> Schema:
    """One field of a query struct."""
    bare = without_null(known.resolved(schema) if "$ref" in schema else schema)
    said = bare.pop("description", "")
    made = {"name": name, "in": "query", "required": required, "description": said, "schema": bare}
    return {key: value for key, value in made.items() if value not in ("", False)}


def _in_headers(dialect: Dialect, operation: Operation) -> list[Schema]:
    if dialect.shown_by(operation):
        said = "The ETag of what was read: when it has changed meanwhile, nothing is written and the answer is 412."
        return [{"name": "If-Match", "in": "header", "description": said, "schema": {"type": "string"}}]
    if not takes_key(operation):
        return []
    schema = {"type": "string", "minLength": 1, "maxLength": 255, "pattern": "^[ -~]*$"}
    said = "Repeating a request with the same key has one effect and gets the same answer, for at least 24 hours."
    return [{"name": "Idempotency-Key", "in": "header", "description": said, "schema": schema}]


def takes_key(operation: Operation) -> bool:
    """Whether the operation honours an Idempotency-Key."""
    return operation.method == "POST" and operation.writes and operation.idempotent and not operation.public


def _body(operation: Operation, known: Schemas) -> Schema:
    if not is_written(operation.body):
        return {"required": True, "content": {operation.media: {"schema": {"type": "string", "format": "binary"}}}}
    content = {"schema": known.of(operation.body), "example": examples.body_of(operation, known)}
    return {"required": True, "content": {operation.media: content}}


# ── answers ──


def _responses(dialect: Dialect, operation: Operation, known: Schemas) -> dict[str, Any]:
    good: Schema = {"description": phrase(operation.status), "headers": _own_headers(dialect, operation)}
    if operation.status != 204 and is_written(operation.answers):
        good["content"] = {"application/json": {"schema": known.of(operation.answers)}}
    elif operation.gives != "application/json":
        good["content"] = {operation.gives: {"schema": {} if operation.gives == _YAML else {"type": "string"}}}
    responses = {str(operation.status): good}
    for also in operation.extra.get("also", ()):  # statuses with the same body, or with none
        kept = {key: value for key, value in good.items() if key != "content" or also != 204}
        responses[str(also)] = {**kept, "description": phrase(also)}
    if dialect.etags and operation.method == "GET":
        responses["304"] = {"description": "Not Modified", "headers": _own_headers(dialect, operation)}
    for status, kind in operation.extra.get("refusals", {}).items():
        both = {"anyOf": [known.of(kind), known.of(error_of(dialect))]}
        content = {"application/json": {"schema": both}}
        responses[str(status)] = {
            "description": phrase(status),
            "headers": _own_headers(dialect, operation),
            "content": content,
        }
    for status in refusals(dialect, operation):
        responses.setdefault(str(status), {"$ref": f"#/components/responses/{_name(status)}"})
    return responses


def refusals(dialect: Dialect, operation: Operation) -> list[int]:
    """Every status with which the dialect may refuse this operation."""
    reads = operation.method == "GET"
    kinds: set[type[DomainError]] = set(_ANYWHERE)
    if not operation.public:
        kinds.update(_OF_PRIVATE)
    if not reads:
        kinds.update(set(dialect.problems) - set(_OF_ROUTING) - set(_OF_BODIES) - set(_OF_GUARDED))
    if dialect.shown_by(operation):
        kinds.update(_OF_GUARDED)
    if operation.method in ("POST", "PUT", "PATCH"):
        kinds.update(_OF_BODIES)
    if operation.parameters or operation.query:
        kinds.add(NotFound)
    return sorted({_problem_status(dialect, kind) for kind in kinds})


def _problem_status(dialect: Dialect, kind: type[DomainError]) -> int:
    return next(dialect.problems[parent].status for parent in kind.__mro__ if parent in dialect.problems)


def _all_statuses(dialect: Dialect) -> list[int]:
    return sorted({status for operation in dialect.operations for status in refusals(dialect, operation)})


def phrase(status: int) -> str:
    """404 → Not Found"""
    return _PHRASES.get(status) or HTTPStatus(status).phrase


def _name(status: int) -> str:
    return re.sub(r"\W", "", phrase(status).title())


def _refusal(dialect: Dialect, status: int, known: Schemas) -> Schema:
    headers = _common_headers(dialect)
    if status in (429, 503):
        headers["Retry-After"] = _header("Retry-After")
    if status == 401 and dialect.challenge:
        headers["WWW-Authenticate"] = _header("WWW-Authenticate")
    content = {"application/json": {"schema": known.of(error_of(dialect))}}
    return {"description": phrase(status), "headers": headers, "content": content}


def _own_headers(dialect: Dialect, operation: Operation) -> Schema:
    headers = _common_headers(dialect)
    if dialect.etags and operation.method == "GET":
        headers["ETag"] = _header("ETag")
    if takes_key(operation):
        headers["Idempotency-Replayed"] = _header("Idempotency-Replayed")
    return headers


def _common_headers(dialect: Dialect) -> Schema:
    return {name: _header(name) for name in ("X-Request-Id", *standing_headers(dialect))}


def standing_headers(dialect: Dialect) -> list[str]:
    """The rate-limit headers as this dialect spells them."""
    spoken = dialect.standing(Standing(allowed=True, limit=1, remaining=1, reset=0, retry_after=0), "")
    return [name.title().replace("Ratelimit", "RateLimit") for name, _ in spoken]


def _header(name: str) -> Schema:
    return {"$ref": f"#/components/headers/{name}"}


def _headers(dialect: Dialect) -> Schema:
    texts: dict[str, tuple[str, Schema]] = {
        "X-Request-Id": ("Names this request in our logs.", {"type": "string"}),
        "ETag": (
            "Send it back as If-None-Match to get 304 while it is the same, as If-Match with a change.",
            {"type": "string"},
        ),
        "Idempotency-Replayed": ("true: this is the answer to an earlier request with the same key.", {"type": "string"}),
        "Retry-After": ("Seconds to wait.", {"type": "integer"}),
        "WWW-Authenticate": ("How to authenticate.", {"type": "string"}),
    }
    limits = {
        name: ("How the caller stands against its rate limit.", {"type": "string" if name.endswith("Scope") else "integer"})
        for name in standing_headers(dialect)
    }
    return {name: {"description": said, "schema": schema} for name, (said, schema) in sorted((texts | limits).items())}
