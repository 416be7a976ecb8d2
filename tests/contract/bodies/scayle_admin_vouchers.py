"""Bodies for vouchers and their criteria."""

from typing import Any

VIP = {"key": "customerGroup", "type": "include", "value": ["vip"]}

BODIES: dict[tuple[str, str], Any] = {
    ("scayle-admin", "createVoucher"): lambda _: {"code": "HELLO10", "type": "relative", "value": 0.1, "criteria": [VIP]},
    ("scayle-admin", "updateVoucher"): lambda _: {"name": "Welcome"},
    ("scayle-admin", "createVoucherCriterion"): lambda _: VIP,
    ("scayle-admin", "updateVoucherCriterion"): lambda _: VIP,
}
