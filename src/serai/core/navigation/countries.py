"""What differs about a category from country to country."""

from typing import Final

from msgspec import UNSET, json
from msgspec.structs import asdict

from serai.core.navigation import read, rules
from serai.core.navigation.edit import check_keys, tell
from serai.core.navigation.model import CountryChange, InCountry, ShopCategory, ShopCategoryId
from serai.core.stores import StoreId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound

TOUCH: Final = """
update shop_categories
   set version = version + 1, updated_at = $4
 where store_id = $1 and shop_id = $2 and id = $3
"""

WRITE: Final = """
insert into shop_category_countries
  (store_id, category_id, shop_country_id, is_active, is_visible, is_excluded_from_search, properties, custom_data,
   smart_sorting_key, custom_sorting_key, seo)
values ($1, $2, $3, $4, $5, $6, $7::jsonb, $8::jsonb, $9, $10, $11::jsonb)
on conflict (store_id, category_id, shop_country_id) do update
   set is_active = $4, is_visible = $5, is_excluded_from_search = $6, properties = $7::jsonb, custom_data = $8::jsonb,
       smart_sorting_key = $9, custom_sorting_key = $10, seo = $11::jsonb
"""


async def change_in_country(
    tx: Tx, store: StoreId, shop: int, category: ShopCategoryId, country: int, change: CountryChange
) -> tuple[ShopCategory, InCountry]:
    """Change what the change says of one shop country. Raises NotFound (category, country), Invalid."""
    rules.check_country(change)
    before, own = await _open(tx, store, shop, category, country)
    said = {name: value for name, value in asdict(change).items() if value is not UNSET}
    if "properties" in said:
        await check_keys(tx, store, said["properties"])
        said["properties"] = own.properties | dict(said["properties"])
        _check_number(said["properties"])
    await _write(tx, store, category, asdict(own) | said)
    return await _done(tx, before, country)


async def remove_property(
    tx: Tx, store: StoreId, shop: int, category: ShopCategoryId, country: int, key: str
) -> tuple[ShopCategory, InCountry]:
    """Raises NotFound, for a property that it does not have too."""
    before, own = await _open(tx, store, shop, category, country)
    if key not in own.properties:
        raise NotFound("property")
    left = {name: value for name, value in own.properties.items() if name != key}
    await _write(tx, store, category, asdict(own) | {"properties": left})
    return await _done(tx, before, country)


def in_country(category: ShopCategory, country: int) -> InCountry:
    """Raises NotFound."""
    found = next((each for each in category.countries if each.shop_country_id == country), None)
    if found is None:
        raise NotFound("shop country")
    return found


async def _open(tx: Tx, store: StoreId, shop: int, category: ShopCategoryId, country: int) -> tuple[ShopCategory, InCountry]:
    """The category as it is, which nobody else changes until the transaction ends."""
    if not await tx.run(TOUCH, store, shop, category, tx.now):
        raise NotFound("category")
    before = await read.get(tx, store, shop, category)
    return before, in_country(before, country)


async def _done(tx: Tx, before: ShopCategory, country: int) -> tuple[ShopCategory, InCountry]:
    after = tell(tx, "updated", await read.get(tx, before.store_id, before.shop_id, before.id))
    return after, in_country(after, country)


async def _write(tx: Tx, store: StoreId, category: ShopCategoryId, values: dict[str, object]) -> None:
    await tx.run(
        WRITE,
        *(store, category, values["shop_country_id"], values["is_active"], values["is_visible"]),
        *(values["is_excluded_from_search"], _text(values["properties"]), _text(values["custom_data"])),
        *(values["smart_sorting_key"], values["custom_sorting_key"], _text(values["seo"])),
    )


def _check_number(properties: object) -> None:
    if isinstance(properties, dict) and len(properties) > rules.MOST_PROPERTIES:
        raise Invalid.one("properties", f"May be at most {rules.MOST_PROPERTIES}.")


def _text(value: object) -> str | None:
    return None if value is None else json.encode(value).decode()
