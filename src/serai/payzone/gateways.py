"""Which way to PayZone the settings have chosen; the core knows all of them as `billing.Gateway`."""

from collections.abc import Callable
from typing import Final

import httpx

from serai.core.billing import Gateway
from serai.kit.clock import Clock
from serai.payzone.config import Config
from serai.payzone.connect2pay import Connect2Pay
from serai.payzone.paywall import Paywall
from serai.payzone.sandbox import Sandbox

_REAL: Final[dict[str, Callable[..., Gateway]]] = {"paywall": Paywall, "connect2pay": Connect2Pay}


def gateway(config: Config, clock: Clock, *, transport: httpx.AsyncBaseTransport | None = None) -> Gateway:
    """The one that is configured. `transport` stands for the network, in tests."""
    if config.gateway == "sandbox":
        return Sandbox(config)
    return _REAL[config.protocol](config, clock, transport=transport)
