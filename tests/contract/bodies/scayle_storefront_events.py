"""Bodies of the Storefront API's events and of what somebody types."""

from typing import Any, Final

EVENT: Final = {
    "event_name": "view_page",
    "session_id": "s",
    "device_type": "desktop",
    "page_type": "homepage",
    "page_path": "/",
}

BODIES: Final[dict[tuple[str, str], Any]] = {
    ("scayle-storefront", "submit_event"): lambda _: EVENT,
    ("scayle-storefront", "post_typeahead"): lambda _: {"limit": 5},
}
