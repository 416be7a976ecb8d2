"""Products and their parts, categories, brands."""

from typing import Any

PICTURE = {"original": "https://cdn.example/c.jpg"}

BODIES: dict[tuple[str, str], Any] = {
    ("salla", "create_product"): lambda _: {"name": "A product", "price": 10, "product_type": "product", "images": [PICTURE]},
    ("salla", "update_product"): lambda _: {
        "price": 11.5,
        "sale_price": 9,
        "sale_start": "2026-01-01",
        "sale_end": "2999-12-31 18:00:00",
    },
    ("salla", "update_product_by_sku"): lambda _: {"price": 11.5},
    ("salla", "change_product_status"): lambda _: {"status": "hidden"},
    ("salla", "change_price_by_sku"): lambda _: {"price": 11.5},
    ("salla", "change_prices"): lambda s: {"products": [{"id": s.product.id, "price": 11.5}]},
    ("salla", "change_quantities"): lambda s: {
        "products": [{"identifer_type": "variant_id", "identifer": s.product.named[0].id, "quantity": 20}]
    },
    ("salla", "change_sku_quantities"): lambda s: {"products": [{"sku": s.keys["sku"], "quantity": 20}]},
    ("salla", "set_variant_quantity"): lambda _: {"quantity": 20},
    ("salla", "update_variant"): lambda _: {
        "price": 11.5,
        "sale_price": 9,
        "sale_start": "2026-01-01",
        "sale_end": "2999-12-31 18:00:00",
    },
    ("salla", "create_option"): lambda _: {"name": "Colour", "values": [{"name": "Red"}]},
    ("salla", "update_option"): lambda _: {"name": "Fit"},
    ("salla", "create_option_value"): lambda _: {"name": "XXL"},
    ("salla", "update_option_value"): lambda _: {"name": "Small"},
    ("salla", "attach_image"): lambda _: PICTURE,
    ("salla", "attach_image_by_sku"): lambda _: PICTURE,
    ("salla", "update_image"): lambda _: {"alt": "Other"},
    ("salla", "attach_video"): lambda _: {"video_url": "https://video.example/1"},
    ("salla", "attach_video_by_sku"): lambda _: {"video_url": "https://video.example/1"},
    ("salla", "create_category"): lambda _: {"name": "Another"},
    ("salla", "update_category"): lambda _: {"name": "Other"},
    ("salla", "create_brand"): lambda _: {"name": "Another", "logo": "https://cdn.example/n.png"},
    ("salla", "update_brand"): lambda _: {"name": "Other"},
}
