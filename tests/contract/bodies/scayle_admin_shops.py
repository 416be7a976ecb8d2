"""Bodies for shops, shop countries and warehouses."""

from typing import Any

DE = {"countryCode": "DE", "defaultLanguageCode": "de_DE", "url": "https://oakleaf.example"}

BODIES: dict[tuple[str, str], Any] = {
    ("scayle-admin", "createShop"): lambda _: {"key": "o1", "name": "Oakleaf", "countries": [DE]},
    ("scayle-admin", "updateShop"): lambda _: {"name": "Oak"},
    ("scayle-admin", "updateOrCreateShopCustomData"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateOrCreateShopCustomDataForKey"): lambda _: {"colour": "green"},
    ("scayle-admin", "createShopCountry"): lambda _: DE,
    ("scayle-admin", "updateShopCountry"): lambda _: {"active": False, "url": "https://oakleaf.example"},
    ("scayle-admin", "updateOrCreateShopCountryCustomData"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateOrCreateShopCountryCustomDataForKey"): lambda _: {"colour": "green"},
    ("scayle-admin", "updateShopCountryAssortment"): lambda s: {
        "masterCategories": {"include": [["Women"]], "exclude": []},
        "products": {"include": [s.product.id], "exclude": []},
        "attributes": [{"name": "color", "include": ["green"], "exclude": ["red"]}],
        "merchantReferenceKeys": {"include": ["default"], "exclude": []},
    },
    ("scayle-admin", "updateShopCountryAssortmentPartially"): lambda _: {
        "attributes": [{"name": "color", "include": {"add": ["green"], "remove": ["red"]}}],
        "products": {"exclude": {"add": [501], "remove": []}},
    },
    ("scayle-admin", "createShopCountryPriceRounding"): lambda _: {
        "currencyCode": "EUR",
        "precision": "0.99",
        "roundingType": "nearest",
    },
    ("scayle-admin", "createWarehouse"): lambda _: {"referenceKey": "WH-1"},
    ("scayle-admin", "createShopCountryWarehouse"): lambda _: {"referenceKey": "WH-1", "priority": 1},
    ("scayle-admin", "updateShopCountryWarehouse"): lambda _: {"referenceKey": "WH-1", "priority": 2},
}
