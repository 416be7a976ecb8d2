"""What a merchant keeps with a product, variant or brand for himself: one object, or one key of it."""

from collections.abc import Callable, Mapping
from typing import Final

import msgspec

from serai.core.catalog.brands import get_brand
from serai.core.catalog.model import BrandId, Json
from serai.core.catalog.touch import touch
from serai.core.stores import StoreId
from serai.kit.db import Db, Tx
from serai.kit.errors import NotFound
from serai.kit.outbox import Event

READ: Final[Mapping[str, str]] = {
    "product": "select custom_data from products where store_id = $1 and id = $2 and removed_at is null",
    "variant": "select custom_data from variants where store_id = $1 and id = $2 and removed_at is null",
    "brand": "select custom_data from brands where store_id = $1 and id = $2",
}
LOCK: Final[Mapping[str, str]] = {what: f"{sql} for update" for what, sql in READ.items()}

WRITE: Final[Mapping[str, str]] = {
    "product": "update products set custom_data = $3 where store_id = $1 and id = $2",
    "variant": "update variants set custom_data = $3 where store_id = $1 and id = $2",
    "brand": "update brands set custom_data = $3, version = version + 1 where store_id = $1 and id = $2",
}
PRODUCT: Final[Mapping[str, str]] = {
    "product": "select id from products where store_id = $1 and id = $2",
    "variant": "select product_id as id from variants where store_id = $1 and id = $2",
}


async def read_custom_data(db: Db, store: StoreId, what: str, id_: int) -> Json:
    """The whole object, empty when there is none. Raises NotFound. `what`: `product`, `variant` or `brand`."""
    row = await db.one(READ[what], store, id_)
    if row is None:
        raise NotFound(what)
    return _object(row["custom_data"])


async def alter_custom_data(tx: Tx, store: StoreId, what: str, id_: int, change: Callable[[Json], Json]) -> Json:
    """Put in place of what is kept what the change makes of it, and return that. Raises NotFound."""
    row = await tx.one(LOCK[what], store, id_)
    if row is None:
        raise NotFound(what)
    after = change(_object(row["custom_data"]))
    await tx.run(WRITE[what], store, id_, msgspec.json.encode(after).decode() if after else None)
    if what == "brand":
        made = await get_brand(tx, store, BrandId(id_))
        tx.emit(Event(store, "brand.updated", made.id, made.version, made))
    else:
        await touch(tx, store, [row["id"] for row in await tx.all(PRODUCT[what], store, id_)])
    return after


def _object(text: str | None) -> Json:
    return {} if text is None else msgspec.json.decode(text, type=Json)
