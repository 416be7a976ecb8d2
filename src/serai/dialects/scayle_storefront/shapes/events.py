"""What shoppers did. Source: scayle-storefront.md 5.18."""

from typing import Annotated

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

_Word = Annotated[str, Meta(min_length=1, max_length=255)]
_Text = Annotated[str, Meta(max_length=2048)]
_Texts = Annotated[tuple[_Text, ...], Meta(max_length=200)]
_Number = Annotated[int, Meta(ge=-(2**53), le=2**53)]


class EventProductIn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A product of `view_basket`."""

    product_id: _Word
    variant_id: _Word | UnsetType = UNSET
    brand_id: _Word | UnsetType = UNSET
    price: _Number | UnsetType = UNSET
    quantity: _Number | UnsetType = UNSET
    discount: _Number | UnsetType = UNSET
    campaign_id: _Word | UnsetType = UNSET
    promotion_ids: _Texts | UnsetType = UNSET


class EventIn(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One flat event: the first five fields always, the others as the event has them."""

    event_name: _Word
    session_id: _Word
    device_type: _Word
    page_type: _Word
    page_path: _Text
    previous_page_path: _Text | UnsetType = UNSET
    previous_page_type: _Word | UnsetType = UNSET
    consent_id: _Word | UnsetType = UNSET
    customer_id: _Word | UnsetType = UNSET
    customer_type: _Word | UnsetType = UNSET
    customer_segments: _Texts | UnsetType = UNSET
    customer_groups: _Texts | UnsetType = UNSET
    shop_version: _Word | UnsetType = UNSET
    landing_page_path: _Text | UnsetType = UNSET
    referrer: _Text | UnsetType = UNSET
    query_string: _Text | UnsetType = UNSET
    utm_source: _Text | UnsetType = UNSET
    utm_medium: _Text | UnsetType = UNSET
    utm_campaign: _Text | UnsetType = UNSET
    utm_term: _Text | UnsetType = UNSET
    utm_content: _Text | UnsetType = UNSET
    product_list_type: _Word | UnsetType = UNSET
    product_list_id: _Word | UnsetType = UNSET
    total: _Number | UnsetType = UNSET
    product_id: _Word | UnsetType = UNSET
    price: _Number | UnsetType = UNSET
    brand_id: _Word | UnsetType = UNSET
    variant_id: _Word | UnsetType = UNSET
    position: _Number | UnsetType = UNSET
    quantity: _Number | UnsetType = UNSET
    discount: _Number | UnsetType = UNSET
    campaign_id: _Word | UnsetType = UNSET
    promotion_ids: _Texts | UnsetType = UNSET
    filter_slug: _Word | UnsetType = UNSET
    filter_value: _Text | UnsetType = UNSET
    filter_action: _Word | UnsetType = UNSET
    active_filters: _Text | _Texts | UnsetType = UNSET
    result_count: _Number | UnsetType = UNSET
    search_term: _Text | UnsetType = UNSET
    search_destination_type: _Word | UnsetType = UNSET
    search_destination_url: _Text | UnsetType = UNSET
    search_destination_id: _Text | UnsetType = UNSET
    search_destination_filter_groups: _Text | _Texts | UnsetType = UNSET
    search_result_count: _Number | UnsetType = UNSET
    suggestion_type: _Word | UnsetType = UNSET
    suggestion_id: _Text | UnsetType = UNSET
    suggestion_url: _Text | UnsetType = UNSET
    suggestion_filter_groups: _Text | _Texts | UnsetType = UNSET
    promotion_id: _Word | UnsetType = UNSET
    promotion_type: _Word | UnsetType = UNSET
    component_type: _Word | UnsetType = UNSET
    total_price: _Number | UnsetType = UNSET
    total_sale_discount: _Number | UnsetType = UNSET
    total_campaign_discount: _Number | UnsetType = UNSET
    total_promotions_discount: _Number | UnsetType = UNSET
    products: Annotated[tuple[EventProductIn, ...], Meta(max_length=200)] | UnsetType = UNSET

    def payload(self) -> dict[str, object]:
        """The event as it was sent."""
        sent: dict[str, object] = msgspec.to_builtins(self)
        return sent
