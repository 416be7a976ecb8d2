"""Orders. Money in minor units of the order's currency; quantities in pieces."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Final, NewType

import msgspec

from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.inventory import VariantId
from serai.core.stores import StoreId

OrderId = NewType("OrderId", int)
LineId = NewType("LineId", int)


class State(StrEnum):
    """Where an order stands. Pending means unpaid, processing means paid."""

    PENDING = "pending"
    PROCESSING = "processing"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"
    REFUNDED = "refunded"


MOVES: Final[dict[State, frozenset[State]]] = {
    State.PENDING: frozenset({State.PROCESSING, State.CANCELLED}),
    State.PROCESSING: frozenset({State.SHIPPED, State.CANCELLED, State.REFUNDED}),
    State.SHIPPED: frozenset({State.DELIVERED, State.REFUNDED}),
    State.DELIVERED: frozenset({State.REFUNDED}),
    State.CANCELLED: frozenset(),
    State.REFUNDED: frozenset(),
}


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where to ship. `country` is ISO 3166-1 alpha-2."""

    name: str | None = None
    address: str | None = None
    city: str | None = None
    state: str | None = None
    postal_code: str | None = None
    country: str | None = None
    phone: str | None = None


class Buyer(msgspec.Struct, frozen=True):
    """The customer as they were when they ordered."""

    id: CustomerId
    name: str
    email: str
    phone: str | None


class Line(msgspec.Struct, frozen=True):
    """What it says may change until the order is paid; its id stays.

    `variant_name` is None for the default variant, which is the product itself.
    """

    id: int
    product_id: ProductId
    variant_id: VariantId
    product_name: str
    variant_name: str | None
    sku: str | None
    quantity: int
    unit_minor: int
    subtotal_minor: int
    discount_minor: int
    tax_minor: int

    @property
    def total_minor(self) -> int:
        """What it comes to in the end, with its tax."""
        return self.subtotal_minor - self.discount_minor + self.tax_minor


class DiscountKind(StrEnum):
    """What made an order cheaper."""

    PROMO = "promo"
    POINTS = "points"


class Discount(msgspec.Struct, frozen=True):
    """A part of an order's discount. `label` is the promo code, or says how many points; `points` were redeemed."""

    kind: DiscountKind
    label: str
    amount_minor: int
    points: int | None = None


class Order(msgspec.Struct, frozen=True):
    """`total = subtotal − discount + shipping + tax`, to the minor unit; `discounts` add up to the discount.

    `refunded_minor` went back for single pieces, while the order goes on; `refunded_from` is where it stood when all of it
    went back.
    """

    store_id: StoreId
    store_name: str
    id: OrderId
    version: int
    number: str
    customer: Buyer
    state: State
    payment_status: str
    payment_method: str | None
    currency: str
    subtotal_minor: int
    discount_minor: int
    shipping_minor: int
    tax_minor: int
    total_minor: int
    tax_rate: Decimal
    tracking_number: str | None
    notes: str | None
    ship_to: Address
    is_subscription: bool
    lines: tuple[Line, ...]
    placed_at: datetime
    paid_at: datetime | None
    shipped_at: datetime | None
    updated_at: datetime
    discounts: tuple[Discount, ...] = ()
    refunded_minor: int = 0
    refunded_from: State | None = None

    @property
    def promo_code(self) -> str | None:
        return next((d.label for d in self.discounts if d.kind is DiscountKind.PROMO), None)

    @property
    def redeemed_points(self) -> int:
        return sum(d.points or 0 for d in self.discounts)


class Change(msgspec.Struct, frozen=True):
    """One row of an order's history: the state it came to, who did it, and what they said."""

    state: State
    note: str | None
    actor: str
    created_at: datetime
    id: int = 0


class Share(msgspec.Struct, frozen=True):
    """A line's part of the promo code's discount, without tax, and the tax that is then left of the line's."""

    discount_minor: int
    tax_minor: int


class Wanted(msgspec.Struct, frozen=True):
    """A line as asked for. Without a variant the product's default one is taken if it has enough, else the first that has.

    `unit_minor` is a price that was agreed before; None: the one of today. `unit_tax_minor` is the tax on one piece that
    was agreed with it, on top; None: the store's rate. A price that contains its tax is the sum of both. `share` is what
    was agreed that the promo code takes off the line; all lines have one, or none has.
    """

    product: ProductId
    quantity: int
    variant: VariantId | None = None
    unit_minor: int | None = None
    unit_tax_minor: int | None = None
    share: Share | None = None


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """An order to place. `redeem_points` pay what the promo code leaves, 0: none.

    What `reservation_owner` holds of the products (inventory.reserve) is the order's to take. `shipping_minor` was agreed
    before; None: the zone's.
    """

    customer: CustomerId
    lines: tuple[Wanted, ...]
    ship_to: Address
    notes: str | None = None
    payment_method: str | None = None
    is_subscription: bool = False
    promo_code: str | None = None
    redeem_points: int = 0
    reservation_owner: str | None = None
    shipping_minor: int | None = None
