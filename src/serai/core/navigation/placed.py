"""Which of the shops' own categories products belong to, by the product sets."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Final

from serai.core.stores import StoreId
from serai.kit.db import Db

NEW_FOR: Final = timedelta(days=28)
"""How long a product is new after it first went live."""

# What a product says in each group: its attributes' and its variants' values, its brand, the paths of its categories and of
# those above them. Excluded ones are never in; included ones are otherwise, whatever the conditions.
PLACED: Final = """
with recursive paths as (
  select c.id, c.name as path from categories c where c.store_id = $1 and c.parent_id is null
   union all
  select c.id, p.path || '|' || c.name
    from paths p
    join categories c on c.store_id = $1 and c.parent_id = p.id
), owners as (
  select p.id as product_id, 'product' as owner, p.id as owner_id
    from products p
   where p.store_id = $1 and p.id = any($2::bigint[])
   union all
  select v.product_id, 'variant', v.id
    from variants v
   where v.store_id = $1 and v.product_id = any($2::bigint[]) and v.removed_at is null
), said as materialized (
  select o.product_id, g.name, v.value
    from owners o
    join attributes a on a.store_id = $1 and a.owner = o.owner and a.owner_id = o.owner_id
    join attribute_groups g on g.store_id = $1 and g.id = a.group_id
    join attribute_values v on v.store_id = $1 and v.id = any(a.value_ids)
   union
  select pc.product_id, 'category', h.path
    from product_categories pc
    join categories c on c.store_id = $1 and c.id = pc.category_id
    join paths h on h.id = any(c.ancestors || c.id)
   where pc.store_id = $1 and pc.product_id = any($2::bigint[])
   union
  select p.id, 'brand', p.vendor
    from products p
   where p.store_id = $1 and p.id = any($2::bigint[]) and p.vendor is not null
), sets as materialized (
  select s.category_id, coalesce(o.include_products, s.include_products) as include,
         coalesce(o.exclude_products, s.exclude_products) as exclude,
         coalesce(o.is_new, s.is_new) as is_new, coalesce(o.criteria, s.criteria) as criteria
    from product_sets s
    left join product_sets o on o.store_id = s.store_id and o.id = s.referenced_id
   where s.store_id = $1
), direct as (
  select distinct p.id as product_id, s.category_id
    from products p
   cross join sets s
   where p.store_id = $1 and p.id = any($2::bigint[]) and p.id <> all(s.exclude)
     and (p.id = any(s.include)
       or ((s.is_new or s.criteria <> '[]')
         and (not s.is_new or coalesce(p.first_live_at, p.created_at) > $3)
         and not exists (
           select 1
             from jsonb_array_elements(s.criteria) k(criterion)
            where (jsonb_array_length(k.criterion -> 'include') > 0
                   and not exists (
                     select 1 from said d
                      where d.product_id = p.id and d.name = k.criterion ->> 'name' and k.criterion -> 'include' ? d.value))
               or exists (
                     select 1 from said d
                      where d.product_id = p.id and d.name = k.criterion ->> 'name' and k.criterion -> 'exclude' ? d.value))))
), reached as (
  select product_id, category_id from direct
   union
  select r.product_id, c.parent_id
    from reached r
    join shop_categories c on c.store_id = $1 and c.id = r.category_id
   where c.parent_id is not null
)
select r.product_id, array_agg(r.category_id order by r.category_id) as all_ids,
       (select array_agg(d.category_id order by d.category_id) from direct d where d.product_id = r.product_id) as own_ids
  from reached r
 group by r.product_id
"""


class Placement(dict[int, tuple[list[int], list[int]]]):
    """Product → (the categories whose sets take it in, those and all above them), over every shop of the store."""


async def placed(db: Db, store: StoreId, products: Sequence[int], *, at: datetime) -> Mapping[int, tuple[list[int], list[int]]]:
    """For each of the products that some shop's own tree has: (its categories, those with all above them). One statement."""
    rows = await db.all(PLACED, store, list(products), at - NEW_FOR)
    return Placement({row["product_id"]: (row["own_ids"], row["all_ids"]) for row in rows})
