"""Asking the DNS for what is not an address. The library is loaded by the first question: few processes ever have one."""

import asyncio
from typing import TYPE_CHECKING, Final

from serai.kit.errors import Unavailable

if TYPE_CHECKING:
    from dns.asyncresolver import Resolver
    from dns.rdata import Rdata

SECONDS: Final = 3.0
"""For one question, whatever the number of servers."""
_RETRY_SECONDS: Final = 5


class Dns:
    """Asks the servers of /etc/resolv.conf, or those given; keeps no answers."""

    def __init__(self, *, servers: tuple[str, ...] = (), port: int = 53) -> None:
        self._servers = servers
        self._port = port

    async def txt(self, name: str) -> tuple[str, ...]:
        """The texts at a name, each in one piece; none when there is no such name. Raises Unavailable."""
        from dns.rdtypes.ANY.TXT import TXT

        found = await self._ask(name, "TXT")
        return tuple(b"".join(r.strings).decode(errors="replace") for r in found if isinstance(r, TXT))

    async def _ask(self, name: str, kind: str) -> "list[Rdata]":
        from dns.exception import DNSException, Timeout
        from dns.name import from_text
        from dns.resolver import NoNameservers, NoResolverConfiguration

        try:
            async with asyncio.timeout(SECONDS):
                return list(await self._resolver().resolve(from_text(name), kind, lifetime=SECONDS, search=False))
        except NoNameservers as error:
            if any(response is not None for *_, response in error.kwargs["errors"]):
                return []  # a server did answer: it cannot find out about this name
            raise _unavailable() from None
        except (Timeout, TimeoutError, NoResolverConfiguration, OSError):
            raise _unavailable() from None
        except DNSException:
            return []

    def _resolver(self) -> "Resolver":
        from dns.asyncresolver import Resolver

        resolver = Resolver(configure=not self._servers)
        if self._servers:
            resolver.nameservers = list(self._servers)
            resolver.port = self._port
        return resolver


def _unavailable() -> Unavailable:
    return Unavailable(_RETRY_SECONDS, "The name servers do not answer")
