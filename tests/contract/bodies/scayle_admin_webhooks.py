"""Bodies for webhook subscriptions."""

from typing import Any

BODIES: dict[tuple[str, str], Any] = {
    ("scayle-admin", "createWebhookSubscription"): lambda _: {
        "event": "order-confirmed",
        "version": 1,
        "url": "https://hooks.example.com/scayle",
    },
    ("scayle-admin", "updateWebhookSubscription"): lambda _: {"url": "https://hooks.example.com/other"},
}
