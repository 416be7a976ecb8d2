"""Which words many products have, as the languages keep them: who has one of these is a kept set.

Whether a word has become one is asked for a few of the products that are written, so that a single change costs little: a word
that many have is met soon. It stays one, however few have it later.
"""

from collections.abc import Sequence
from typing import Final

from serai.core.search.members import BITS_OF_TEXTS
from serai.core.stores import StoreId
from serai.kit.db import Tx

MANY: Final = 5_000
"""Products of a shop country; fewer are found in the index as fast."""
SAMPLE: Final = 64
"""Of so many products one is asked."""

# Lexemes are letters and digits.
BECAME = """
select w.lexeme
  from (select distinct x.lexeme, d.shop_country_id
          from search_documents d
          join search_texts t on t.store_id = $1 and t.shop_country_id = d.shop_country_id and t.product_id = d.product_id
         cross join lateral unnest(tsvector_to_array(t.words)) x(lexeme)
         where d.store_id = $1 and d.product_id = any($2::bigint[]) and hashint8(d.product_id) % $4 = 0
           and not exists (select 1 from search_lexemes l where l.store_id = $1 and l.lexeme = x.lexeme)) w
 cross join lateral (
   select count(*) as products
     from (select 1
             from search_texts o
            where o.store_id = $1 and o.shop_country_id = w.shop_country_id
              and o.words @@ quote_literal(w.lexeme)::tsquery
            limit $3) f) n
 where n.products = $3
 group by w.lexeme
 order by w.lexeme
"""

ADD = "insert into search_lexemes (store_id, lexeme) select $1::bigint, w.lexeme from unnest($2::text[]) w(lexeme)"

FILL = f"""
insert into search_members (store_id, shop_country_id, kind, thing_id, stretch, products)
select $1::bigint, b.shop_country_id, 'word', l.id, b.stretch, b.products
  from search_lexemes l
 cross join lateral {BITS_OF_TEXTS} b
 where l.store_id = $1 and l.lexeme = any($2::text[])
"""


async def learn(tx: Tx, store: StoreId, ids: Sequence[int]) -> None:
    """Keep the sets of words that these products' texts have, and by now many."""
    became = [row["lexeme"] for row in await tx.all(BECAME, store, list(ids), MANY, SAMPLE)]
    if became:
        await tx.run(ADD, store, became)
        await tx.run(FILL, store, became)
