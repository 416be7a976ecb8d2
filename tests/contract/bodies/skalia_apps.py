"""OAuth apps."""

from typing import Any

BODIES: dict[tuple[str, str], Any] = {
    ("skalia", "create_app"): lambda _: {
        "name": "An app",
        "redirectUris": ["https://app.example/callback"],
        "scopes": ["orders.read", "offline_access"],
    },
    ("skalia", "change_app"): lambda _: {"name": "Other name"},
    ("skalia", "install_app"): lambda s: {"clientId": s.keys["client"]},
}
