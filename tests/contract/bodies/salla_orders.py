"""Orders."""

from typing import Any

BODIES: dict[tuple[str, str], Any] = {
    ("salla", "create_order"): lambda s: {
        "customer": {"id": s.customer.id},
        "payment": {"status": "paid", "method": "mada"},
        "products": [{"identifier_type": "id", "identifier": s.product.id, "quantity": 1}],
    },
    ("salla", "update_order"): lambda s: {
        "customer": {"id": s.customer.id},
        "receiver": {"name": "Noor Ali", "phone": "+966501234567"},
        "ship_to": {"country": "SA", "city": "Jeddah", "address_line": "Sea Road 1"},
        "payment": {"status": "pending_payment", "method": "bank"},
        "notes": "Ring twice",
    },
    ("salla", "create_order_item"): lambda s: {"order_id": s.order.id, "identifier": s.product.id, "quantity": 1},
    ("salla", "update_order_item"): lambda _: {"quantity": 2, "price": 5},
    ("salla", "change_order_status"): lambda _: {"slug": "in_progress", "note": "Packed"},
    ("salla", "change_orders"): lambda s: {
        "operations": [{"action_name": "change_status", "value": "in_progress"}],
        "filters": {"order_ids": [s.order.id]},
    },
    ("salla", "add_order_history"): lambda _: {"note": "Called"},
}
