"""What an order wants against what the store has: one locking select, and the choice of variants. The choice is pure."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from operator import attrgetter
from typing import Final

import msgspec
from msgspec.structs import replace

from serai.core.catalog import ProductId
from serai.core.inventory import Allocation, Freed, Shelf, VariantId, give_back, spread
from serai.core.orders.errors import OutOfStock, Short
from serai.core.orders.model import Buyer, Draft, Line, Wanted
from serai.core.orders.rules import Zone
from serai.core.stores import StoreId
from serai.kit.db import Row, Tx
from serai.kit.errors import NotFound

BUYER = """(
         select row_to_json(b)
           from (select id, name, email, phone from customers where store_id = $1 and id = $2 and removed_at is null) b)"""

TERMS = """(
         select json_build_object(
                  'store_name', s.name, 'currency', s.currency, 'time_zone', s.time_zone, 'tax_rate', t.tax_rate::text,
                  'zones', coalesce((
                    select json_agg(json_build_object('countries', z.countries, 'rate_minor', z.rate_minor) order by z.position)
                      from shipping_zones z
                     where z.store_id = $1), '[]'))
           from stores s
           join store_settings t on t.store_id = s.id
          where s.id = $1 and t.store_id = $1)"""

SHELVES = f"""
select {BUYER} as buyer, {TERMS} as terms, k.held_until,
       k.variant_id, k.warehouse_id, k.on_hand, k.reserved,
       v.is_default, v.product_id, p.name, case when v.is_default then null else v.name end, v.sku, v.price_minor,
       p.track_inventory, k.sellable_without_stock
  from stock k
  join variants v on v.store_id = k.store_id and v.id = k.variant_id
  join products p on p.store_id = v.store_id and p.id = v.product_id
 where k.store_id = $1 and v.store_id = $1 and p.store_id = $1
   and v.product_id = any($3::bigint[]) and v.removed_at is null and p.removed_at is null and p.status = 'active'
 order by k.variant_id, k.warehouse_id
"""

# Ascending id order: two orders over the same products never wait for each other in a circle.
LOCK = f"{SHELVES}   for update of k"

_SHELF: Final = slice(3, 7)
_CHOICE: Final = slice(7, 15)
"""What is the same for all shelves of a variant, but the last column."""

KNOWN = f"select {BUYER} as buyer"


class Terms(msgspec.Struct, frozen=True):
    """What the store charges beside its prices."""

    store_name: str
    currency: str
    time_zone: str
    tax_rate: Decimal
    zones: tuple[Zone, ...]


_BUYERS: Final = msgspec.json.Decoder(Buyer)
_TERMS: Final = msgspec.json.Decoder(Terms)


class Choice(msgspec.Struct, frozen=True):
    """A variant as it is on offer, with its locked shelves. `without_stock`: any of them sells what it does not have."""

    variant: VariantId
    shelves: tuple[Shelf, ...]
    is_default: bool
    product: ProductId
    product_name: str
    variant_name: str | None
    sku: str | None
    price_minor: int
    tracked: bool
    without_stock: bool = False

    @property
    def sellable(self) -> int:
        return sum([shelf.on_hand - shelf.reserved for shelf in self.shelves])

    def has(self, quantity: int) -> bool:
        return not self.tracked or self.without_stock or self.sellable >= quantity


class Taken(msgspec.Struct, frozen=True):
    """A line's variant, how many of it, the price of one, and the tax that was agreed on each (None: the store's rate)."""

    choice: Choice
    quantity: int
    unit_minor: int
    unit_tax_minor: int | None = None

    @property
    def subtotal_minor(self) -> int:
        return self.unit_minor * self.quantity

    @property
    def agreed_tax_minor(self) -> int | None:
        return None if self.unit_tax_minor is None else self.unit_tax_minor * self.quantity

    def line(self, *, discount: int, tax: int) -> Line:
        """As a line of an order that is not written yet, with its shares of the order's discount and tax."""
        choice = self.choice
        return Line(
            id=0,
            product_id=choice.product,
            variant_id=choice.variant,
            product_name=choice.product_name,
            variant_name=choice.variant_name,
            sku=choice.sku,
            quantity=self.quantity,
            unit_minor=self.unit_minor,
            subtotal_minor=self.subtotal_minor,
            discount_minor=discount,
            tax_minor=tax,
        )


