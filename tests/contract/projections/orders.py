"""Orders: amounts, state, customer, pieces."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from tests.contract.projections.rows import EVERYTHING, Row, View, number
from tests.contract.wires import Wires, read

# what each dialect calls the states. Of a refunded order the word depends on where it was before.
STATES: Final[dict[str, dict[str, str]]] = {
    "skalia": {s: s for s in ("pending", "processing", "shipped", "delivered", "cancelled", "refunded")},
    "salloq": {s: s for s in ("pending", "processing", "shipped", "delivered", "cancelled")},
    "devskin": {
        "pending": "pending",
        "processing": "paid",
        "shipped": "shipped",
        "delivered": "completed",
        "cancelled": "cancelled",
    },
    "salla": {s: s for s in ("pending", "processing", "shipped", "delivered", "cancelled")},
    "admin": {
        "pending": "payment_pending",
        "processing": "payment_reserved",
        "shipped": "invoice_completed",
        "delivered": "invoice_completed",
        "cancelled": "cancellation_completed",
    },
}
REFUNDED: Final[dict[str, tuple[str, str]]] = {
    "skalia": ("refunded", "refunded"),
    "salloq": ("cancelled", "delivered"),
    "devskin": ("cancelled", "completed"),
    "salla": ("processing", "delivered"),
    "admin": ("cancellation_completed", "invoice_completed"),
}
"""(never shipped, shipped before)"""


async def orders(wires: Wires) -> dict[str, View]:
    """`word` is the dialect's own for the state."""
    first = await _skalia_orders(wires)
    return {
        "skalia": first,
        "salloq": await _salloq_orders(wires),
        "devskin": {id_: await _devskin_order(wires, id_) for id_ in first},
        "salla": {id_: await _salla_order(wires, id_) for id_ in first},
        "admin": await _admin_orders(wires),
    }


async def _skalia_orders(wires: Wires) -> View:
    answer = read(await wires.skalia.get("/orders", params={"storeId": f"store_{wires.store.id}", "size": 100}))
    found: View = {}
    for each in answer["items"]:
        row = {name: wires.minor(each[name]) for name in ("total", "subtotal", "shipping", "tax", "discount")}
        assert row["total"] == row["subtotal"] + row["shipping"] + row["tax"] - row["discount"]  # SK-044
        assert row["subtotal"] == sum(wires.minor(line["total"]) for line in each["items"])
        for line in each["items"]:
            assert wires.minor(line["total"]) == wires.minor(line["price"]) * line["quantity"]
        found[number(each["id"])] = {
            **row,
            "number": each["orderNumber"],
            "state": each["status"],
            "word": each["status"],
            "is refunded": each["paymentStatus"] == "refunded",
            "customer": number(each["customer"]["id"]),
            "customer name": each["customer"]["name"],
            "customer email": each["customer"]["email"],
            "items": _items((number(line["productId"]), line["quantity"]) for line in each["items"]),
        }
    return found


async def _salloq_orders(wires: Wires) -> View:
    answer = read(await wires.salloq.get("/orders", params={"per_page": 100}))
    found: View = {}
    for each in answer["data"]:
        row = {name: wires.minor(each[name]) for name in ("total", "subtotal", "shipping", "tax", "discount")}
        assert row["total"] == row["subtotal"] - row["discount"] + row["tax"] + row["shipping"]
        assert row["subtotal"] == sum(wires.minor(line["subtotal"]) for line in each["items"])
        found[each["id"]] = {
            **row,
            "state": each["state"],
            "word": each["status"],
            "customer": each["customer_id"],
            "items": _items((line["product_id"], line["qty"]) for line in each["items"]),
        }
    return found


async def _devskin_order(wires: Wires, order: int) -> Row:
    each = read(await wires.devskin.get(f"/orders/{order}"))["data"]["order"]
    row = {name: wires.minor(each[name]) for name in ("total", "subtotal", "shipping_cost", "discount")}
    assert row["total"] == row["subtotal"] + row["shipping_cost"] - row["discount"]
    assert row["subtotal"] == sum(wires.minor(line["total"]) for line in each["items"])
    return {
        "total": row["total"],
        "subtotal with tax": row["subtotal"],
        "shipping": row["shipping_cost"],
        "discount": row["discount"],
        "number": each["order_number"],
        "state": each["state"],
        "word": each["status"],
        "customer name": each["customer_name"],
        "customer email": each["customer_email"],
        "items": _items((line["product_id"], line["quantity"]) for line in each["items"]),
    }


async def _salla_order(wires: Wires, order: int) -> Row:
    each = read(await wires.salla.get(f"/orders/{order}"))["data"]
    said = each["amounts"]
    row = {name: wires.minor(said[key]["amount"]) for name, key in (("subtotal", "sub_total"), ("shipping", "shipping_cost"))}
    row |= {"tax": wires.minor(said["tax"]["amount"]["amount"]), "total": wires.minor(said["total"]["amount"])}
    row["discount"] = sum(wires.minor(each["discount"]) for each in said["discounts"])
    assert row["total"] == row["subtotal"] + row["shipping"] + row["tax"] - row["discount"]
    assert row["total"] == wires.minor(each["total"]["amount"])
    lines = sum(wires.minor(line["amounts"]["total"]["amount"]) for line in each["items"])
    assert lines == row["total"] - row["shipping"]
    return {
        **row,
        "subtotal with tax": row["subtotal"] + row["tax"],
        "number": each["reference_id"],
        "state": each["state"],
        "word": each["status"]["slug"],
        "is refunded": each["payment_status"] == "refunded",
        "customer": each["customer"]["id"],
        "customer name": each["customer"]["name"],
        "customer email": each["customer"]["email"],
        "items": _items((line["product_id"], line["quantity"]) for line in each["items"]),
    }


async def _admin_orders(wires: Wires) -> View:
    """One item is one piece."""
    found: View = {}
    for each in read(await wires.admin.get(f"{wires.country}/orders", params=EVERYTHING))["entities"]:
        cost, shipping = each["cost"], each["shipping"]["deliveryCosts"]
        fees = sum(fee["amount"]["withTax"] for fee in cost["appliedFees"])
        assert cost["withTax"] - cost["withoutTax"] == cost["tax"]["vat"]["amount"]
        assert cost["withTax"] == sum(item["price"]["withTax"] for item in each["items"]) + fees
        assert fees == shipping
        without = sum(fee["amount"]["withoutTax"] for fee in cost["appliedFees"])
        assert cost["withoutTax"] == sum(item["price"]["withoutTax"] for item in each["items"]) + without
        for item in each["items"]:
            _piece_adds_up(item["price"])
        found[each["id"]] = {
            "total": cost["withTax"],
            "shipping": shipping,
            "number": each["publicKey"],
            "word": each["status"],
            "is refunded": each["detailedStatus"]["billing"]["code"] == "billing_refunded",
            "was shipped": each["invoicedAt"] is not None,
            "customer": each["customer"]["id"],
            "items": _items((item["product"]["id"], 1) for item in each["items"]),
            "open pieces": [item["id"] for item in each["items"] if item["status"] == "available"],
        }
    return found


def _piece_adds_up(price: Mapping[str, Any]) -> None:
    off = sum(step["amount"]["absoluteWithTax"] for step in price["appliedReductions"])
    assert price["withTax"] - price["withoutTax"] == price["tax"]["vat"]["amount"]
    assert price["withTax"] + off == price["undiscountedWithTax"]


def _items(lines: Iterable[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """(product, pieces)"""
    found: dict[int, int] = {}
    for product, pieces in lines:
        found[product] = found.get(product, 0) + pieces
    return tuple(sorted(found.items()))
