"""Setting prices. There is one of a kind at a time: a new one wins from its beginning, until its end."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

import msgspec
from msgspec.structs import asdict, replace

from serai.core import catalog, stores
from serai.core.inventory import VariantId
from serai.core.pricing import rules
from serai.core.pricing.decide import net
from serai.core.pricing.model import OWN, NewPrice, PriceId, VariantPrice
from serai.core.pricing.read import ROW, row_of
from serai.core.stores import ShopCountry, StoreId
from serai.kit.db import Tx
from serai.kit.errors import NotFound, within
from serai.kit.outbox import Event

# Whoever changes prices holds their products.
LOCK: Final = """
select v.id, v.product_id, v.price_minor, v.compare_at_minor, s.currency
  from products p
  join variants v on v.store_id = p.store_id and v.product_id = p.id
  join stores s on s.id = p.store_id
 where p.store_id = $1 and v.store_id = $1 and v.id = any($2::bigint[]) and v.removed_at is null and p.removed_at is null
 order by p.id, v.id
   for no key update of p
"""

ROWS: Final = f"""
select {ROW} as document
  from variant_prices r
 where r.store_id = $1 and r.variant_id = any($2::bigint[])
 order by r.id
"""

CUT: Final = """
update variant_prices p
   set valid_to = c.valid_to
  from unnest($2::bigint[], $3::timestamptz[]) c(id, valid_to)
 where p.store_id = $1 and p.id = c.id
"""

DELETE: Final = "delete from variant_prices where store_id = $1 and id = any($2::bigint[])"

# Ids are given in the order of the rows.
INSERT: Final = """
insert into variant_prices
  (store_id, variant_id, country, currency, price_minor, old_minor, recommended_minor, buying_minor, tax_percent, group_key,
   promotion_key, merchant_key, unit, unit_amount, unit_minor, valid_from, valid_to, base_minor, base_compare_minor,
   custom_data, created_at)
select $1, variant, country, currency, price_minor, old_minor, recommended_minor, buying_minor, tax_percent,
       coalesce(group_key, ''), coalesce(promotion_key, ''), coalesce(merchant_key, ''), unit ->> 'unit',
       (unit ->> 'amount')::integer, (unit ->> 'price_minor')::bigint, valid_from, valid_to, base_minor,
       base_compare_minor, custom_data, $3
  from json_to_recordset($2::json) as n(
       place integer, variant bigint, country text, currency text, price_minor bigint, old_minor bigint,
       recommended_minor bigint, buying_minor bigint, tax_percent numeric, group_key text, promotion_key text,
       merchant_key text, unit json, valid_from timestamptz, valid_to timestamptz, base_minor bigint,
       base_compare_minor bigint, custom_data jsonb)
 order by place
returning id
"""

REMOVE: Final = """
delete from variant_prices r
 using variants v
 where r.store_id = $1 and v.store_id = $1 and v.id = r.variant_id and r.variant_id = $2 and r.id = $3
returning v.product_id
"""

LOCK_ONE: Final = """
select r.custom_data, v.product_id
  from variant_prices r
  join variants v on v.store_id = r.store_id and v.id = r.variant_id
 where r.store_id = $1 and v.store_id = $1 and r.variant_id = $2 and r.id = $3
   for update of r
"""

NO_BASE: Final = (None, None)

NOTE: Final = "update variant_prices set custom_data = $4 where store_id = $1 and variant_id = $2 and id = $3"


class _Line:
    """The stored prices of some variants while new ones are put among them. New ones have ids below 0 until written."""

    def __init__(self, rows: Sequence[VariantPrice]) -> None:
        self.rows = list(rows)
        self.cut: dict[PriceId, datetime] = {}
        self.gone: list[PriceId] = []
        self._next = 0

    def put(self, new: VariantPrice) -> VariantPrice:
        """Take the new one's time out of the others of its kind; the new one with its id."""
        kept: list[VariantPrice] = []
        for row in self.rows:
            kept += self._rest(row, new) if _kind(row) == _kind(new) and _meet(row, new) else [row]
        self.rows = [*kept, self._fresh(new)]
        return self.rows[-1]

    def _rest(self, row: VariantPrice, new: VariantPrice) -> list[VariantPrice]:
        rest = []
        if row.valid_from < new.valid_from:
            rest.append(replace(row, valid_to=new.valid_from))
            if row.id > 0:
                self.cut[row.id] = new.valid_from
        elif row.id > 0:
            self.gone.append(row.id)
            self.cut.pop(row.id, None)
        if new.valid_to is not None and (row.valid_to is None or row.valid_to > new.valid_to):
            rest.append(self._fresh(replace(row, valid_from=new.valid_to)))
        return rest

    def _fresh(self, row: VariantPrice) -> VariantPrice:
        self._next -= 1
        return replace(row, id=PriceId(self._next))


async def put(tx: Tx, store: StoreId, variant: VariantId, new: NewPrice) -> VariantPrice:
    """Set one price and return it as it is kept. The one that counts already is returned when nothing would change.

    A plain price of the home country that counts from now on is the variant's own price too, in every dialect.
    Raises NotFound for the variant, Invalid.
    """
    return (await _put(tx, store, [(variant, rules.checked(new, now=tx.now))]))[0]