async def lock(tx: Tx, store: StoreId, draft: Draft) -> tuple[Buyer, Terms, list[Choice]]:
    """Lock the stock that the draft's products have and return it with the buyer and the store's terms. One statement.

    One more where pieces are held that ran out, or for an owner: they are given back first, under the lock.
    Raises NotFound for a customer that the store does not have; unknown products are simply not among the choices.
    """
    products = sorted({line.product for line in draft.lines})
    rows = await tx.all(LOCK, store, draft.customer, products)
    buyer = rows[0]["buyer"] if rows else await tx.value(KNOWN, store, draft.customer)
    if buyer is None:
        raise NotFound("customer")
    if not rows:
        raise OutOfStock(tuple(Short(i, line.product, line.quantity, 0) for i, line in enumerate(draft.lines)))
    freed: Freed = {}
    ended = [until for row in rows if (until := row["held_until"]) is not None and until <= tx.now]
    if ended or draft.reservation_owner is not None:
        variants = sorted({VariantId(row["variant_id"]) for row in rows})
        freed = await give_back(tx, store, variants, owner=draft.reservation_owner)
    return _BUYERS.decode(buyer), _TERMS.decode(rows[0]["terms"]), choices_of(rows, freed)


def choices_of(rows: Sequence[Row], freed: Freed | None = None) -> list[Choice]:
    """The variants in rows of SHELVES, each with its shelves; `freed` pieces were given back after the rows were read."""
    choices: list[Choice] = []
    for row in rows:
        shelf = Shelf(*row[_SHELF])
        if freed and (back := freed.get((shelf.variant, shelf.warehouse))):
            shelf = replace(shelf, reserved=shelf.reserved - back)
        if choices and choices[-1].variant == shelf.variant:
            before = choices.pop()
            endless = before.without_stock or row["sellable_without_stock"]
            choices.append(replace(before, shelves=(*before.shelves, shelf), without_stock=endless))
        else:
            choices.append(Choice(shelf.variant, (shelf,), *row[_CHOICE]))
    return choices


def choose(lines: Sequence[Wanted], choices: Sequence[Choice]) -> tuple[list[Taken], list[Allocation]]:
    """Pure. A variant for every line and the shelves it comes from, over all lines together.

    What is sold without stock takes what is there; the rest touches no shelf, as with what is not counted at all.
    Raises OutOfStock with every line that cannot be had. A product's lines without a variant are summed for the check.
    """
    by_product = _by_product(choices)
    demand: dict[VariantId, int] = defaultdict(int)
    asked: dict[int, int] = defaultdict(int)
    for line in lines:
        if line.variant is None:
            asked[line.product] += line.quantity
        else:
            demand[line.variant] += line.quantity
    picked: dict[int, Choice | None] = {}
    for product, quantity in asked.items():
        found = picked[product] = _first_with(by_product[product], quantity, demand)
        if found is not None:
            demand[found.variant] += quantity
    taken: list[Taken] = []
    shorts: list[Short] = []
    for i, line in enumerate(lines):
        options = by_product[line.product]
        found = picked[line.product] if line.variant is None else _named(options, line.variant, demand)
        if found is None:
            shorts.append(Short(i, line.product, line.quantity, _left(options, line.variant)))
        elif line.unit_minor is None:
            taken.append(Taken(found, line.quantity, found.price_minor))
        else:
            taken.append(Taken(found, line.quantity, line.unit_minor, line.unit_tax_minor))
    if shorts:
        raise OutOfStock(tuple(shorts))
    return taken, _allocations({line.choice.variant: line.choice for line in taken}, demand)


def _by_product(choices: Sequence[Choice]) -> defaultdict[int, list[Choice]]:
    """In the order in which they are taken: the default one first, then by id."""
    found: defaultdict[int, list[Choice]] = defaultdict(list)
    for choice in sorted(choices, key=attrgetter("variant")):
        if choice.is_default:
            found[choice.product].insert(0, choice)
        else:
            found[choice.product].append(choice)
    return found


def _first_with(options: Sequence[Choice], quantity: int, demand: dict[VariantId, int]) -> Choice | None:
    for choice in options:
        if choice.has(demand.get(choice.variant, 0) + quantity):
            return choice
    return None


def _named(options: Sequence[Choice], variant: VariantId, demand: dict[VariantId, int]) -> Choice | None:
    return next((c for c in options if c.variant == variant and c.has(demand[variant])), None)


def _left(options: Sequence[Choice], variant: VariantId | None) -> int:
    """What one line could have had: of its variant, else of the best-stocked one."""
    return max((c.sellable for c in options if variant in (None, c.variant)), default=0)


def _allocations(taken: Mapping[VariantId, Choice], demand: Mapping[VariantId, int]) -> list[Allocation]:
    return [
        part
        for variant, choice in taken.items()
        if choice.tracked
        for part in spread(choice.shelves, min(demand[variant], choice.sellable) if choice.without_stock else demand[variant])
    ]
