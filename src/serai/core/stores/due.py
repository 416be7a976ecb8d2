"""Stores in which something is due: work that no request does has a table of moments, a row for each time to look."""


def taken_from(table: str) -> str:
    """The statement that takes all of one store's rows that are due by $1 out of `table`, and returns its `store_id`s.

    The store is the one whose row waits longest; what another worker has taken is passed over.
    """
    return f"""
with first as (
  select store_id from {table}
   where due_at <= $1
   order by due_at
   limit 1
     for update skip locked
), mine as (
  select w.id
    from {table} w
    join first f on f.store_id = w.store_id
   where w.due_at <= $1
     for update of w skip locked
)
delete from {table} s
 using mine
 where s.id = mine.id
returning s.store_id
"""
