"""Webhooks."""

from typing import Any

BODIES: dict[tuple[str, str], Any] = {
    ("salla", "subscribe_webhook"): lambda _: {"url": "https://hooks.example.com/salla", "event": "order.created"},
    ("salla", "update_webhook"): lambda _: {"name": "Other"},
}
