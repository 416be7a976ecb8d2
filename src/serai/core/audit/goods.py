"""Stock and the ledgers behind it. Every statement names what is wrong; a sound store gives no row."""

from typing import Final

# The movements' sums are the figures, and what is reserved is promised to orders and reservations, piece by piece.
STOCK: Final = """
with moved as (
  select variant_id, warehouse_id, sum(on_hand_change) as on_hand, sum(reserved_change) as reserved
    from stock_movements
   where store_id = $1
   group by variant_id, warehouse_id
), promised as (
  select variant_id, warehouse_id, sum(quantity) as quantity
    from (select variant_id, warehouse_id, quantity from order_allocations where store_id = $1
           union all
          select variant_id, warehouse_id, quantity from reservations where store_id = $1) p
   group by variant_id, warehouse_id
)
select 'stock of variant ' || variant_id || ' in warehouse ' || warehouse_id || ': ' || coalesce(k.on_hand, 0) || ' on hand, '
       || coalesce(m.on_hand, 0) || ' by its movements; ' || coalesce(k.reserved, 0) || ' reserved, '
       || coalesce(m.reserved, 0) || ' by its movements, ' || coalesce(p.quantity, 0) || ' promised' as text
  from (select variant_id, warehouse_id, on_hand, reserved from stock where store_id = $1) k
  full join moved m using (variant_id, warehouse_id)
  full join promised p using (variant_id, warehouse_id)
 where coalesce(k.on_hand, 0) <> coalesce(m.on_hand, 0)
    or coalesce(k.reserved, 0) <> coalesce(m.reserved, 0)
    or coalesce(k.reserved, 0) <> coalesce(p.quantity, 0)
"""

# One default variant each, so that every dialect finds a price.
PRODUCTS: Final = """
select 'product ' || p.id || ' has ' || count(v.id) || ' default variants' as text
  from products p
  left join variants v on v.store_id = p.store_id and v.product_id = p.id and v.is_default and v.removed_at is null
 where p.store_id = $1 and p.removed_at is null
 group by p.store_id, p.id
having count(v.id) <> 1
"""

KEPT_TOTALS: Final = """
select 'kept totals: ' || t.products || ' products of ' || p.n || ', ' || t.customers || ' customers of ' || c.n as text
  from store_totals t
 cross join (select count(*) as n from products where store_id = $1 and removed_at is null) p
 cross join (select count(*) as n from customers where store_id = $1 and removed_at is null) c
 where t.store_id = $1 and (t.products <> p.n or t.customers <> c.n)
"""

CHECKS: Final = {"stock": STOCK, "products": PRODUCTS, "totals": KEPT_TOTALS}
