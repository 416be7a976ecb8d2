"""Webhooks: who is told what happened in a store, and every attempt to tell them.

An event is committed with what it tells. The fan-out makes deliveries of it, one for each endpoint that asked; a courier
sends them, each at least once, under a name that never changes. Owns endpoints, deliveries, attempts and their queues.
"""

from serai.core.webhooks.claim import Letter, Recipient
from serai.core.webhooks.conditions import Fact
from serai.core.webhooks.create import create
from serai.core.webhooks.deliver import Courier
from serai.core.webhooks.edit import edit, remove
from serai.core.webhooks.errors import EndpointPaused, TooManyEndpoints
from serai.core.webhooks.fan_out import fan_out
from serai.core.webhooks.feed import events_after
from serai.core.webhooks.forget import forget
from serai.core.webhooks.listen import MASK, Listener, bare, change_listener, listen, listener, listeners, stop_listening
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
    NewSubscription,
    Occurrence,
    Origin,
    Seal,
    Status,
    Subscription,
    SubscriptionChange,
    Wire,
    WithSecret,
)
from serai.core.webhooks.of_app import page as subscriptions_of
from serai.core.webhooks.read import get, page
from serai.core.webhooks.record import Outcome
from serai.core.webhooks.redeliver import redeliver, redeliver_all, send_test
from serai.core.webhooks.rotate import rotate
from serai.core.webhooks.rules import check_url
from serai.core.webhooks.schedule import Policy
from serai.core.webhooks.send import Sender
from serai.core.webhooks.signature import hex_of, webhook_headers
from serai.core.webhooks.subscribe import edit_subscription, subscribe, unsubscribe
from serai.core.webhooks.vocabulary import SUBSCRIBABLE, scope_of, words

__all__ = [
    "MASK",
    "SUBSCRIBABLE",
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
    "Fact",
    "Format",
    "Letter",
    "Listener",
    "NewSubscription",
    "Occurrence",
    "Origin",
    "Outcome",
    "Policy",
    "Recipient",
    "Seal",
    "Sender",
    "Status",
    "Subscription",
    "SubscriptionChange",
    "TooManyEndpoints",
    "Wire",
    "WithSecret",
    "bare",
    "change_listener",
    "check_url",
    "create",
    "deliveries",
    "edit",
    "edit_subscription",
    "events_after",
    "fan_out",
    "forget",
    "get",
    "hex_of",
    "listen",
    "listener",
    "listeners",
    "page",
    "redeliver",
    "redeliver_all",
    "remove",
    "rotate",
    "scope_of",
    "send_test",
    "stop_listening",
    "subscribe",
    "subscriptions_of",
    "unsubscribe",
    "webhook_headers",
    "words",
]
