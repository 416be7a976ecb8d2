"""The published storefront clients in use: calls of one, and what each came to."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from tests.chaos.server import Server
from tests.clients import run
from tests.clients.oakleaf import Oakleaf

OWN_DATA: Final = ".customData."
"""The client declares a brand's own data as that of one shop."""


class Thrown(Exception):
    """A call that threw, as the client threw it."""

    def __init__(self, error: Mapping[str, Any]) -> None:
        super().__init__(f"{error['name']}: {error['message']}")
        self.name, self.status, self.body, self.cause = (error.get(key) for key in ("name", "status", "body", "cause"))


@dataclass(frozen=True)
class Client:
    """`name`: storefront, whose answers are checked against its own type declarations, or backbone, which declares those of
    an older service.
    """

    name: str
    config: Mapping[str, object]
    environment: Mapping[str, str] = field(default_factory=dict)

    async def outcomes(self, *calls: tuple[object, ...]) -> list[Any]:
        """By call what it resolved to (None for nothing), or Thrown."""
        arguments = {"client": self.name, "config": self.config, "calls": calls}
        found = await run.node("scayle_storefront.mjs", arguments, **self.environment)
        mistyped = [fault for each in found for fault in each.get("mistyped", ()) if OWN_DATA not in fault]
        assert self.name == "backbone" or not mistyped, "\n".join(mistyped)
        return [Thrown(each["error"]) if "error" in each else each.get("value") for each in found]

    async def all(self, *calls: tuple[object, ...]) -> list[Any]:
        """The same, where none may throw."""
        found = await self.outcomes(*calls)
        for each in found:
            if isinstance(each, Thrown):
                raise each
        return found

    async def one(self, *call: object) -> Any:
        return (await self.all(call))[0]


def over_tls(server: Server, shop: Oakleaf, **config: object) -> Client:
    """The present client as its documentation sets it up, trusting the development certificate."""
    own = {"shopId": shop.country.id, "auth": {"type": "token", "token": shop.key}}
    host = server.base.removeprefix("https://")
    return Client("storefront", {"host": host, **own, **config}, {"NODE_EXTRA_CA_CERTS": str(server.ca)})


def over_http(server: Server, shop: Oakleaf, **config: object) -> Client:
    """The older client."""
    own = {"shopId": shop.country.id, "auth": {"type": "token", "token": shop.key}}
    return Client("backbone", {"host": f"{server.base}/v1/", **own, **config})
