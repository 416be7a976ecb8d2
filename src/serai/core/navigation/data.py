"""A client's own data of categories: read, changed and written under the category's lock."""

from collections.abc import Callable
from typing import Final

from msgspec import json
from msgspec.structs import replace

from serai.core.navigation import read
from serai.core.navigation.countries import in_country
from serai.core.navigation.edit import tell
from serai.core.navigation.model import Json, ShopCategoryId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound

TOUCH: Final = """
update shop_categories
   set version = version + 1, updated_at = $4
 where store_id = $1 and shop_id = $2 and id = $3
"""

WRITE: Final = "update shop_categories set custom_data = $3::jsonb where store_id = $1 and id = $2"

WRITE_IN_COUNTRY: Final = """
insert into shop_category_countries (store_id, category_id, shop_country_id, custom_data)
values ($1, $2, $3, $4::jsonb)
on conflict (store_id, category_id, shop_country_id) do update set custom_data = $4::jsonb
"""

LARGEST: Final = 262_144
"""Bytes."""

Change = Callable[[Json], Json]


async def alter_data(
    tx: Tx, store: StoreId, shop: int, category: ShopCategoryId, change: Change, *, country: int | None = None
) -> Json:
    """Replace a category's data, everywhere or in one shop country, by what `change` makes of it; what it is then.

    Raises NotFound, Invalid.
    """
    if not await tx.run(TOUCH, store, shop, category, tx.now):
        raise NotFound("category")
    before = await read.get(tx, store, shop, category)
    after = change((before if country is None else in_country(before, country)).custom_data or {})
    text = json.encode(after)
    if len(text) > LARGEST:
        raise Invalid.one("custom_data", f"May have at most {LARGEST} bytes.")
    if country is None:
        await tx.run(WRITE, store, category, text.decode())
        tell(tx, "updated", replace(before, custom_data=after))
    else:
        await tx.run(WRITE_IN_COUNTRY, store, category, country, text.decode())
        tell(tx, "updated", await read.get(tx, store, shop, category))
    return after
