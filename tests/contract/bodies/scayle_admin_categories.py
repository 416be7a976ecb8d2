"""Bodies for shop categories, sortings and redirects."""

from typing import Any

_REDIRECT = {"source": "/before", "target": "/after", "statusCode": 301}


def _sorting(shop: Any) -> dict[str, Any]:
    return {
        "productId": shop.product.id,
        "shopKey": shop.keys["shop"],
        "countryCode": str(shop.ids["country"]),
        "sortKey": "best-of",
        "sortValue": 10,
    }


BODIES: dict[tuple[str, str], Any] = {
    ("scayle-admin", "createShopCategory"): lambda _: {"name": {"de_DE": "Hemden"}},
    ("scayle-admin", "updateShopCategory"): lambda _: {"name": {"de_DE": "Blusen"}},
    ("scayle-admin", "updateOrCreateShopCategoryCountry"): lambda _: {"isVisible": False},
    ("scayle-admin", "updateOrCreateShopCategoryProperty"): lambda s: {"key": s.keys["property_key"], "value": "x"},
    ("scayle-admin", "unlinkProductSet"): lambda _: {"productSetIds": [], "copyConditions": False},
    ("scayle-admin", "createShopCategoryPropertyKey"): lambda _: {"key": "sign"},
    ("scayle-admin", "updateShopCategoryPropertyKey"): lambda _: {"key": "sign", "isInheritable": True},
    ("scayle-admin", "updateOrCreateShopCategoryCustomData"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateOrCreateShopCategoryCustomDataForKey"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateOrCreateShopCategoryCountryCustomData"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateOrCreateShopCategoryCountryCustomDataForKey"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateOrCreateProductSortings"): lambda s: [_sorting(s)],
    ("scayle-admin", "deleteProductSortings"): lambda s: [_sorting(s)],
    ("scayle-admin", "createRedirect"): lambda _: _REDIRECT,
    ("scayle-admin", "updateRedirect"): lambda _: _REDIRECT,
    ("scayle-admin", "updateOrCreateRedirects"): lambda _: [_REDIRECT],
    ("scayle-admin", "deleteRedirects"): lambda s: [{"id": s.ids["redirect"]}],
}
