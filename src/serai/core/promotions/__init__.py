"""Promo codes: what they take off an order, when and how often they may be used, and who used them.

Owns `promo_codes`, `promo_customers` and `promo_uses`. Knows orders only by their ids: an order's use is written with the
order itself, and given back here when it is cancelled.
"""

from serai.core.promotions.edit import create, edit, remove
from serai.core.promotions.errors import PromoRefused, Reason
from serai.core.promotions.model import Kind, NewPromo, Promo, PromoChange, PromoId, Worth
from serai.core.promotions.read import get, page
from serai.core.promotions.redeem import Redemption, give_back, redeem

__all__ = [
    "Kind",
    "NewPromo",
    "Promo",
    "PromoChange",
    "PromoId",
    "PromoRefused",
    "Reason",
    "Redemption",
    "Worth",
    "create",
    "edit",
    "get",
    "give_back",
    "page",
    "redeem",
    "remove",
]
