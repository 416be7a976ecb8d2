"""Brands."""

from typing import Final

from msgspec import UNSET, UnsetType

from serai.core import catalog
from serai.core.catalog import BrandId, Level, Owner
from serai.dialects.scayle_admin import auth, custom_data, pictures
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.attributes import drafts
from serai.dialects.scayle_admin.shapes.brands import BrandIn, BrandOut, brand_out
from serai.wire.call import Call

brands = Noun("Brands", limits="global")

ONE: Final = "/brands/{brand_id:brand}"


@brands.get("/brands")
async def get_brands(call: Call, query: ListQuery) -> Collection[BrandOut]:
    """Brands, oldest first."""
    store = auth.store(call)

    async def read(after: int, most: int) -> list[BrandOut]:
        found = await catalog.brands_after(call.db, store, after=after, most=most)
        have = await catalog.attributes_of_all(call.db, store, [Owner(Level.BRAND, brand.id) for brand in found])
        return [brand_out(brand, have[brand.id]) for brand in found]

    return await collect(call, query, read=read, id_of=lambda each: each.id, shape=lambda each: each)


@brands.get(ONE)
async def get_brand(call: Call, brand_id: int) -> BrandOut:
    """One brand."""
    return await _shown(call, await catalog.get_brand(call.db, auth.store(call), BrandId(brand_id)))


@brands.post("/brands", status=201, largest=pictures.LARGEST)
async def create_brand(call: Call, body: BrandIn) -> BrandOut:
    """Add a brand."""
    made = await catalog.create_brand(call.tx, auth.store(call), body.to_core(await _logo(call, body)))
    return await _described(call, made, body)


@brands.put(ONE, largest=pictures.LARGEST)
async def update_brand(call: Call, brand_id: int, body: BrandIn) -> BrandOut:
    """Change a brand; its name is its products' vendor. What is left out stays as it is."""
    change = body.to_core(await _logo(call, body))
    return await _described(call, await catalog.edit_brand(call.tx, auth.store(call), BrandId(brand_id), change), body)


@brands.delete(ONE)
async def delete_brand(call: Call, brand_id: int) -> None:
    """Take a brand away; its products have none then."""
    await catalog.remove_brand(call.tx, auth.store(call), BrandId(brand_id))


async def _read(call: Call, brand_id: int) -> custom_data.Data:
    return await catalog.read_custom_data(call.db, auth.store(call), "brand", brand_id)


async def _alter(call: Call, change: custom_data.Change, brand_id: int) -> custom_data.Data:
    return await catalog.alter_custom_data(call.tx, auth.store(call), "brand", brand_id, change)


custom_data.add(brands, ONE, of="brand", read=_read, alter=_alter)


async def _logo(call: Call, body: BrandIn) -> str | UnsetType:
    return UNSET if isinstance(body.logo_source, UnsetType) else await pictures.address_of(call, body.logo_source)


async def _described(call: Call, brand: catalog.Brand, body: BrandIn) -> BrandOut:
    said = drafts(body.attributes)
    if not isinstance(said, UnsetType):
        await catalog.put_attributes(call.tx, auth.store(call), Owner(Level.BRAND, brand.id), said)
    return await _shown(call, brand)


async def _shown(call: Call, brand: catalog.Brand) -> BrandOut:
    return brand_out(brand, await catalog.attributes_of(call.db, auth.store(call), Owner(Level.BRAND, brand.id)))
