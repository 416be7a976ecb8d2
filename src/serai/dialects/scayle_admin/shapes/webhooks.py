"""Webhook events and subscriptions."""

from typing import Annotated, Any, Final, Literal
from urllib.parse import urlsplit

import msgspec
from msgspec import UNSET, UnsetType

from serai.core.webhooks import MASK, Format, Listener, words
from serai.dialects.scayle_admin.events import VERSION
from serai.dialects.scayle_admin.shapes.fields import Id, Text
from serai.dialects.scayle_admin.shapes.merchants import DEFAULT
from serai.kit.errors import Invalid

Keys = Annotated[list[Text], msgspec.Meta(max_length=100)]


class MerchantsBody(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    include: Keys = []
    exclude: Keys = []


class FilterBody(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    merchant_reference_keys: MerchantsBody


class SubscriptionIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    event: Text
    url: Text
    version: Literal[1]
    filters: Annotated[list[FilterBody], msgspec.Meta(max_length=20)] = []
    id: Id | None = None


class EditIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    add: Keys = []
    remove: Keys = []


class MerchantsEditIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    include: EditIn = EditIn()
    exclude: EditIn = EditIn()


class FilterEditIn(msgspec.Struct, frozen=True, kw_only=True, rename="camel", forbid_unknown_fields=True):
    merchant_reference_keys: MerchantsEditIn


class SubscriptionChangeIn(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    url: Text | UnsetType = UNSET
    filters: Annotated[list[FilterEditIn], msgspec.Meta(max_length=20)] | UnsetType = UNSET


class SubscriptionOut(msgspec.Struct, frozen=True, kw_only=True):
    id: int
    event: str
    version: int
    url: str
    filters: list[Any]


class SupportedOut(msgspec.Struct, frozen=True):
    merchants: bool


class EventOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    event: str
    version: int
    description: str
    is_deprecated: bool
    is_blocking: bool
    supported_filters: SupportedOut


_SAID: Final = {
    "product-updated": "A product was made or changed.",
    "product-deleted": "A product was taken away.",
    "customer-created": "A customer was added.",
    "customer-updated": "A customer was changed.",
    "customer-anonymized": "What was personal of a customer was erased.",
    "customer-address-created": "A customer's address was added.",
    "customer-address-updated": "A customer's address was changed.",
    "order-confirmed": "An order was placed.",
    "order-delegated": "An order was paid and can be fulfilled.",
    "order-package-shipped": "Items of an order left the house.",
    "order-invoiced": "All items of an order left the house.",
    "order-cancelled": "An order was cancelled.",
    "order-corrective-invoiced": "An order was paid back.",
    "order-item-unshippable": "Items of an order were cancelled.",
    "order-item-returned": "Items of an order came back.",
}


def events_out() -> list[EventOut]:
    """Every event that happens here."""
    return [
        EventOut(
            event=word,
            version=VERSION,
            description=_SAID[word],
            is_deprecated=False,
            is_blocking=False,
            supported_filters=SupportedOut(merchants=True),
        )
        for word in words(Format.SCAYLE)
    ]


def subscription_out(listener: Listener) -> SubscriptionOut:
    """Name and password are masked."""
    return SubscriptionOut(
        id=listener.id,
        event=listener.event,
        version=listener.version,
        url=_masked(listener),
        filters=listener.filters,
    )


def checked_filters(filters: list[FilterBody]) -> list[dict[str, Any]]:
    """As they are kept. Raises Invalid for merchants that the store does not have, and when nobody is left."""
    for at, each in enumerate(filters):
        meant = each.merchant_reference_keys
        if set(meant.include) - {DEFAULT.reference_key} or meant.exclude:
            raise Invalid.one(f"filters.{at}", f"The store's one merchant is '{DEFAULT.reference_key}'.")
    kept: list[dict[str, Any]] = msgspec.to_builtins(filters)
    return kept


def edited(filters: list[dict[str, Any]], edits: list[FilterEditIn]) -> list[dict[str, Any]]:
    """The filters with keys added and removed, one edit to each filter. Raises Invalid."""
    before = msgspec.convert(filters, list[FilterBody])
    before += [FilterBody(merchant_reference_keys=MerchantsBody())] * max(0, len(edits) - len(before))
    after = []
    for at, each in enumerate(before):
        if at < len(edits):
            meant, edit = each.merchant_reference_keys, edits[at].merchant_reference_keys
            include, exclude = _changed(meant.include, edit.include), _changed(meant.exclude, edit.exclude)
            each = FilterBody(merchant_reference_keys=MerchantsBody(include=include, exclude=exclude))  # noqa: PLW2901
        after.append(each)
    return checked_filters([f for f in after if f.merchant_reference_keys != MerchantsBody()])


def _changed(keys: list[str], edit: EditIn) -> list[str]:
    return [key for key in dict.fromkeys([*keys, *edit.add]) if key not in edit.remove]


def _masked(listener: Listener) -> str:
    if not listener.has_password:
        return listener.url
    parts = urlsplit(listener.url)
    return parts._replace(netloc=f"{MASK}:{MASK}@{parts.netloc}").geturl()
