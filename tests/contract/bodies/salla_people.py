"""Customers, coupons, branches, reviews."""

from typing import Any

BODIES: dict[tuple[str, str], Any] = {
    ("salla", "create_customer"): lambda _: {
        "first_name": "Sara",
        "last_name": "Ali",
        "email": "sara@example.com",
        "mobile": "500000002",
        "mobile_code_country": "+966",
    },
    ("salla", "update_customer"): lambda _: {"first_name": "Other"},
    ("salla", "block_customer"): lambda _: {"reason": "Never pays"},
    ("salla", "create_group"): lambda _: {"name": "VIP"},
    ("salla", "update_group"): lambda _: {"name": "Other"},
    ("salla", "add_customers_to_group"): lambda s: {"group_id": s.ids["group"], "customers": [s.customer.id]},
    ("salla", "set_default_group"): lambda s: {"group_id": s.ids["group"]},
    ("salla", "create_coupon"): lambda _: {
        "code": "SPRING",
        "type": "percentage",
        "amount": 10,
        "free_shipping": False,
        "expiry_date": "2031-01-31",
        "exclude_sale_products": False,
    },
    ("salla", "update_coupon"): lambda _: {"usage_limit": 5},
    ("salla", "create_branch"): lambda _: {"name": "Riyadh", "type": "branch", "city": "Riyadh", "country_id": 682},
    ("salla", "update_branch"): lambda _: {"name": "Other"},
    ("salla", "update_setting"): lambda _: {"value": "Other name"},
    ("salla", "create_tax"): lambda _: {"tax": "15"},
    ("salla", "update_tax"): lambda _: {"tax": "15"},
    ("salla", "update_review"): lambda _: {"is_published": True},
}
