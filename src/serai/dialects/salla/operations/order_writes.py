"""What a new order takes: its customer, its variants, its payment."""

from collections.abc import Sequence

from msgspec import UnsetType

from serai.core import catalog, customers, orders
from serai.core.customers import CustomerId, NewCustomer
from serai.core.inventory import VariantId
from serai.core.orders import Draft, Order, OrderId, State, Wanted
from serai.dialects.salla.auth import App
from serai.dialects.salla.paths import number
from serai.dialects.salla.shapes.customers import phone_of
from serai.dialects.salla.shapes.order_in import BuyerIn, ChoiceIn, ItemIn, OrderChangeIn, OrderIn
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound, within


async def place(tx: Tx, who: App, body: OrderIn) -> Order:
    """Place it, and pay it when it says that it was paid."""
    method = body.payment.checked_method()
    draft = Draft(
        customer=await _buyer(tx, who, body.customer),
        lines=await _lines(tx, who, body.products),
        ship_to=body.address(),
        notes=body.notes or None,
        payment_method=method,
        promo_code=body.coupon_code or None,
    )
    order = await orders.place(tx, who.store, draft, actor=who.actor)
    if body.payment.status == "paid":
        order = await orders.move(tx, who.store, order.id, to=State.PROCESSING, actor=who.actor)
    return order


async def change(tx: Tx, who: App, order: OrderId, body: OrderChangeIn) -> Order:
    """Raises Settled for what the order has for good, IllegalMove for what was paid before."""
    wanted = body.to_core(await orders.lock(tx, who.store, order))
    await orders.edit(tx, who.store, order, wanted, actor=who.actor)
    return await orders.move(tx, who.store, order, to=body.to, notes=body.notes, actor=who.actor)


async def _buyer(tx: Tx, who: App, said: BuyerIn) -> CustomerId:
    if not isinstance(said.id, UnsetType):
        try:
            return (await customers.get(tx, [who.store], CustomerId(said.id))).id
        except NotFound:
            raise Invalid.one("customer.id", "There is no such customer.") from None
    if not said.email or isinstance(said.email, UnsetType):
        raise Invalid.one("customer.email", "This field is required, or `customer.id`.")
    known = await customers.by_email(tx, who.store, said.email)
    if known is not None:
        return known.id
    with within("customer"):
        phone = phone_of(said.mobile, said.mobile_code_country)
        name = "" if isinstance(said.name, UnsetType) else said.name.strip()
        return (await customers.create(tx, who.store, NewCustomer(email=said.email, name=name, phone=phone))).id


async def _lines(tx: Tx, who: App, items: Sequence[ItemIn]) -> tuple[Wanted, ...]:
    wanted = []
    for i, item in enumerate(items):
        with within(f"products.{i}"):
            wanted.append(await line_of(tx, who, item))
    return tuple(wanted)


async def line_of(tx: Tx, who: App, item: ItemIn) -> Wanted:
    """By SKU it is that variant; by id it is the product's, or the one that the chosen option values make.

    Raises Invalid (identifier, options).
    """
    said = str(item.identifier)
    try:
        if item.identifier_type == "sku":
            product = await catalog.full_of_variant(tx, who.store, sku=said)
            found = next((each for each in product.named if each.sku == said), None)
            return Wanted(product.id, item.quantity, None if found is None else found.id)
        product = await catalog.get_full(tx, who.store, catalog.ProductId(number(said) or 0))
    except NotFound:
        raise Invalid.one("identifier", "There is no such product.") from None
    return Wanted(product.id, item.quantity, chosen(product, item.options))


def chosen(product: catalog.Full, options: Sequence[ChoiceIn]) -> VariantId | None:
    """The variant that the chosen values make; None where nothing was chosen. Raises Invalid (options)."""
    values = {v for choice in options for v in (choice.value if isinstance(choice.value, list) else [choice.value])}
    if not values or not product.named:
        return None
    names = {value.name for option in product.options for value in option.values if value.id in values}
    for variant in product.named:
        if set(variant.options) == names:
            return variant.id
    raise Invalid.one("options", "No variant of the product has these values.")
