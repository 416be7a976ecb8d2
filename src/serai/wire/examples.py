"""Sample values for documents: always the same ones, and always such as the schema allows."""

import re
from collections.abc import Mapping
from typing import Any, Final

from serai.wire.operation import Operation
from serai.wire.schemas import Schema, Schemas, is_written

_DATE: Final = "2026-01-15"
_PHRASE: Final = "correct-horse-battery"
# By field name, without case and underscores: what a reader expects to see there.
_BY_NAME: Final[Mapping[str, Any]] = {
    "name": "Leather bag",
    "title": "Leather bag",
    "storename": "Atlas Leather",
    "displayname": "Amina Benali",
    "firstname": "Amina",
    "lastname": "Benali",
    "email": "amina@example.com",
    "contactemail": "hello@example.com",
    "password": _PHRASE,
    "currentpassword": _PHRASE,
    "newpassword": "another-horse-battery",
    "phone": "+212612345678",
    "contactphone": "+212612345678",
    "description": "Hand-made in Fez.",
    "slug": "leather-bag",
    "publicslug": "atlas-leather",
    "domain": "shop.example.com",
    "category": "bags",
    "categories": ["bags"],
    "tags": ["leather"],
    "sku": "BAG-01",
    "barcode": "6111245600017",
    "price": 149.0,
    "compareatprice": 199.0,
    "total": 149.0,
    "subtotal": 149.0,
    "taxrate": 0.2,
    "rate": 30.0,
    "currency": "MAD",
    "countries": ["MA"],
    "country": "Morocco",
    "shippingcountry": "MA",
    "shippingaddress": "12 Rue des Tanneurs",
    "shippingcity": "Fez",
    "shippingstate": "Fès-Meknès",
    "shippingzip": "30000",
    "trackingnumber": "MA123456789",
    "notes": "Leave at the door.",
    "content": "<p>Made by hand since 1984.</p>",
    "url": "https://example.com/bag.jpg",
    "images": None,
    "photourl": "https://example.com/amina.jpg",
    "primary": "#1a4d3e",
    "secondary": "#c89b3c",
    "accent": "#b5452c",
    "background": "#ffffff",
    "text": "#222222",
    "timezone": "Africa/Casablanca",
    "language": "en",
    "storeid": "store_1001",
    "productid": "prod_1001",
    "customerid": "cust_1001",
    "page": 1,
    "pages": 1,
    "totalpages": 1,
    "size": 20,
    "perpage": 25,
    "token": "eyJhbGciOiJSUzI1NiIs…",
    "expiresat": f"{_DATE}T10:00:00Z",
    "facebook": "https://facebook.com/atlas",
    "instagram": "https://instagram.com/atlas",
    "twitter": "https://x.com/atlas",
}
_BY_FORMAT: Final = {
    "date-time": f"{_DATE}T10:00:00Z",
    "date": _DATE,
    "uuid": "7e57d004-2b97-4e7a-b45f-5387367791cd",
    "uri": "https://example.com/",
    "email": "amina@example.com",
}
_DEEPEST: Final = 6


def body_of(operation: Operation, schemas: Schemas) -> Any:
    """A body the operation takes; None when it takes no JSON."""
    if "example" in operation.extra:
        return operation.extra["example"]
    return sample(schemas.of(operation.body), schemas) if is_written(operation.body) else None


def sample(schema: Schema, schemas: Schemas, name: str = "", depth: int = 0) -> Any:
    """A value that fits the schema; `name` is the field it stands in."""
    whole = schemas.resolved(schema)
    if whole.get("examples"):
        return whole["examples"][0]
    if "anyOf" in whole:
        choices = [choice for choice in whole["anyOf"] if choice != {"type": "null"}]
        return sample(choices[0], schemas, name, depth) if choices else None
    if "const" in whole:
        return whole["const"]
    if "enum" in whole:
        return next(value for value in whole["enum"] if value is not None)
    return _of_type(whole, schemas, name, depth)


def _of_type(schema: Schema, schemas: Schemas, name: str, depth: int) -> Any:
    kind = schema.get("type")
    if kind == "object":
        return _object(schema, schemas, depth)
    if kind == "array":
        return _array(schema, schemas, name, depth)
    known = _BY_NAME.get(re.sub(r"[^a-z]", "", name.lower()))
    if kind in ("integer", "number"):
        return _number(schema, known)
    if kind == "string":
        return _text(schema, known)
    return True if kind == "boolean" else None


def _object(schema: Schema, schemas: Schemas, depth: int) -> dict[str, Any]:
    if depth >= 2 * _DEEPEST:
        return {}
    required = schema.get("required", [])
    made = {
        name: sample(part, schemas, name, depth + 1)
        for name, part in schema.get("properties", {}).items()
        if name in required or (name != "id" and depth < _DEEPEST)
    }
    if len(made) < schema.get("minProperties", 0):  # the client's own names: texts by locale, mostly
        made["en_GB"] = sample(schema.get("additionalProperties") or {"type": "string"}, schemas, "", depth + 1)
    return made


def _array(schema: Schema, schemas: Schemas, name: str, depth: int) -> list[Any]:
    items = schema.get("items") or (schema.get("prefixItems") or [{}])[0]
    known = _BY_NAME.get(name.lower())
    if isinstance(known, list) and schemas.resolved(items).get("type") == "string":
        return known
    return [sample(items, schemas, _singular(name), depth + 1)] if depth < _DEEPEST else []


def _singular(name: str) -> str:
    return "url" if name == "images" else name.removesuffix("s")


def _number(schema: Schema, known: Any) -> float | int:
    if isinstance(known, int) or (isinstance(known, float) and schema["type"] == "number"):
        return known
    least = schema.get("minimum", schema.get("exclusiveMinimum", 0))
    return int(max(least, min(2, schema.get("maximum", 2))))


def _text(schema: Schema, known: Any) -> str:
    text = known if isinstance(known, str) else _BY_FORMAT.get(schema.get("format", ""), "text")
    return str(text).ljust(schema.get("minLength", 0), "x")[: schema.get("maxLength")]
