"""What a webhook's rule can be about, by this wire's names (§8.7). A name that stands for nothing here is not among them."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from serai.core import catalog, customers, inventory, orders, reviews
from serai.core.webhooks import Fact, Occurrence
from serai.dialects.salla.shapes.countries import name_of
from serai.dialects.salla.shapes.phones import parts
from serai.dialects.salla.shapes.statuses import status_out
from serai.dialects.salla.shapes.weights import unit_of, value_of
from serai.kit.money import to_decimal


def of(occurrence: Occurrence) -> Mapping[str, Fact]:
    """The facts of the event's object; none for what has no attributes in the documentation."""
    read = _FACTS.get(occurrence.noun)
    return {} if read is None else read(occurrence)


def _order(of: Occurrence) -> Mapping[str, Fact]:
    read = msgspec.json.decode(of.payload, type=orders.Order)
    to, currency = read.ship_to, read.currency
    return {
        "id": read.id,
        "reference_id": read.number,
        "date": read.placed_at.isoformat(),
        "customer_id": read.customer.id,
        "status_id": status_out(read, live=False).id,
        "coupon_code": read.promo_code,
        "total": to_decimal(read.total_minor, currency),
        "total_discount": to_decimal(read.discount_minor, currency),
        "sub_total": to_decimal(read.subtotal_minor, currency),
        "shipping_cost": to_decimal(read.shipping_minor, currency),
        "cash_on_delivery": 0,
        "tax_percent": read.tax_rate * 100,
        "tax_amount": to_decimal(read.tax_minor, currency),
        "currency": currency,
        "payment_method": read.payment_method,
        "shipment_receiver_name": to.name or read.customer.name,
        "shipment_receiver_email": read.customer.email,
        "shipment_receiver_phone": to.phone or read.customer.phone,
        "shipment_dropoff_address_country": name_of(to.country),
        "shipment_dropoff_address_city": to.city,
        "shipment_dropoff_address_shipping_address": to.address,
        "shipment_dropoff_address_postal_code": to.postal_code,
        "city": to.city,
        "country": name_of(to.country),
    }


def _product(of: Occurrence) -> Mapping[str, Fact]:
    read = msgspec.json.decode(of.payload, type=catalog.Full)
    default, currency = read.default, read.currency
    on_sale = default.compare_at_minor is not None and default.compare_at_minor > default.price_minor
    regular = default.compare_at_minor if on_sale and default.compare_at_minor else default.price_minor
    return {
        "id": read.id,
        "currency": currency,
        "sku": default.sku,
        "type": read.kind,
        "name": read.name,
        "short_link_code": f"p{read.id}",
        "promotion_title": read.promotion_title,
        "promotion_sub_title": read.promotion_subtitle,
        "price": to_decimal(default.price_minor, currency),
        "sale_price": to_decimal(default.price_minor, currency) if on_sale else None,
        "regular_price": to_decimal(regular, currency),
        "has_special_price": on_sale,
        "description": read.description,
        "quantity": read.sellable,
        "status": "hidden" if read.status is not catalog.Status.ACTIVE else "out" if read.is_sold_out else "sale",
        "is_available": read.status is catalog.Status.ACTIVE and not read.is_sold_out,
        "unlimited_quantity": not read.track_inventory,
        "notify_quantity": read.low_stock_threshold,
        "require_shipping": read.requires_shipping,
        "cost_price": None if default.cost_minor is None else to_decimal(default.cost_minor, currency),
        "weight": value_of(default.weight_grams, unit_of(default.weight_unit)),
        "with_tax": read.traits.get("with_tax") is not False,
        "max_items_per_user": read.max_per_order or 0,
        "brand_id": None if read.brand is None else read.brand.id,
        "managed_by_branches": False,
    }


def _customer(of: Occurrence) -> Mapping[str, Fact]:
    read = msgspec.json.decode(of.payload, type=customers.Customer)
    mobile, code = parts(read.phone)
    return {
        "id": read.id,
        "first_name": read.first_name,
        "last_name": read.last_name,
        "mobile": mobile,
        "mobile_code": code,
        "email": read.email,
        "gender": read.gender,
        "birthday": None if read.birthday is None else read.birthday.isoformat(),
        "city": read.city,
        "country": name_of(read.country),
        "currency": read.currency,
    }


class _Named(msgspec.Struct):
    id: int
    name: str
    parent_id: int | None = None
    status: str = "active"


def _named(of: Occurrence) -> Mapping[str, Fact]:
    read = msgspec.json.decode(of.payload, type=_Named)
    return {"id": read.id, "name": read.name, "parent_id": read.parent_id, "status": read.status}


def _branch(of: Occurrence) -> Mapping[str, Fact]:
    read = msgspec.json.decode(of.payload, type=inventory.Warehouse)
    return {"id": read.id, "name": read.name, "status": read.status, "type": read.kind}


def _review(of: Occurrence) -> Mapping[str, Fact]:
    read = msgspec.json.decode(of.payload, type=reviews.Review)
    return {
        "store_id": read.store_id,
        "customer_id": read.customer.id if read.customer else None,
        "product_id": read.product.id if read.product else None,
        "order_id": read.order_id,
        "rating": read.rating,
        "content": read.content,
        "status": "published" if read.is_published else "hidden",
        "type": read.kind,
    }


_FACTS: Final[Mapping[str, Callable[[Occurrence], Mapping[str, Fact]]]] = {
    "order": _order,
    "product": _product,
    "customer": _customer,
    "category": _named,
    "brand": _named,
    "warehouse": _branch,
    "review": _review,
}
