"""Groups of customers."""

from collections.abc import Sequence
from typing import Final

from serai.core.customers import rules
from serai.core.customers.model import CustomerId, Group, GroupId
from serai.core.stores import StoreId
from serai.kit.db import Clash, Db, Row, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.outbox import Event
from serai.kit.text import fold

LIST = "select id, name, is_default from customer_groups where store_id = $1 order by id"

GET = "select id, name, is_default from customer_groups where store_id = $1 and id = $2"

INSERT = """
insert into customer_groups (store_id, name, name_key, created_at, updated_at)
values ($1, $2, $3, $4, $4)
returning id, name, is_default
"""

UPDATE = """
update customer_groups
   set name = $3, name_key = $4, updated_at = $5
 where store_id = $1 and id = $2
returning id, name, is_default
"""

NO_DEFAULT = "update customer_groups set is_default = false where store_id = $1 and is_default and id <> $2"

DEFAULT = """
update customer_groups
   set is_default = true, updated_at = $3
 where store_id = $1 and id = $2
returning id, name, is_default
"""

DELETE = "delete from customer_groups where store_id = $1 and id = $2 returning id, name, is_default"

LEAVE = """
update customers
   set group_ids = array_remove(group_ids, $2::bigint), version = version + 1, updated_at = $3
 where store_id = $1 and group_ids @> array[$2::bigint]
"""

# In the order of their ids, so that two of these never wait for each other in a circle.
MEMBERS = """
select id
  from customers
 where store_id = $1 and id = any($2::bigint[]) and removed_at is null
 order by id
   for update
"""

JOIN = """
update customers
   set group_ids = group_ids || $3::bigint, version = version + 1, updated_at = $4
 where store_id = $1 and id = any($2::bigint[]) and removed_at is null and not group_ids @> array[$3::bigint]
"""

MOST: Final = 500
"""Customers added at once."""


async def groups(db: Db, store: StoreId) -> tuple[Group, ...]:
    """All of a store's, oldest first."""
    return tuple(_group(row) for row in await db.all(LIST, store))


async def create_group(tx: Tx, store: StoreId, name: str) -> Group:
    """Raises Invalid, Taken (name)."""
    kept = rules.checked_group_name(name)
    try:
        made = _found(await tx.one(INSERT, store, kept, fold(kept), tx.now))
    except Clash as clash:
        raise Taken("name", kept) if clash.constraint == "customer_groups_name_key" else clash from clash
    return _told(tx, store, "created", made)


async def rename_group(tx: Tx, store: StoreId, group: GroupId, name: str) -> Group:
    """Raises NotFound, Invalid, Taken (name)."""
    kept = rules.checked_group_name(name)
    try:
        made = _found(await tx.one(UPDATE, store, group, kept, fold(kept), tx.now))
    except Clash as clash:
        raise Taken("name", kept) if clash.constraint == "customer_groups_name_key" else clash from clash
    return _told(tx, store, "updated", made)


async def make_default_group(tx: Tx, store: StoreId, group: GroupId) -> Group:
    """Customers that are added from now on are in it. Raises NotFound."""
    _found(await tx.one(GET, store, group))
    await tx.run(NO_DEFAULT, store, group)
    return _told(tx, store, "updated", _found(await tx.one(DEFAULT, store, group, tx.now)))


async def remove_group(tx: Tx, store: StoreId, group: GroupId) -> None:
    """Its customers stay. Raises NotFound."""
    gone = _found(await tx.one(DELETE, store, group))
    await tx.run(LEAVE, store, group, tx.now)
    _told(tx, store, "deleted", gone)


async def add_to_group(tx: Tx, store: StoreId, group: GroupId, customers: Sequence[CustomerId]) -> int:
    """The number of customers that were not in it before. Raises NotFound for the group, Invalid for unknown customers."""
    if not 1 <= len(customers) <= MOST:
        raise Invalid.one("customers", f"Must be 1 to {MOST}.")
    found = _found(await tx.one(GET, store, group))
    known = {row["id"] for row in await tx.all(MEMBERS, store, list(customers))}
    wrong = {f"customers.{i}": ["There is no such customer."] for i, each in enumerate(customers) if each not in known}
    if wrong:
        raise Invalid(wrong)
    count = await tx.run(JOIN, store, sorted(known), group, tx.now)
    _told(tx, store, "updated", found)
    return count


def _told(tx: Tx, store: StoreId, what: str, group: Group) -> Group:
    tx.emit(Event(store, f"customer_group.{what}", group.id, 1, group))
    return group


def _found(row: Row | None) -> Group:
    if row is None:
        raise NotFound("customer group")
    return _group(row)


def _group(row: Row) -> Group:
    return Group(GroupId(row["id"]), row["name"], row["is_default"])
