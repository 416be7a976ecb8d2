"""Promo codes: what they take off an order, when and how often they may be used, and who used them.

Owns `promo_codes`, `promo_criteria`, `promo_customers` and `promo_uses`. Knows orders only by their ids: an order's use is
written with the order itself, and given back here when it is cancelled or goes on without.
"""

from serai.core.promotions.criteria import (
    Criterion,
    CriterionId,
    Key,
    NewCriterion,
    add_criterion,
    criteria,
    edit_criterion,
    remove_criterion,
)
from serai.core.promotions.edit import create, edit, remove
from serai.core.promotions.errors import PromoRefused, Reason
from serai.core.promotions.model import Kind, NewPromo, Promo, PromoChange, PromoId, Status, Worth
from serai.core.promotions.read import find, get, page, running
from serai.core.promotions.redeem import Redemption, give_back, redeem, take_back, worth_of
from serai.core.promotions.rules import is_usable, key, refusal
from serai.core.promotions.walk import walk

__all__ = [
    "Criterion",
    "CriterionId",
    "Key",
    "Kind",
    "NewCriterion",
    "NewPromo",
    "Promo",
    "PromoChange",
    "PromoId",
    "PromoRefused",
    "Reason",
    "Redemption",
    "Status",
    "Worth",
    "add_criterion",
    "create",
    "criteria",
    "edit",
    "edit_criterion",
    "find",
    "get",
    "give_back",
    "is_usable",
    "key",
    "page",
    "redeem",
    "refusal",
    "remove",
    "remove_criterion",
    "running",
    "take_back",
    "walk",
    "worth_of",
]
