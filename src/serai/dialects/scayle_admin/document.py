"""The OpenAPI document that the JavaScript client builds its calls from."""

from collections.abc import Callable
from typing import Any, Final

from serai.wire import openapi, openapi30
from serai.wire.call import Call, Reply
from serai.wire.dialect import Dialect
from serai.wire.operation import Operations

SECURITY: Final = "accessToken"
_WITH: Final = {
    "name": "with",
    "in": "query",
    "description": "Related resources to include: `a,b.c`.",
    "schema": {"type": "string"},
}


def operations(dialect: Callable[[], Dialect]) -> Operations:
    """`GET /admin-api.json`, which needs no token."""
    document = Operations("Documents")

    @document.get("/admin-api.json", public=True)
    async def getAdminApi(call: Call) -> Reply:  # noqa: N802 - an operation's name on this wire
        """The operations as an OpenAPI 3.0 document."""
        spoken = dialect()
        return Reply(described(spoken, f"{call.origin}{call.mount}{spoken.base}"))

    return document


def described(dialect: Dialect, base: str) -> dict[str, Any]:
    """The document of the dialect as it is reached at `base`. Clients look for the security scheme by its name."""
    made = openapi30.lowered(openapi.document(dialect))
    made["servers"] = [{"url": base}]
    made["security"] = [{SECURITY: []}]
    made["components"]["securitySchemes"] = {SECURITY: dict(dialect.credential)}
    for item in made["paths"].values():
        for operation in item.values():
            if operation.get("security"):
                del operation["security"]
            given = operation.setdefault("parameters", [])
            if not any(parameter["name"] == "with" for parameter in given) and "security" not in operation:
                given.append(_WITH)
    return made
