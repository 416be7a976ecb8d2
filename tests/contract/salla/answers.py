"""What is expected of answers all over this dialect."""

from typing import Any

import httpx


def data(answer: httpx.Response, status: int = 200) -> Any:
    """What a success holds; its status is also in the body."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["status"] == status
    assert body["success"] is True
    assert body["data"] is not None
    return body["data"]


def refused(answer: httpx.Response, status: int, code: str | int, /, **fields: list[str]) -> dict[str, Any]:
    """The error of a refusal; `fields` are all of its fields."""
    assert answer.status_code == status, answer.text
    body = answer.json()
    assert body["status"] == status
    assert body["success"] is False
    assert body["error"]["code"] == code
    assert body["error"].get("fields", {}) == fields
    return dict(body["error"])
