"""A dialect's operation table as a Postman collection (v2.1)."""

import re
from typing import Any, Final

import msgspec

from serai.wire import examples, openapi, schemas
from serai.wire.dialect import Dialect
from serai.wire.operation import Operation
from serai.wire.schemas import Schema, Schemas

_FORMAT: Final = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"


def collection(dialect: Dialect, *, server: str = openapi.LOCAL) -> dict[str, Any]:
    """One folder a tag; the base URL and the credential are variables to fill in."""
    known = schemas.of_dialect(dialect)
    tags = dict.fromkeys(o.tag for o in dialect.operations)
    return {
        "info": {"name": dialect.title, "description": dialect.about, "schema": _FORMAT},
        "auth": _auth(dialect),
        "variable": [
            {"key": "baseUrl", "value": openapi.addresses(dialect, server)[0]},
            {"key": "credential", "value": ""},
        ],
        "item": [{"name": tag, "item": [_item(dialect, o, known) for o in dialect.operations if o.tag == tag]} for tag in tags],
    }


def _auth(dialect: Dialect) -> dict[str, Any]:
    if dialect.credential["type"] == "http":
        return {"type": "bearer", "bearer": [_entry("token", "{{credential}}")]}
    where = [_entry("key", dialect.credential["name"]), _entry("value", "{{credential}}"), _entry("in", "header")]
    return {"type": "apikey", "apikey": where}


def _entry(key: str, value: str) -> dict[str, str]:
    return {"key": key, "value": value, "type": "string"}


def _item(dialect: Dialect, operation: Operation, known: Schemas) -> dict[str, Any]:
    request: dict[str, Any] = {
        "method": operation.method,
        "header": _headers(operation),
        "url": _url(dialect, operation, known),
        "description": "\n\n".join(filter(None, (operation.summary, openapi.described(operation)))),
    }
    if operation.public:
        request["auth"] = {"type": "noauth"}
    body = examples.body_of(operation, known)
    if body is not None:
        raw = msgspec.json.format(msgspec.json.encode(body), indent=2).decode()
        request["body"] = {"mode": "raw", "raw": raw, "options": {"raw": {"language": "json"}}}
    return {"name": operation.summary.rstrip("."), "request": request, "response": []}


def _headers(operation: Operation) -> list[dict[str, Any]]:
    headers: list[dict[str, Any]] = []
    if operation.body is not None:
        headers.append({"key": "Content-Type", "value": operation.media})
    if openapi.takes_key(operation):
        headers.append({"key": "Idempotency-Key", "value": "{{$guid}}", "disabled": True})
    return headers


def _url(dialect: Dialect, operation: Operation, known: Schemas) -> dict[str, Any]:
    path = re.sub(r"\{(\w+)(?::\w+)?\}", r":\1", operation.path)
    query = [_parameter(*field, known) for field in known.fields(operation.query)] if operation.query else []
    asked = "&".join(f"{p['key']}={p['value']}" for p in query if not p["disabled"])
    values = ((name, openapi.parameter_schema(dialect, kind)) for name, kind in operation.parameters)
    return {
        "raw": "{{baseUrl}}" + path + (f"?{asked}" if asked else ""),
        "host": ["{{baseUrl}}"],
        "path": path.strip("/").split("/"),
        "query": query,
        "variable": [{"key": name, "value": str(examples.sample(schema, known, name))} for name, schema in values],
    }


def _parameter(name: str, schema: Schema, required: bool, known: Schemas) -> dict[str, Any]:
    made = openapi.query_parameter(name, schema, required, known)
    value = made["schema"].get("default", examples.sample(made["schema"], known, name))
    return {"key": name, "value": str(value), "description": made.get("description", ""), "disabled": not required}
