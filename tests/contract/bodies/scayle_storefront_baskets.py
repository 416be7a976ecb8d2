"""Bodies for baskets, wishlists and redirects."""

from typing import Any

BODIES: dict[tuple[str, str], Any] = {
    ("scayle-storefront", "add_basket_item"): lambda s: {"variantId": s.ids["variant"], "itemGroup": {"id": "other"}},
    ("scayle-storefront", "update_basket_item"): lambda _: {"quantity": 2},
    ("scayle-storefront", "find_basket_promotions"): lambda _: {"promotionCode": "SUMMER"},
    ("scayle-storefront", "update_basket_promotions"): lambda s: [{"itemId": s.keys["item"], "promotions": []}],
    ("scayle-storefront", "add_wishlist_item"): lambda s: {"variantId": s.ids["variant"]},
    ("scayle-storefront", "resolve_redirect"): lambda _: {"url": "/old"},
}
