"""Subscribing to events, and what then arrives."""

import json
from typing import Any

import httpx

from serai.core.webhooks import Courier, fan_out
from serai.wire.call import Services
from serai.worker import WIRES
from tests.core.webhooks.conftest import Receiver

URL = "https://public.example/hook"


async def subscribed(api: httpx.AsyncClient, event: str = "order.created", **more: object) -> dict[str, Any]:
    body = {"name": "Orders", "url": URL, "event": event, "secret": "a secret", **more}
    made = await api.post("/webhooks/subscribe", json={name: value for name, value in body.items() if value != ""})
    assert made.status_code == 200, made.text
    assert made.json()["status"] == 200
    data: dict[str, Any] = made.json()["data"]
    return data


async def work(services: Services, receiver: Receiver) -> list[dict[str, Any]]:
    """The bodies that arrive now."""
    before = len(receiver.sent)
    while await fan_out(services.database, WIRES):
        pass
    await Courier(services.database, services.vault, receiver, WIRES).settle()
    return [json.loads(sent.body) for sent in receiver.sent[before:]]
