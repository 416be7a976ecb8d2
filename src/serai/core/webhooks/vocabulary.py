"""What the core's events are called in each format. What a format has no word for, it is not told.

Source: the table of event names in docs/guides/webhooks.md.
"""

from collections.abc import Mapping
from typing import Final

from serai.core.webhooks.model import Format

_PRODUCTS: Final = {name: name for name in ("product.created", "product.updated", "product.deleted")}

# Core kind → the format's word. A status change is its specific event and then `order.updated`, where a format has both.
NAMES: Final[Mapping[Format, Mapping[str, str]]] = {
    Format.SKALIA: {
        "order.created": "order.created",
        "order.updated": "order.updated",
        "order.cancelled": "order.cancelled",
        **_PRODUCTS,
        "plan.changed": "subscription.updated",
        "order.paid": "payment.succeeded",
        "order.payment_failed": "payment.failed",
        "payment.succeeded": "payment.succeeded",
        "payment.failed": "payment.failed",
    },
    Format.DEVSKIN: {
        "order.created": "order.created",
        "order.paid": "order.paid",
        "order.shipped": "order.shipped",
        "order.delivered": "order.completed",
        "order.cancelled": "order.cancelled",
        "order.updated": "order.updated",
        "order.payment_failed": "order.payment_failed",
        **_PRODUCTS,
        "customer.created": "customer.created",
    },
}


def words(format_: Format) -> tuple[str, ...]:
    """The events that an endpoint of this format can ask for."""
    return tuple(dict.fromkeys(NAMES[format_].values()))


FORMATS: Final[list[str]] = [format_.value for format_, names in NAMES.items() for _ in names]
KINDS: Final[list[str]] = [kind for names in NAMES.values() for kind in names]
WORDS: Final[list[str]] = [word for names in NAMES.values() for word in names.values()]
"""The table as three columns, as the fan-out's statement takes it."""
