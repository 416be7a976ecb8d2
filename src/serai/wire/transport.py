"""Where a request came from: the caller's address, whether the way was safe, and what its own base URL is."""

from collections.abc import Mapping
from functools import lru_cache
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

Networks = tuple[IPv4Network | IPv6Network, ...]


@lru_cache(maxsize=4096)  # the same few callers come again and again
def _parsed(address: str) -> IPv4Address | IPv6Address | None:
    """None for what is no address. A socket that listens on both protocols writes IPv4 callers as `::ffff:192.0.2.1`."""
    try:
        ip = ip_address(address)
    except ValueError:
        return None
    return (ip.ipv4_mapped or ip) if isinstance(ip, IPv6Address) else ip


def _within(address: str, networks: Networks) -> bool:
    ip = _parsed(address)
    return ip is not None and any(ip.version == network.version and ip in network for network in networks)


@lru_cache(maxsize=4096)
def _is_loopback(address: str) -> bool:
    ip = _parsed(address)
    return address in ("", "unix") if ip is None else ip.is_loopback


def subscriber(address: str) -> str:
    """Whom an address stands for in limits: an IPv6 line has 2**64 addresses, so its /64 counts as one caller."""
    if ":" not in address:
        return address
    try:
        ip = IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    return str(ip.ipv4_mapped or ip_network((ip, 64), strict=False))


def caller(scope: Mapping[str, Any], headers: Mapping[str, str], trusted: Networks) -> tuple[str, bool, str]:
    """(the caller's address, whether nobody could listen in, the origin such as `https://host`).

    Forwarded headers count only from a trusted proxy. Plain HTTP is safe from a loopback peer alone (X-19).
    """
    peer = (scope.get("client") or ("", 0))[0]
    scheme = scope.get("scheme", "http")
    ip, proxied = peer, bool(trusted) and _within(peer, trusted)
    if proxied:
        scheme = headers.get("x-forwarded-proto", scheme).split(",")[0].strip().lower()
        hops = [hop.strip() for hop in headers.get("x-forwarded-for", "").split(",") if hop.strip()]
        ip = next((hop for hop in reversed(hops) if not _within(hop, trusted)), peer)
    host = headers.get("x-forwarded-host", "") if proxied else ""
    safe = scheme == "https" or (not proxied and _is_loopback(peer))
    return ip, safe, f"{scheme}://{host or headers.get('host', 'localhost')}"
