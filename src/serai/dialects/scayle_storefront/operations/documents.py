"""The API's own description, and whether it is up."""

from importlib import import_module

from serai.kit import migrate
from serai.kit.errors import Unavailable
from serai.wire import openapi
from serai.wire.call import Call, Reply
from serai.wire.dialect import Dialect
from serai.wire.operation import Operations

documents = Operations("Meta")


@documents.get("/health", public=True)
async def get_health(call: Call) -> str:
    """Whether the API and its database are ready."""
    if await migrate.pending(call.services.database):
        raise Unavailable(5, "Migrations are pending")
    return "OK"


@documents.get("/docs/swagger.yaml", public=True, gives="application/yaml")
async def get_description(call: Call) -> Reply:
    """The OpenAPI document of what is deployed, for generated clients. It is JSON, which is YAML."""
    dialect: Dialect = import_module(_PACKAGE).SCAYLE_STOREFRONT
    text = openapi.dump(openapi.document(dialect, server=call.origin))
    return Reply(text.encode(), media="application/yaml")


_PACKAGE = __name__.rsplit(".", 2)[0]
