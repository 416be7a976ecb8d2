"""Bodies for orders and what becomes of their items."""

from typing import Any

from serai.core.orders.pieces import piece_id
from tests.contract.bodies.scayle_admin_customers import ADDRESS


def _item(shop: Any) -> int:
    return piece_id(shop.order.lines[0].id, 0)


def _country(shop: Any) -> dict[str, Any]:
    return {"shopKey": shop.keys["shop"], "countryCode": str(shop.ids["country"]), "orderId": shop.order.id}


BODIES: dict[tuple[str, str], Any] = {
    ("scayle-admin", "createOrder"): lambda s: {
        "customer": {"id": s.customer.id},
        "address": {"shipping": ADDRESS},
        "items": [{"variant": {"id": s.ids["variant"]}, "price": {"withTax": 119, "withoutTax": 100}}],
    },
    ("scayle-admin", "updateOrderReferenceKey"): lambda _: {"referenceKey": "ext-1"},
    ("scayle-admin", "updateOrderLegacyCustomData"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateOrderItemLegacyCustomData"): lambda _: {"colour": "green"},
    ("scayle-admin", "createShipment"): lambda s: {
        **_country(s),
        "shipmentKey": "shp-1",
        "items": [{"orderItemId": _item(s), "returnKey": "rk-1"}],
    },
    ("scayle-admin", "createCancellation"): lambda s: {**_country(s), "items": [{"orderItemId": _item(s)}]},
    ("scayle-admin", "createReturnItems"): lambda _: [{"returnKey": "rk-none"}],
}
