"""Masters: what the products of one model have in common."""

from typing import Final

from serai.core import catalog
from serai.core.catalog import Level, Owner
from serai.dialects.scayle_admin import auth, compose, owned_attributes
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.products import MasterCategories
from serai.kit.identifiers import Identifier
from serai.wire.call import Call

masters = Noun("ProductMasters", limits="product")

ONE: Final = "/product-masters/{product_master_identifier:master}"


@masters.put(f"{ONE}/master-categories")
async def update_product_master_master_categories(
    call: Call, product_master_identifier: Identifier, body: MasterCategories
) -> MasterCategories:
    """Put all products of a master into these master categories and no others."""
    which = product_master_identifier
    _, key = await catalog.find_master(call.tx, auth.store(call), id_=which.id, key=which.key)
    refs = await compose.categories_at(call, body.paths)
    await catalog.put_master_categories(call.tx, auth.store(call), key, refs)
    return MasterCategories(paths=body.paths)


async def _owner(call: Call, product_master_identifier: Identifier) -> Owner:
    """A master that only products name has no attributes yet; writing one makes it."""
    which, store = product_master_identifier, auth.store(call)
    if call.operation.writes:
        return Owner(Level.MASTER, (await catalog.find_master(call.tx, store, id_=which.id, key=which.key))[0])
    found, _ = await catalog.read_master(call.db, store, id_=which.id, key=which.key)
    return Owner(Level.MASTER, found or 0)


owned_attributes.add(masters, ONE, of="product_master", find=_owner)
