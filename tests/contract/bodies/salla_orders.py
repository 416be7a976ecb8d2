"""Orders."""

from typing import Any

BODIES: dict[tuple[str, str], Any] = {
    ("salla", "create_order"): lambda s: {
        "customer": {"id": s.customer.id},
        "payment": {"status": "paid", "method": "mada"},
        "products": [{"identifier_type": "id", "identifier": s.product.id, "quantity": 1}],
    },
    ("salla", "update_order"): lambda _: {"notes": "Ring twice"},
    ("salla", "change_order_status"): lambda _: {"slug": "in_progress", "note": "Packed"},
    ("salla", "change_orders"): lambda s: {
        "operations": [{"action_name": "change_status", "value": "in_progress"}],
        "filters": {"order_ids": [s.order.id]},
    },
    ("salla", "add_order_history"): lambda _: {"note": "Called"},
}
