"""Which addresses belong to the public internet, and what host a URL really names, however it is written."""

import re
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Final

import httpx

Address = IPv4Address | IPv6Address
Networks = tuple[IPv4Network | IPv6Network, ...]

LONGEST: Final = 2048

_HOST: Final = re.compile(r"[a-z0-9_]([a-z0-9_.-]*[a-z0-9_])?")
# What the WHATWG's URL standard reads as an IPv4 address: a last label that is a number, also 0x7f and 017.
_NUMERIC: Final = re.compile(r"(.*\.)?(0x[0-9a-f]*|[0-9]+)")
_UNWRITABLE: Final = re.compile(r"[\s\x00-\x20\x7f\\]")
# Names that mean this machine or this network, whatever a resolver says (RFC 6761, 6762, 8375, and custom).
_LOCAL: Final = ("localhost", "local", "localdomain", "internal", "intranet", "lan", "home", "corp", "home.arpa", "onion")

# IPv4 inside IPv6: where the four bytes stand, from the right, in bits.
_NAT64: Final = IPv6Network("64:ff9b::/96")
_COMPATIBLE: Final = IPv6Network("::/96")
# Not global, though some versions of the standard library think so.
_RESERVED: Final[Networks] = tuple(
    ip_network(text)
    for text in (
        *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15", "224.0.0.0/3"),
        *(
            "64:ff9b:1::/48",
            "100::/64",
            "2001::/23",
            "2001:db8::/32",
            "3fff::/20",
            "5f00::/16",
            "fc00::/7",
            "fe80::/9",
            "ff00::/8",
        ),
    )
)


class Blocked(Exception):
    """A URL that must not be called. The message is one English sentence without the address that a name led to."""


@dataclass(frozen=True)
class Target:
    """A URL taken apart. `host` is ASCII in lower case without brackets; `address` when it is one."""

    url: httpx.URL
    host: str
    port: int
    address: Address | None


def target(text: str) -> Target:
    """What a URL names. Raises Blocked for what is no plain http or https URL of a host."""
    if len(text) > LONGEST or _UNWRITABLE.search(text):
        raise Blocked("Is not an absolute http or https URL.")
    try:
        url = httpx.URL(text)
        host, port = url.raw_host.decode("ascii").lower(), url.port
    except (httpx.InvalidURL, ValueError):
        raise Blocked("Is not an absolute http or https URL.") from None
    if url.scheme not in ("http", "https") or not host or not 0 < (80 if port is None else port) < 65536:
        raise Blocked("Is not an absolute http or https URL.")
    if "@" in url.netloc.decode("ascii") or url.userinfo:
        raise Blocked("May not have a user name or password.")
    host = host.strip("[]") if ":" in host else host.rstrip(".")
    return Target(url, host, port or (443 if url.scheme == "https" else 80), _literal(host))


def _literal(host: str) -> Address | None:
    """The address that the host is; None for a name. Raises Blocked for an address in disguise, and for no host at all."""
    if ":" in host or _NUMERIC.fullmatch(host):
        try:
            return ip_address(host)
        except ValueError:
            raise Blocked("Has an address in an unusual form.") from None
    if not _HOST.fullmatch(host) or ".." in host:
        raise Blocked("Has no valid host name.")
    return None


def is_local_name(host: str) -> bool:
    """Whether a name is this machine's or this network's by its form alone."""
    return "." not in host or any(host == name or host.endswith(f".{name}") for name in _LOCAL)


def is_allowed(address: Address, allow: Networks = ()) -> bool:
    """Whether it may be called: public itself and in what it embeds, or in one of the networks."""
    inner = embedded(address)
    if any(a.version == network.version and a in network for network in allow for a in (address, inner) if a is not None):
        return True
    if inner is not None:
        return is_allowed(inner)
    return address.is_global and not address.is_multicast and not _is_reserved(address)


def embedded(address: Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, compatible, NAT64, 6to4 or Teredo."""
    if isinstance(address, IPv4Address):
        return None
    if address in _NAT64 or (address in _COMPATIBLE and int(address) > 1):
        return IPv4Address(int(address) & 0xFFFFFFFF)
    teredo = address.teredo
    return address.ipv4_mapped or address.sixtofour or (teredo[1] if teredo else None)


def _is_reserved(address: Address) -> bool:
    return any(address.version == network.version and address in network for network in _RESERVED)
