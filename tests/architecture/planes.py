"""Which tables are the store plane: those with a `store_id`, but for the few that say whose a thing is."""

from typing import Final

from serai.kit.db import Db

CONTROL_PLANE: Final = {
    "api_keys": "a key is found by its digest, before its store is known",
    "app_installs": "a token is found by its digest, and an app's installs by the app, whatever their stores",
    "shop_directory": "a storefront request names its shop country before anybody knows the store",
    "stores_with_baskets": "the clean-up finds here which stores have baskets, then forgets within one",
    "stores_with_changes": "a worker finds here which stores' search is behind, then reads them within one",
    "stores_with_imports": "a worker finds here which stores have work, then claims within one",
    "stores_with_events": "the fan-out finds here which stores have events, then reads them within one",
    "stores_with_renewals": "a worker finds here which stores have something to renew, then claims within one",
    "stores_with_bulk_requests": "a worker leases a request here, then carries out its operations within the store",
    "stores_with_sales": "a worker finds here which stores have sales that begin or end, then changes prices within one",
    "stores_with_reservations": "a worker finds here which stores have reservations that ran out, then claims within one",
    "webhook_queues": "a worker leases endpoints here, then claims deliveries within one",
}
"""Tables that have a `store_id` and stay one small table however the store plane is spread. Each with its reason."""

TABLES: Final = """
select c.relname as name, array_agg(a.attname::text) as columns
  from pg_class c
  join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
 where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')
 group by c.relname
"""


async def columns(db: Db) -> dict[str, frozenset[str]]:
    """Every table with its columns."""
    return {row["name"]: frozenset(row["columns"]) for row in await db.all(TABLES)}


async def store_plane(db: Db) -> frozenset[str]:
    """The tables whose every key begins with `store_id`."""
    found = {name for name, names in (await columns(db)).items() if "store_id" in names}
    assert set(CONTROL_PLANE) <= found, "a table of the list is gone"
    return frozenset(found - set(CONTROL_PLANE))
