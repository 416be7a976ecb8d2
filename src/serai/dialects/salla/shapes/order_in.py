"""What is asked about orders: lists, status changes, notes, new orders (§5.3, §6.4)."""

from datetime import date
from typing import Annotated, Final, Literal

import phonenumbers
from msgspec import UNSET, Meta, Struct, UnsetType
from msgspec.structs import replace

from serai.core import orders
from serai.core.catalog import ProductId
from serai.core.customers import CustomerId
from serai.core.orders import Filter, Move, Order, OrderChange, OrderId, Settled, Sort, State
from serai.core.stores import StoreId
from serai.dialects.salla.money import Amount
from serai.dialects.salla.paging import PageQuery
from serai.dialects.salla.paths import number
from serai.dialects.salla.shapes.customers import Id, Number, Place, country_of, phone_of
from serai.dialects.salla.shapes.statuses import filtered, to_state
from serai.kit import checks, days
from serai.kit.errors import Invalid

Text = Annotated[str, Meta(max_length=255)]
Quantity = Annotated[int, Meta(ge=1, le=1_000_000)]

METHODS: Final = (
    *("credit_card", "paypal", "mada", "free", "bank", "cod", "apple_pay", "stc_pay", "tamara_installment"),
    *("tabby_installment", "google_pay", "knet", "spotii_pay", "waiting", "subscription"),
)
_SORTS: Final = {
    **{f"{field}-desc": Sort.NEWEST for field in ("id", "created_at")},
    **{f"{field}-asc": Sort.OLDEST for field in ("id", "created_at")},
    "total-desc": Sort.DEAREST,
    "total-asc": Sort.CHEAPEST,
    "updated_at-desc": Sort.TOUCHED,
    "updated_at-asc": Sort.UNTOUCHED,
}


class OrderQuery(PageQuery, frozen=True, kw_only=True):
    """Both dates are included, as days of the store. Several values have commas between them or come as `name[]`."""

    from_date: date | None = None
    to_date: date | None = None
    status: str | None = None
    keyword: str | None = None
    payment_method: str | None = None
    reference_id: str | None = None
    customer_id: str | None = None
    country: str | None = None
    city: str | None = None
    product: str | None = None
    coupon: str | None = None
    sort_by: str | None = None

    @property
    def sort(self) -> Sort:
        """Raises Invalid (sort_by)."""
        if not self.sort_by:
            return Sort.NEWEST
        if self.sort_by not in _SORTS:
            raise Invalid.one("sort_by", f"Can be {', '.join(_SORTS)}.")
        return _SORTS[self.sort_by]

    def to_core(self, time_zone: str, *, live: bool) -> Filter:
        states, refunded_from = filtered(self.status, live=live) if self.status else (None, ())
        customer, product = _id(self.customer_id, "customer_id"), _id(self.product, "product")
        return Filter(
            states=states,
            refunded_from=refunded_from,
            since=None if self.from_date is None else days.begin(self.from_date, time_zone),
            before=None if self.to_date is None else days.end(self.to_date, time_zone),
            number=self.reference_id or None,
            keyword=self.keyword or None,
            payment_methods=tuple(self.payment_method.split(",")) if self.payment_method else None,
            customer=None if customer is None else CustomerId(customer),
            country=country_of(self.country) if self.country else None,
            city=self.city or None,
            product=None if product is None else ProductId(product),
            promo_code=self.coupon or None,
        )


class FormatQuery(Struct, frozen=True):
    """`light` leaves out items and shipments."""

    format: Literal["light", "full"] = "full"


class ItemsQuery(Struct, frozen=True):
    order_id: Id


class StatusIn(Struct, frozen=True, kw_only=True):
    """`slug` or `status_id`."""

    slug: str | UnsetType = UNSET
    status_id: Id | UnsetType = UNSET
    note: Annotated[str, Meta(max_length=5000)] | UnsetType = UNSET

    def to_core(self) -> State:
        return to_state(self.slug or None, self.status_id or None)


