"""Webhooks: who is told what happened in a store, and every attempt to tell them.

An event is committed with what it tells. The fan-out makes deliveries of it, one for each endpoint that asked; a courier
sends them, each at least once, under a name that never changes. Owns endpoints, deliveries, attempts and their queues.
"""

from serai.core.webhooks.create import create
from serai.core.webhooks.deliver import Courier
from serai.core.webhooks.edit import edit, remove
from serai.core.webhooks.errors import EndpointPaused, TooManyEndpoints
from serai.core.webhooks.fan_out import fan_out
from serai.core.webhooks.feed import events_after
from serai.core.webhooks.forget import forget
from serai.core.webhooks.log import page as deliveries
from serai.core.webhooks.model import (
    TEST,
    Attempt,
    Delivery,
    DeliveryFilter,
    DeliveryId,
    Endpoint,
    EndpointId,
    EventId,
    Format,
    Occurrence,
    Status,
    Wire,
    WithSecret,
)
from serai.core.webhooks.read import get, page
from serai.core.webhooks.redeliver import redeliver, redeliver_all, send_test
from serai.core.webhooks.rotate import rotate
from serai.core.webhooks.rules import check_url
from serai.core.webhooks.signature import hex_of

__all__ = [
    "TEST",
    "Attempt",
    "Courier",
    "Delivery",
    "DeliveryFilter",
    "DeliveryId",
    "Endpoint",
    "EndpointId",
    "EndpointPaused",
    "EventId",
    "Format",
    "Occurrence",
    "Status",
    "TooManyEndpoints",
    "Wire",
    "WithSecret",
    "check_url",
    "create",
    "deliveries",
    "edit",
    "events_after",
    "fan_out",
    "forget",
    "get",
    "hex_of",
    "page",
    "redeliver",
    "redeliver_all",
    "remove",
    "rotate",
    "send_test",
]
