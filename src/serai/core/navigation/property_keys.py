"""The names that properties of categories may have."""

from typing import Final

from serai.core.navigation import read
from serai.core.navigation.model import PropertyKey, PropertyKeyId
from serai.core.stores import StoreId
from serai.kit import checks
from serai.kit.db import Clash, Tx
from serai.kit.errors import Taken
from serai.kit.outbox import Event

INSERT: Final = "insert into shop_category_property_keys (store_id, key, is_inheritable) values ($1, $2, $3) returning id"

RENAME: Final = """
update shop_category_countries
   set properties = properties - $2 || jsonb_build_object($3::text, properties -> $2)
 where store_id = $1 and properties ? $2
"""

UPDATE: Final = "update shop_category_property_keys set key = $3, is_inheritable = $4 where store_id = $1 and id = $2"

FORGET: Final = "update shop_category_countries set properties = properties - $2 where store_id = $1 and properties ? $2"

REMOVE: Final = "delete from shop_category_property_keys where store_id = $1 and id = $2"

LONGEST: Final = 255


async def create_key(tx: Tx, store: StoreId, *, key: str, is_inheritable: bool) -> PropertyKey:
    """Raises Invalid, Taken on `key`."""
    key = checks.words(key, field="key", least=1, most=LONGEST)
    try:
        made = await tx.value(INSERT, store, key, is_inheritable)
    except Clash as clash:
        raise _meant(clash, key) from clash
    return _tell(tx, store, "created", PropertyKey(PropertyKeyId(made), key, is_inheritable))


async def change_key(tx: Tx, store: StoreId, which: str, *, key: str, is_inheritable: bool) -> PropertyKey:
    """Rename it wherever it is used. Raises NotFound, Invalid, Taken on `key`."""
    key = checks.words(key, field="key", least=1, most=LONGEST)
    before = await read.property_key(tx, store, which)
    try:
        await tx.run(UPDATE, store, before.id, key, is_inheritable)
    except Clash as clash:
        raise _meant(clash, key) from clash
    if key != before.key:
        await tx.run(RENAME, store, before.key, key)
    return _tell(tx, store, "updated", PropertyKey(before.id, key, is_inheritable))


async def remove_key(tx: Tx, store: StoreId, which: str) -> None:
    """Take the key away, and every property of that name. Raises NotFound."""
    before = await read.property_key(tx, store, which)
    await tx.run(FORGET, store, before.key)
    await tx.run(REMOVE, store, before.id)
    _tell(tx, store, "deleted", before)


def _meant(clash: Clash, key: str) -> Exception:
    return Taken("key", key) if clash.constraint == "shop_category_property_keys_key_key" else clash


def _tell(tx: Tx, store: StoreId, what: str, key: PropertyKey) -> PropertyKey:
    tx.emit(Event(store, f"shop_category_property_key.{what}", key.id, 1, key))
    return key
