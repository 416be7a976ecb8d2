"""What an order would come to, without placing it."""

import msgspec

from serai.core.customers import CustomerId
from serai.core.orders import discounts, offer, rules
from serai.core.orders.errors import OutOfStock
from serai.core.orders.model import Address, Discount, Draft
from serai.core.orders.offer import TERMS, Terms
from serai.core.orders.rules import Totals
from serai.core.stores import StoreId
from serai.kit.db import Db

CHARGES = f"select {TERMS} as terms"

LAST_ADDRESS = """
select ship_name as name, ship_address as address, ship_city as city, ship_state as state,
       ship_postal_code as postal_code, ship_country as country, ship_phone as phone
  from orders
 where store_id = $1 and customer_id = $2
 order by placed_at desc, id desc
 limit 1
"""


class Quote(msgspec.Struct, frozen=True):
    """Sums in minor units of `currency`, and whether all of it could be had now.

    `discounts` add up to the discount; `lines_minor` is what each line comes to in the end, with its tax.
    """

    sums: Totals
    currency: str
    in_stock: bool
    discounts: tuple[Discount, ...] = ()
    lines_minor: tuple[int, ...] = ()


async def last_address(db: Db, store: StoreId, customer: CustomerId) -> Address:
    """Where the customer's newest order went; an empty address before the first."""
    row = await db.one(LAST_ADDRESS, store, customer)
    return Address() if row is None else Address(**row)


async def quote(db: Db, store: StoreId, draft: Draft) -> Quote:
    """Add up a draft whose lines all say their price, at today's tax and shipping. Nothing is locked. Two statements.

    With a promo code they say their shares too. Two statements more for points. Raises PointsRefused.
    """
    terms = await _terms(db, store)
    subtotals = [(line.unit_minor or 0) * line.quantity for line in draft.lines]
    reduction = await discounts.foresee(db, store, draft, subtotal=sum(subtotals), currency=terms.currency)
    sums = rules.totals(
        subtotals,
        discount=reduction.minor,
        shipping=rules.shipping_to(draft.ship_to.country, terms.zones),
        tax_rate=terms.tax_rate,
        agreed=[None if (tax := line.unit_tax_minor) is None else tax * line.quantity for line in draft.lines],
        shares=[line.share for line in draft.lines if line.share is not None],
    )
    lines = tuple(s - d + t for s, d, t in zip(subtotals, sums.discounts, sums.taxes, strict=True))
    return Quote(sums, terms.currency, await _in_stock(db, store, draft), reduction.discounts, lines)


async def shipping_to(db: Db, store: StoreId, country: str | None) -> int:
    """What sending an order there costs today. One statement."""
    return rules.shipping_to(country, (await _terms(db, store)).zones)


async def _terms(db: Db, store: StoreId) -> Terms:
    return msgspec.json.decode(await db.value(CHARGES, store), type=Terms)


async def _in_stock(db: Db, store: StoreId, draft: Draft) -> bool:
    rows = await db.all(offer.SHELVES, store, draft.customer, sorted({line.product for line in draft.lines}))
    try:
        offer.choose(draft.lines, offer.choices_of(rows))
    except OutOfStock:
        return False
    return True
