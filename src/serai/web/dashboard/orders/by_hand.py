"""An order that somebody placed by telephone, written down by the merchant."""

from typing import Any, Final

from msgspec import Struct
from msgspec.structs import replace

from serai.core import catalog, customers, orders
from serai.core.catalog import Filter, Full, FullVariant, Product, ProductId, Status, Variant
from serai.core.customers import Customer, CustomerId, NewCustomer
from serai.core.inventory import VariantId
from serai.core.orders import Address, Draft, Order, State, Wanted
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.pages import Slice
from serai.web.dashboard.listing import number
from serai.web.dashboard.orders.one import address_of
from serai.web.dashboard.orders.section import LIST, SECTION, words_of
from serai.web.dashboard.orders.sheet import OrderIn, Row, Sheet, at_its_field, placed, pressed, read, typed_as
from serai.web.dashboard.visit import Merchant
from serai.web.names import countries
from serai.web.visit import Answer, Done, Page

METHODS: Final = ("cod", "bank", "credit_card", "cash")
FIELDS: Final = {"name": "customer_name", "first_name": "customer_name"}
"""What the form calls them."""
FOUND: Final = Slice(1, 10)
"""As many as a search shows."""


class Wish(Struct, frozen=True):
    """A line of the sheet with what it is of. `product` None: the store has it no more."""

    row: Row
    product: Full | None
    variant: FullVariant | None

    @property
    def left(self) -> int | None:
        """None where the store does not count."""
        if self.product is None:
            return 0
        if not self.product.track_inventory:
            return None
        return self.product.sellable if self.variant is None else self.variant.sellable


@SECTION.page(f"{LIST}/new")
async def new_page(visit: Merchant) -> Answer:
    """From the query comes the customer alone; all the rest is what was typed."""
    sheet = read(visit.typed or {"customer": visit.asked("customer")})
    buyer = await _buyer(visit, sheet)
    visit.typed = typed_as(replace(sheet, customer="" if buyer is None else sheet.customer))
    return Page(
        "new.html",
        {
            "buyer": buyer,
            "people": await _people(visit, sheet) if buyer is None else (),
            "things": await _things(visit, sheet),
            "wishes": await _wishes(visit, sheet),
            "sheet": sheet,
            "methods": METHODS,
            "countries": countries(visit.look.language),
        },
    )


async def _buyer(visit: Merchant, sheet: Sheet) -> Customer | None:
    known = number(sheet.customer)
    try:
        return None if known is None else await customers.get(visit.db, [visit.store_id], CustomerId(known))
    except NotFound:
        return None


async def _people(visit: Merchant, sheet: Sheet) -> tuple[Customer, ...]:
    asked = sheet.who.strip().replace("\x00", "")[:100]
    if not asked:
        return ()
    wanted = customers.CustomerFilter(keyword=asked)
    return (await customers.page(visit.db, [visit.store_id], search=None, slice_=FOUND, filter_=wanted)).items


async def _things(visit: Merchant, sheet: Sheet) -> list[tuple[Product, Variant]]:
    """What can be bought that is called so: the variants of a product, or the product itself."""
    asked = sheet.q.strip().replace("\x00", "")[:100]
    if not asked:
        return []
    wanted = Filter(status=Status.ACTIVE, keyword=asked)
    found = await catalog.page(visit.db, [visit.store_id], wanted, FOUND)
    return [(product, variant) for product in found.items for variant in product.named or (product.default,)]


async def _wishes(visit: Merchant, sheet: Sheet) -> list[Wish]:
    numbers = {each for row in sheet.items if (each := number(row.product)) is not None}
    known = {str(each.id): each for each in await catalog.full_by_ids(visit.db, visit.store_id, sorted(numbers))}
    return [_wish(row, known.get(row.product)) for row in sheet.items]


def _wish(row: Row, product: Full | None) -> Wish:
    variants: tuple[FullVariant, ...] = product.variants if product is not None else ()
    return Wish(row, product, next((each for each in variants if str(each.id) == row.variant), None))


@SECTION.form(f"{LIST}/new", Sheet, again=new_page)
async def write_down(visit: Merchant, sheet: Sheet) -> Answer:
    if not sheet.is_placing:
        visit.typed = typed_as(pressed(sheet))
        return await new_page(visit)
    words = words_of(visit)
    form = placed(sheet, words)
    with at_its_field(words):
        order = await visit.write(lambda tx: _place(tx, visit, form))
    return Done(f"{visit.here}/orders/{order.id}", "placed")


async def _place(tx: Tx, visit: Merchant, form: OrderIn) -> Order:
    """Its customer is made when new, and it is paid when it says that it was."""
    draft = _draft(form, address_of(form, "ship_"))
    draft = replace(draft, customer=await _customer(tx, visit, form))
    order = await orders.place(tx, visit.store_id, draft, actor=visit.actor)
    if form.is_paid:
        order = await orders.move(tx, visit.store_id, order.id, to=State.PROCESSING, actor=visit.actor)
    return order


def _draft(form: OrderIn, ship_to: Address) -> Draft:
    kept: dict[str, Any] = {name: getattr(form, name) for name in ("notes", "payment_method", "promo_code", "redeem_points")}
    lines = [
        Wanted(ProductId(each.product), each.quantity, None if each.variant is None else VariantId(each.variant))
        for each in form.items
    ]
    return Draft(customer=CustomerId(0), lines=tuple(lines), ship_to=ship_to, **kept)


async def _customer(tx: Tx, visit: Merchant, form: OrderIn) -> CustomerId:
    """The chosen one, whoever has the address, else somebody new. Raises Invalid (email, customer_name, phone)."""
    if form.customer is not None:
        return CustomerId(form.customer)
    known = await customers.by_email(tx, visit.store_id, form.email) if form.email else None
    if known is not None:
        return known.id
    new = NewCustomer(email=form.email, name=form.customer_name.strip(), phone=form.phone)
    try:
        return (await customers.create(tx, visit.store_id, new)).id
    except Invalid as error:
        raise Invalid({FIELDS.get(name, name): said for name, said in error.fields.items()}) from error
