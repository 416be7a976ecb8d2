"""A filter as sets of products, one bit each: how many are left is counted without looking at the products.

What the kept sets have (on sale, categories, brands, values, frequent words) is read from `search_members`; other words are
made into sets on the spot, and prices and times too, unless the others leave so few products that looking at each is cheaper.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Final, Self

import msgspec

from serai.core.search import narrow
from serai.core.search.model import Filter, Values
from serai.kit.sql import Where

LARGE: Final = 1_000
"""Products from which the order is walked instead of looking at each."""
FEW: Final = 300
"""The same, where other sets had to be made from a large one."""
NAMED: Final = 1_000
"""Products whose names have some of the words, which come before those whose names have none."""
SHORT: Final = 5_000
"""Products with the shortest names, among which the best matches for words are looked for first."""

OF_KIND: Final = "s.kind = {} and s.thing_id = 0"
OF_CATEGORY: Final = "s.kind = 'category' and s.thing_id = any({}::bigint[])"
OF_BRAND: Final = "s.kind = 'brand' and s.thing_id = any({}::bigint[])"
OF_GROUP: Final = f"s.kind = 'value' and s.thing_id = any({narrow.VALUES_OF_GROUP})"

KEPT: Final = """(
    select s.stretch, {part}, s.products
      from search_members s
     where s.store_id = $1 and s.shop_country_id = $2 and ({members}))"""

# Bits of 64 products at a time, which fit an integer, then those of a stretch.
_WORD: Final = "d.number >> 6 as word, bit_or(1::bigint << (63 - (d.number & 63))) as bits"
_STRETCH: Final = "bit_or((w.bits::bit(64))::bit(1024) >> (64 * (w.word & 15)))"
OF_ROWS: Final = f"""(
    select w.word >> 4, {{part}}, {_STRETCH}
      from (select {_WORD}
              from search_documents d
             where d.store_id = $1 and d.shop_country_id = $2 and (select b.products from bound b) > {{large}}{{filters}}
             group by d.number >> 6) w
     group by w.word >> 4)"""
OF_WORDS: Final = """(
    select w.stretch, {part}, bit_or(w.products)
      from (select p.way, p.stretch, bit_and(p.products) as products
              from (select m.way, m.place, h.stretch, bit_or(h.products) as products
                      from meant m
                      join heard h on h.lexeme = m.lexeme and h.goes_on = m.goes_on
                     group by m.way, m.place, h.stretch) p
             group by p.way, p.stretch
            having count(*) = (select count(distinct m.place) from meant m where m.way = p.way)) w
     group by w.stretch)"""
NO_ROWS: Final = "(select null::integer, null::integer, null::bit(1024) where false)"

PART: Final = "coalesce(bit_or(u.products) filter (where u.part = {n}), 0::bit(1024)) as p{n}"

# Who has each lexeme that was asked: kept for those that many have, made for the others and for beginnings of words.
HEARD = f"""said as materialized (
  select m.lexeme, m.goes_on,
         (select l.id from search_lexemes l where l.store_id = $1 and l.lexeme = m.lexeme and not m.goes_on) as id
    from meant m
   group by m.lexeme, m.goes_on
), heard as materialized (
  select o.lexeme, o.goes_on, s.stretch, s.products
    from said o
   cross join lateral (
     select m.stretch, m.products
       from search_members m
      where m.store_id = $1 and m.shop_country_id = $2 and m.kind = 'word' and m.thing_id = o.id
     offset 0) s
   union all
  select o.lexeme, o.goes_on, s.stretch, s.products
    from said o
   cross join lateral (
     select w.word >> 4, {_STRETCH}
       from (select {_WORD}
               from search_texts d
              where d.store_id = $1 and d.shop_country_id = $2 and d.number is not null
                and d.words @@ (quote_literal(o.lexeme) || case when o.goes_on then ':*' else '' end)::tsquery
              group by d.number >> 6) w
      group by w.word >> 4) s(stretch, products)
   where o.id is null
), """

# `kept` are the sets that are there, `made` the others; `picked` has what is common to all, and what is without one of them.
# `bound`: how many at most, by what is kept. `line`: the sets in one piece, to look a product up.
# `few`: a small rest, to be looked at one by one.
PICKED = """{heard}kept as materialized (
  select u.stretch, {kept_parts}
    from ({kept}) u(stretch, part, products)
   group by u.stretch
), bound as materialized (
  select coalesce(sum(bit_count({kept_most})), 0)::bigint as products from kept k
), made as materialized (
  select u.stretch, {made_parts}
    from ({made}) u(stretch, part, products)
   group by u.stretch
), picked as materialized (
  select k.stretch, {columns}
    from kept k
    left join made m on m.stretch = k.stretch
), size as materialized (
  select b.products <= {large} or coalesce(sum(bit_count({most})), 0) <= {few} as is_small,
         coalesce(sum(bit_count(p.s0)), 0)::bigint as total
    from bound b
    left join picked p on true
   group by b.products
), line as materialized (
  select {arrays}
    from generate_series(0, (select max(p.stretch) from picked p)) g(stretch)
    left join picked p on p.stretch = g.stretch
), few as materialized (
  select array(
           select (e.stretch << 10) + 32 * w.n + b.n
             from (select k.stretch, {kept_most} from kept k where (select b.products from bound b) <= {large}
                    union all
                   select p.stretch, {most} from picked p where (select b.products from bound b) > {large}) e(stretch, products)
            cross join generate_series(0, 31) w(n)
            cross join generate_series(0, 31) b(n)
            where (select z.is_small from size z) and substring(e.products from 32 * w.n + 1 for 32) <> 0::bit(32)
              and get_bit(e.products, 32 * w.n + b.n) = 1) as numbers
), """
IS_FEW: Final = "d.number = any((select f.numbers from few f)::integer[])"

# That a set has the product. In a `case`, of which the planner expects a half: with less it would sort everything.
IS_IN: Final = (
    """case when get_bit((select l.s{set} from line l)[({of}.number >> 10) + 1], {of}.number & 1023) = 1 then true end"""
)


class Part(msgspec.Struct, frozen=True):
    """One condition: a statement of its set. `place` is 0, or its place among those that count without it."""

    sql: str
    place: int
    is_kept: bool
    is_but: bool


class Sets:
    """Conditions that become sets. `rows` are those that only documents tell, as a clause."""

    def __init__(self, where: Where) -> None:
        self.where = where
        self.rows = ""
        self.is_worded = False
        self.parts: list[Part] = []

    @classmethod
    def of(cls, where: Where, filter_: Filter, *, at: datetime) -> Self:
        """What a filter says, but for groups."""
        made, rows = cls(where), where.apart()
        made.keep(OF_KIND.format("'all'"))
        if not filter_.with_sold_out:
            made.keep(OF_KIND.format("'stocked'"))
        if not filter_.with_free:
            made.keep(OF_KIND.format("'priced'"))
        if filter_.sellable_at is None:
            made.keep(OF_KIND.format("'timely'"))
        else:
            narrow.narrow_time(rows, filter_.sellable_at)
        if filter_.categories:
            made.keep(OF_CATEGORY.format(where.param(list(filter_.categories))))
        if narrow.has_words(filter_):
            made.words()
        narrow.narrow_rows(rows, filter_, at=at)
        made.rows = rows.clause()
        made.make(made.rows)
        return made

    def keep(self, members: str, *, place: int = 0, but: bool = False) -> None:
        """Products that have one of these things."""
        sql = KEPT.format(part=len(self.parts), members=members)
        self.parts.append(Part(sql, place, is_kept=True, is_but=but))

    def keep_any(self, together: Iterable[Values], *, place: int = 0, but: bool = False) -> None:
        """Products that have any of the values."""
        self.keep(" or ".join(f"({_members(self.where, values)})" for values in together), place=place, but=but)

    def make(self, filters: str, *, place: int = 0) -> None:
        """Documents that fulfil these conditions; nothing where there are none."""
        if filters:
            sql = OF_ROWS.format(part=len(self.parts), large=self.where.param(LARGE), filters=filters)
            self.parts.append(Part(sql, place, is_kept=False, is_but=False))

    def words(self) -> None:
        """Texts that have what was asked."""
        self.is_worded = True
        self.parts.append(Part(OF_WORDS.format(part=len(self.parts)), 0, is_kept=True, is_but=False))

    def picked(self, *, near: bool = True) -> str:
        """The part of a `with`. Column s0 has what fulfils everything, s1 what fulfils all but the condition in place 1.

        `near`: the rest is small only if that of all columns together is.
        """
        places = range(1 + max(part.place for part in self.parts))
        kept = [n for n, part in enumerate(self.parts) if part.is_kept]
        made = [n for n, part in enumerate(self.parts) if not part.is_kept]
        most = (near and places[1:]) or places[:1]
        return PICKED.format(
            heard=HEARD if self.is_worded else "",
            kept=" union all ".join(self.parts[n].sql for n in kept),
            kept_parts=_columns(kept),
            kept_most=" | ".join(f"({self._common(kept, without=place)})" for place in most),
            made=" union all ".join(self.parts[n].sql for n in made) or NO_ROWS,
            made_parts=_columns(made) or "0 as nothing",
            columns=", ".join(f"{self._common([*kept, *made], without=place)} as s{place}" for place in places),
            most=" | ".join(f"p.s{place}" for place in most),
            arrays=", ".join(f"array_agg(p.s{place} order by g.stretch) as s{place}" for place in places),
            large=self.where.param(LARGE),
            few=self.where.param(FEW),
        )

    def _common(self, parts: Iterable[int], *, without: int) -> str:
        return " & ".join(self._one(n) for n in parts if not without or self.parts[n].place != without)

    def _one(self, n: int) -> str:
        part = self.parts[n]
        one = f"k.p{n}" if part.is_kept else f"coalesce(m.p{n}, 0::bit(1024))"
        return f"~{one}" if part.is_but else one


def _members(where: Where, values: Values) -> str:
    ids = where.param(list(values.ids))
    if values.group == narrow.BRAND:
        return OF_BRAND.format(ids)
    if values.group == narrow.CATEGORY:
        return OF_CATEGORY.format(ids)
    group = where.param(values.group)
    return OF_GROUP.format(ids, group, group)


def _columns(parts: Iterable[int]) -> str:
    return ", ".join(PART.format(n=n) for n in parts)
