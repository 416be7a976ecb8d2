"""Prices and baskets of SCAYLE's storefront."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any


def net_of(gross: int, rate: Decimal) -> int:
    """Without the tax in it, half up."""
    return int((Decimal(gross) / (1 + rate)).quantize(Decimal(1), rounding="ROUND_HALF_UP"))


def net_price(price: Mapping[str, Any]) -> int:
    """The net price, when its parts add up."""
    off = sum(step["amount"]["absoluteWithTax"] for step in price["appliedReductions"])
    vat = price["tax"]["vat"]
    net = price["withTax"] - vat["amount"]
    assert price["withoutTax"] == net == net_of(price["withTax"], Decimal(vat["rate"]))
    assert price["withTax"] + off == (price["beforeSaleWithTax"] or price["withTax"])
    return int(net)


def basket_adds_up(basket: Mapping[str, Any]) -> None:
    """The cost is what its lines cost, and each of them is so many times one piece."""
    cost = basket["cost"]
    assert cost["withTax"] - cost["withoutTax"] == cost["tax"]["vat"]["amount"]
    lines = [each for each in basket["items"] if each["status"] == "available"]
    for name in ("withTax", "withoutTax"):
        assert cost[name] == sum(line["price"]["total"][name] for line in lines)
    for line in lines:
        unit, total = line["price"]["unit"], line["price"]["total"]
        net_price(unit)
        assert total["withTax"] == unit["withTax"] * line["quantity"]
        assert total["withTax"] - total["withoutTax"] == total["tax"]["vat"]["amount"]
