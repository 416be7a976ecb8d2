"""What the core's events are called in each format. What a format has no word for, it is not told.

Source: the table of event names in docs/guides/webhooks.md.
"""

from collections.abc import Mapping
from typing import Final

from serai.core.webhooks.model import HANDOVER, Format

_PRODUCTS: Final = {name: (name,) for name in ("product.created", "product.updated", "product.deleted")}
_MOVED: Final = "order.status.updated"

# Core kind → the format's words. A status change is its specific event and then `order.updated`, where a format has both.
NAMES: Final[Mapping[Format, Mapping[str, tuple[str, ...]]]] = {
    Format.SKALIA: {
        "order.created": ("order.created",),
        "order.updated": ("order.updated",),
        "order.cancelled": ("order.cancelled",),
        **_PRODUCTS,
        "plan.changed": ("subscription.updated",),
        "order.paid": ("payment.succeeded",),
        "order.payment_failed": ("payment.failed",),
        "payment.succeeded": ("payment.succeeded",),
        "payment.failed": ("payment.failed",),
    },
    Format.DEVSKIN: {
        "order.created": ("order.created",),
        "order.paid": ("order.paid",),
        "order.shipped": ("order.shipped",),
        "order.delivered": ("order.completed",),
        "order.cancelled": ("order.cancelled",),
        "order.updated": ("order.updated",),
        "order.payment_failed": ("order.payment_failed",),
        **_PRODUCTS,
        "customer.created": ("customer.created",),
    },
    Format.SALLA: {
        "app.installed": ("app.installed",),
        HANDOVER: ("app.store.authorize",),
        "app.updated": ("app.updated",),
        "app.uninstalled": ("app.uninstalled",),
        "order.created": ("order.created",),
        "order.paid": (_MOVED, "order.payment.updated"),
        "order.payment_failed": ("order.payment.updated",),
        "order.shipped": (_MOVED, "order.shipped"),
        "order.delivered": (_MOVED,),
        "order.cancelled": (_MOVED, "order.cancelled"),
        "order.refunded": (_MOVED, "order.refunded"),
        "order.updated": ("order.updated",),
        "order.address_changed": ("order.shipping.address.updated",),
        "order.method_changed": ("order.payment.updated",),
        "order.code_changed": ("order.coupon.updated",),
        "order.items_changed": ("order.products.updated",),
        "order.total_changed": ("order.total.price.updated",),
        **_PRODUCTS,
        "customer.created": ("customer.created",),
        "customer.updated": ("customer.updated",),
        "category.created": ("category.created",),
        "category.updated": ("category.updated",),
        "brand.created": ("brand.created",),
        "brand.updated": ("brand.updated",),
        "brand.deleted": ("brand.deleted",),
        "review.created": ("review.added",),
        "warehouse.created": ("store.branch.created",),
        "warehouse.updated": ("store.branch.updated",),
        "warehouse.deleted": ("store.branch.deleted",),
        "tax.created": ("storetax.created",),
    },
    Format.SCAYLE: {
        "product.created": ("product-updated",),
        "product.updated": ("product-updated",),
        "product.deleted": ("product-deleted",),
        "customer.created": ("customer-created",),
        "customer.updated": ("customer-updated",),
        "customer.deleted": ("customer-anonymized",),
        "customer_address.created": ("customer-address-created",),
        "customer_address.updated": ("customer-address-updated",),
        "order.created": ("order-confirmed",),
        "order.paid": ("order-delegated",),
        "order.package_shipped": ("order-package-shipped",),
        "order.shipped": ("order-invoiced",),
        "order.cancelled": ("order-cancelled",),
        "order.refunded": ("order-corrective-invoiced",),
        "order.item_cancelled": ("order-item-unshippable",),
        "order.item_returned": ("order-item-returned",),
    },
}

APP_KINDS: Final = ("app.installed", HANDOVER, "app.updated", "app.uninstalled")
"""What concerns one app alone: nobody else hears of it, and its own URL hears of it without having asked."""
APP_WORDS: Final = tuple(word for kind in APP_KINDS for word in NAMES[Format.SALLA][kind])


SILENT: Final = (
    "order.deleted",
    *(f"order.shipment.{what}" for what in ("creating", "created", "cancelled")),
    *(f"order.shipment.return.{what}" for what in ("creating", "created", "cancelled")),
    *(f"product.{what}" for what in ("available", "quantity.low", "channels.changed")),
    *(f"product.{what}.updated" for what in ("price", "status", "image", "category", "brand", "tags")),
    *("customer.login", "customer.otp.request"),
    *("store.branch.setDefault", "store.branch.activated"),
    *("abandoned.cart", "abandoned.cart.status.changed", "abandoned.cart.purchased", "coupon.applied"),
    *("shipping.zone.created", "shipping.zone.updated"),
    *(f"shipping.company.{what}" for what in ("created", "updated", "deleted")),
    *(f"shipment.{what}" for what in ("creating", "created", "updated", "cancelled", "address.updated")),
    *("invoice.created", "specialoffer.created", "specialoffer.updated"),
    *("communication.sms.send", "communication.email.send", "communication.whatsapp.send"),
)
"""Words of Salla's for what does not happen here: an app can ask for them, as its installation may do, and is never told."""

SUBSCRIBABLE: Final = tuple(
    dict.fromkeys(
        [
            *(w for kind, own in NAMES[Format.SALLA].items() if kind != HANDOVER for w in own),
            *SILENT,
        ]
    )
)
"""What an app can ask for. Its tokens go to its own URL and nowhere else."""


def words(format_: Format) -> tuple[str, ...]:
    """The events that a merchant's endpoint of this format can ask for."""
    return tuple(dict.fromkeys(word for kind, own in NAMES[format_].items() if kind not in APP_KINDS for word in own))


# Who is told of something must be allowed to read it: the beginning of a word → the scope's noun.
_NOUNS: Final = {
    "order": "orders",
    "invoice": "orders",
    "product": "products",
    "customer": "customers",
    "category": "categories",
    "brand": "brands",
    "store": "branches",
    "storetax": "taxes",
    "abandoned": "carts",
    "coupon": "marketing",
    "specialoffer": "specialoffers",
    "review": "reviews",
    "shipping": "shipping",
    "shipment": "shipping",
}


def scope_of(word: str) -> str | None:
    """What an app must be allowed to do to be told of a word of Salla's; None: nothing."""
    noun = _NOUNS.get(word.partition(".")[0])
    return None if noun is None else f"{noun}.read"


_ROWS: Final = [(format_, kind, word) for format_, names in NAMES.items() for kind, own in names.items() for word in own]
FORMATS: Final[list[str]] = [format_.value for format_, _, _ in _ROWS]
KINDS: Final[list[str]] = [kind for _, kind, _ in _ROWS]
WORDS: Final[list[str]] = [word for _, _, word in _ROWS]
"""The table as three columns, as the fan-out's statement takes it."""
SCOPES: Final[list[str]] = [scope_of(word) or "" for word in WORDS]
"""And what an app needs for each."""