async def put_all(tx: Tx, store: StoreId, prices: Sequence[tuple[VariantId, NewPrice]]) -> list[VariantPrice]:
    """The same for many, in their order: about ten statements however many there are. Invalid names them by index."""
    checked = []
    for i, (variant, new) in enumerate(prices):
        with within(str(i)):
            checked.append((variant, rules.checked(new, now=tx.now)))
    return await _put(tx, store, checked) if checked else []


async def remove(tx: Tx, store: StoreId, variant: VariantId, which: int) -> None:
    """Take a stored price away; what it made the variant's own price stays that. Raises NotFound, also for that one."""
    product = await tx.value(REMOVE, store, variant, which)
    if product is None:
        raise NotFound("price")
    await catalog.touch(tx, store, [product])
    tx.emit(Event(store, "price.removed", variant, 1, {"id": which, "variant": variant}))


async def alter_custom_data(
    tx: Tx, store: StoreId, variant: VariantId, which: int, change: Callable[[dict[str, object]], dict[str, object]]
) -> dict[str, object]:
    """Replace a stored price's custom data by what `change` makes of it; what it is then. Raises NotFound, Invalid."""
    row = await tx.one(LOCK_ONE, store, variant, which)
    if row is None:
        raise NotFound("price")
    data = change(msgspec.json.decode(row["custom_data"]))
    await tx.run(NOTE, store, variant, which, rules.custom_data(data))
    await catalog.touch(tx, store, [row["product_id"]])
    return data


async def _put(tx: Tx, store: StoreId, prices: Sequence[tuple[VariantId, NewPrice]]) -> list[VariantPrice]:
    ids = sorted({variant for variant, _ in prices})
    rows = await tx.all(LOCK, store, ids)
    if len(rows) < len(ids):
        raise NotFound("variant")
    home = await stores.home(tx, store)
    own = {VariantId(r["id"]): (r["price_minor"], r["compare_at_minor"]) for r in rows}
    before = dict(own)
    line = _Line([row_of(row["document"]) for row in await tx.all(ROWS, store, ids)])
    made = []
    for variant, new in prices:
        asked = _as_kept(variant, new, home, rows[0]["currency"], tx.now)
        same = next((row for row in line.rows if _says(row, asked, new, own[variant], tx.now)), None)
        made.append(same or line.put(asked))
        if same is None and asked.base_minor is not None:
            own[variant] = asked.base_minor, asked.base_compare_minor
    ids_of = await _write(tx, store, line)
    await catalog.reprice(tx, store, [catalog.OwnPrice(each, *own[each]) for each in ids if own[each] != before[each]])
    if ids_of:
        await catalog.touch(tx, store, sorted({row["product_id"] for row in rows}))
    answer = [replace(each, id=ids_of.get(each.id, each.id)) for each in made]
    for old, each in zip(made, answer, strict=True):
        if old.id in ids_of:
            tx.emit(Event(store, "price.changed", each.variant, 1, each))
    return answer


async def _write(tx: Tx, store: StoreId, line: _Line) -> dict[PriceId, PriceId]:
    """Write what became of the line; the ids of the new prices by those that they had."""
    if line.cut:
        await tx.run(CUT, store, list(line.cut), list(line.cut.values()))
    if line.gone:
        await tx.run(DELETE, store, line.gone)
    new = [row for row in line.rows if row.id < 0]
    if not new:
        return {}
    documents = [{"place": i, **asdict(row)} for i, row in enumerate(new)]
    made = await tx.all(INSERT, store, msgspec.json.encode(documents).decode(), tx.now)
    return {row.id: PriceId(given) for row, given in zip(new, sorted(row["id"] for row in made), strict=True)}


def _as_kept(variant: VariantId, new: NewPrice, home: ShopCountry, currency: str, now: datetime) -> VariantPrice:
    kept = VariantPrice(
        id=OWN,
        variant=variant,
        **{name: value for name, value in asdict(new).items() if name != "valid_from"},
        valid_from=new.valid_from or now,
    )
    in_home = (new.country, new.currency, home.currency) == (home.country, currency, currency)
    if not (in_home and kept.is_plain and new.valid_to is None and kept.valid_from <= now):
        return kept
    rate = new.tax_percent / 100
    base = net(new.price_minor, rate)
    compare = None if new.old_minor is None else net(new.old_minor, rate)
    return replace(kept, base_minor=base, base_compare_minor=compare if compare is not None and compare > base else None)


def _kind(row: VariantPrice) -> tuple[object, ...]:
    """What only one price at a time may have."""
    return row.variant, row.country, row.group_key, row.promotion_key, row.merchant_key


def _meet(row: VariantPrice, new: VariantPrice) -> bool:
    return (new.valid_to is None or row.valid_from < new.valid_to) and (row.valid_to is None or new.valid_from < row.valid_to)


def _says(row: VariantPrice, asked: VariantPrice, new: NewPrice, own: tuple[int, int | None], now: datetime) -> bool:
    """Whether the row, as it counts now, is what was asked for from now on."""
    if new.valid_from is not None or not row.is_valid(now) or (row.base_minor, row.base_compare_minor) not in (own, NO_BASE):
        return False
    return row == replace(asked, id=row.id, valid_from=row.valid_from)
