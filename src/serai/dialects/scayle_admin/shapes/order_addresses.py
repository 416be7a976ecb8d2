"""Where an order goes and who pays: copies, which stay what they were when the customer's own change."""

from typing import Any

import msgspec

from serai.core.orders import Address, Whole
from serai.dialects.scayle_admin.countries import alpha3
from serai.dialects.scayle_admin.shapes.addresses import DefaultBody, PointBody, RecipientBody
from serai.dialects.scayle_admin.shapes.fields import Data


class OrderAddressOut(msgspec.Struct, frozen=True, kw_only=True, rename="camel"):
    """`id` and what else is said of the customer's own address are as they were sent."""

    id: int | None = None
    reference_key: str | None = None
    street: str | None
    house_number: str | None = None
    additional: str | None = None
    zip_code: str | None
    city: str | None
    country_code: str | None
    state: str | None = None
    phone: str | None = None
    is_default: DefaultBody = DefaultBody()
    recipient: RecipientBody | None = None
    collection_point: PointBody | None = None
    type: str | None = None
    shop_country: Data | None = None


class AddressesOut(msgspec.Struct, frozen=True, kw_only=True):
    billing: OrderAddressOut
    shipping: OrderAddressOut


def addresses_out(whole: Whole) -> AddressesOut:
    """As they came; of an order from elsewhere what is known. Without one for the bill it goes where the goods do."""
    sent = (whole.details or {}).get("shippingAddress")
    shipping = _known(whole.order.ship_to) if sent is None else _as_sent(sent)
    return AddressesOut(billing=_as_sent(whole.billing) if whole.billing else shipping, shipping=shipping)


def _as_sent(sent: Any) -> OrderAddressOut:
    return msgspec.convert(sent, OrderAddressOut)


def _known(to: Address) -> OrderAddressOut:
    return OrderAddressOut(
        street=to.address,
        zip_code=to.postal_code,
        city=to.city,
        state=to.state,
        country_code=alpha3(to.country),
        phone=to.phone,
        is_default=DefaultBody(shipping=True),
        recipient=RecipientBody(first_name=to.name),
    )
