"""Bodies for prices, stock, reservations and campaigns."""

from typing import Any

_KEY = "a reservation"
_PRICE = {"price": 2380, "tax": 19, "countryCode": "DE", "currencyCode": "EUR"}
_CAMPAIGN = {"name": "Spring", "startAt": "2090-03-01T00:00:00+00:00", "endAt": "2090-03-31T22:00:00+00:00", "reduction": 10}


def _warehouse(shop: Any) -> str:
    return str(shop.ids["warehouse"])


def _bulk(shop: Any, about: str, body: Any) -> Any:
    return {"operations": [{"key": "1", "url": f"/variants/{shop.ids['variant']}/{about}", "method": "POST", "body": body}]}


BODIES: dict[tuple[str, str], Any] = {
    ("scayle-admin", "createProductVariantPrice"): lambda _: _PRICE,
    ("scayle-admin", "updateOrCreateProductVariantPriceCustomData"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateOrCreateProductVariantPriceCustomDataForKey"): lambda _: {"colour": "green"},
    ("scayle-admin", "createProductVariantStock"): lambda s: {"quantity": 3, "warehouseReferenceKey": _warehouse(s)},
    ("scayle-admin", "updateSellableWithoutStock"): lambda s: {
        "warehouseReferenceKey": _warehouse(s),
        "sellableWithoutStock": True,
    },
    ("scayle-admin", "createReservations"): lambda s: [
        {"referenceKey": _KEY, "warehouseReferenceKey": _warehouse(s), "variant": {"id": s.ids["variant"]}}
    ],
    ("scayle-admin", "createVariantPricesBulkRequest"): lambda s: _bulk(s, "prices", _PRICE),
    ("scayle-admin", "createVariantStocksBulkRequest"): lambda s: _bulk(s, "stocks", {"quantity": 1}),
    ("scayle-admin", "createProductsBulkRequest"): lambda s: {
        "operations": [{"key": "1", "url": f"/products/{s.ids['product']}", "method": "DELETE"}]
    },
    ("scayle-admin", "createCampaign"): lambda _: _CAMPAIGN,
    ("scayle-admin", "updateCampaign"): lambda _: _CAMPAIGN,
    ("scayle-admin", "updateOrCreateVariantReductions"): lambda s: [{"productVariantId": s.ids["variant"], "reduction": 10}],
    ("scayle-admin", "updateOrCreateProductReductions"): lambda s: [{"productId": s.ids["product"], "reduction": 10}],
    ("scayle-admin", "updateOrCreateCampaignCustomData"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateOrCreateCampaignCustomDataForKey"): lambda _: {"colour": "green"},
}