class ActionIn(Struct, frozen=True):
    """`value` is a status, by its word or id."""

    action_name: str
    value: Annotated[str, Meta(max_length=50)] | Annotated[int, Meta(ge=1, le=2**53 - 1)]


class ActionFiltersIn(Struct, frozen=True):
    order_ids: Annotated[list[Id], Meta(min_length=1, max_length=100)]


class ActionsIn(Struct, frozen=True):
    """What shall be done with which orders: here their status alone can be changed, one after the other."""

    operations: Annotated[list[ActionIn], Meta(min_length=1, max_length=10)]
    filters: ActionFiltersIn

    def to_core(self, store: StoreId) -> tuple[tuple[Move, ...], ...]:
        """For each operation what it moves. Raises Invalid (operations.N.action_name, operations.N.value)."""
        return tuple(self._moves(store, i, action) for i, action in enumerate(self.operations))

    def _moves(self, store: StoreId, i: int, action: ActionIn) -> tuple[Move, ...]:
        if action.action_name != "change_status":
            raise Invalid.one(f"operations.{i}.action_name", "Can be change_status.")
        try:
            to = to_state(str(action.value), None)
        except Invalid as error:
            raise Invalid({f"operations.{i}.value": said for said in error.fields.values()}) from None
        return tuple(Move(store=store, order=OrderId(order), to=to) for order in dict.fromkeys(self.filters.order_ids))


class NoteIn(Struct, frozen=True):
    note: str


class BuyerIn(Struct, frozen=True, kw_only=True):
    """One that there is, or one to be found by e-mail address and else added."""

    id: Id | UnsetType = UNSET
    name: Text | UnsetType = UNSET
    email: Text | UnsetType = UNSET
    mobile: Number | UnsetType = UNSET
    mobile_code_country: Number | UnsetType = UNSET

    def check_is(self, buyer: orders.Buyer) -> None:
        """Raises Settled (customer) when somebody else is meant."""
        by_email = isinstance(self.id, UnsetType) and str(self.email).lower() == buyer.email.lower()
        if self.id != buyer.id and not by_email:
            raise Settled("customer")


class ReceiverIn(Struct, frozen=True, kw_only=True):
    name: Text
    phone: Number | UnsetType = UNSET
    country_code: str | UnsetType = UNSET
    email: Text | UnsetType = UNSET


class ShipToIn(Struct, frozen=True, kw_only=True):
    """`country` is an id of `GET /countries`, a code or a name; `city` is a text."""

    country: Place | UnsetType = UNSET
    city: Place | UnsetType = UNSET
    district: Place | UnsetType = UNSET
    block: Text = ""
    street_number: Text = ""
    address_line: Text = ""
    postal_code: Text = ""
    building_number: Text = ""
    additional_number: Text = ""
    short_address: Text = ""


class PaymentIn(Struct, frozen=True, kw_only=True):
    status: Literal["paid", "pending_payment"]
    method: str | UnsetType = UNSET

    def checked_method(self) -> str | None:
        """Raises Invalid (payment.method)."""
        if not self.method or isinstance(self.method, UnsetType):
            if self.status == "paid":
                raise Invalid.one("payment.method", "This field is required.")
            return None
        if self.method not in METHODS:
            raise Invalid.one("payment.method", f"Can be {', '.join(METHODS)}.")
        return self.method


class ChoiceIn(Struct, frozen=True):
    id: Id
    value: list[Id] | Id


class ItemIn(Struct, frozen=True, kw_only=True):
    """`identifier` is a product's id, or the SKU of a product or variant."""

    identifier_type: Literal["id", "sku"] = "id"
    identifier: Place
    quantity: Quantity
    options: list[ChoiceIn] = []


class NewItemIn(ItemIn, frozen=True, kw_only=True):
    """Of a placed order. Without a `price` it costs what it costs today."""

    order_id: Id
    price: Amount | UnsetType = UNSET


class ItemChangeIn(Struct, frozen=True, kw_only=True):
    """`options` choose another variant of the same product."""

    quantity: Quantity | UnsetType = UNSET
    price: Amount | UnsetType = UNSET
    options: list[ChoiceIn] = []


class OrderIn(Struct, frozen=True, kw_only=True):
    customer: BuyerIn
    payment: PaymentIn
    products: Annotated[list[ItemIn], Meta(min_length=1, max_length=500)]
    receiver: ReceiverIn | UnsetType = UNSET
    ship_to: ShipToIn | UnsetType = UNSET
    delivery_method: Literal["shipping", "pickup"] | UnsetType = UNSET
    coupon_code: str | UnsetType = UNSET
    notes: Annotated[str, Meta(max_length=5000)] | UnsetType = UNSET

    def address(self) -> orders.Address:
        """Raises Invalid (ship_to, ship_to.country, receiver.phone)."""
        return _sent(orders.Address(), self.ship_to, self.receiver)


class OrderChangeIn(Struct, frozen=True, kw_only=True):
    """Of a placed order. An empty `coupon_code` takes the code away; `customer` can only be the one that it has."""

    customer: BuyerIn | UnsetType = UNSET
    receiver: ReceiverIn | UnsetType = UNSET
    ship_to: ShipToIn | UnsetType = UNSET
    payment: PaymentIn | UnsetType = UNSET
    coupon_code: Text | UnsetType = UNSET
    notes: Annotated[str, Meta(max_length=5000)] | UnsetType = UNSET

    def to_core(self, before: Order) -> OrderChange:
        """Raises Settled (customer), Invalid (ship_to, ship_to.country, receiver.phone, payment.method)."""
        if not isinstance(self.customer, UnsetType):
            self.customer.check_is(before.customer)
        method = None if isinstance(self.payment, UnsetType) else self.payment.checked_method()
        code = self.coupon_code
        return OrderChange(
            ship_to=_sent(before.ship_to, self.ship_to, self.receiver),
            payment_method=UNSET if method is None else method,
            promo_code=code if isinstance(code, UnsetType) else code.strip() or None,
        )

    @property
    def to(self) -> State | UnsetType:
        """Where the payment takes the order."""
        return State.PROCESSING if self.payment and self.payment.status == "paid" else UNSET


def _sent(before: orders.Address, to: ShipToIn | UnsetType, receiver: ReceiverIn | UnsetType) -> orders.Address:
    """Another place, which is in the same country when it names none; another receiver."""
    if not isinstance(to, UnsetType):
        if to == ShipToIn():
            raise Invalid.one("ship_to", "Has nothing of an address.")
        before = replace(
            before,
            address=_address_line(to),
            city=None if isinstance(to.city, UnsetType) else str(to.city)[:255] or None,
            state=None if isinstance(to.district, UnsetType) else str(to.district)[:255] or None,
            postal_code=to.postal_code or None,
            country=country_of(to.country, field="ship_to.country") or before.country,
        )
    if not isinstance(receiver, UnsetType):
        phone = phone_of(receiver.phone, _dialled(receiver.country_code), field="receiver.phone")
        before = replace(before, name=receiver.name or None, phone=phone)
    return before


def _address_line(to: ShipToIn) -> str | None:
    parts = (to.building_number, to.street_number, to.address_line, to.block, to.additional_number, to.short_address)
    return ", ".join(part.strip() for part in parts if part.strip()) or None


def _dialled(code: str | UnsetType) -> str | UnsetType:
    """A country's calling code, whether it came as such or as the country's letters."""
    if isinstance(code, UnsetType) or not code or code.lstrip("+").isdigit():
        return code
    return str(phonenumbers.country_code_for_region(checks.any_country(code, field="receiver.country_code")))


def _id(text: str | None, field: str) -> int | None:
    if not text:
        return None
    found = number(text)
    if found is None:
        raise Invalid.one(field, "Is not an id.")
    return found
