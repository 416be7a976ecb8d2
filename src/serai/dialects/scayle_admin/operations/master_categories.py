"""Master categories."""

from typing import Final

from serai.core import catalog
from serai.core.catalog import CategoryId
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.master_categories import MasterCategoryIn, MasterCategoryOut, master_category_out
from serai.kit.errors import Invalid
from serai.wire.call import Call

master_categories = Noun("MasterCategories", limits="global")

ONE: Final = "/master-categories/{master_category_id:master_category}"


@master_categories.get("/master-categories")
async def get_master_categories(call: Call, query: ListQuery) -> Collection[MasterCategoryOut]:
    """Master categories, oldest first."""
    store = auth.store(call)
    return await collect(
        call,
        query,
        read=lambda after, most: catalog.categories_after(call.db, store, after=after, most=most),
        id_of=lambda node: node.id,
        shape=master_category_out,
    )


@master_categories.get(ONE)
async def get_master_category(call: Call, master_category_id: int) -> MasterCategoryOut:
    """One master category."""
    return master_category_out(await catalog.get_category(call.db, auth.store(call), CategoryId(master_category_id)))


@master_categories.post("/master-categories", status=201)
async def create_master_category(call: Call, body: MasterCategoryIn) -> MasterCategoryOut:
    """Add a master category at the end of its path; all before it must be there."""
    change = body.to_core(await _parent(call, body.path))
    return master_category_out(await catalog.create_category(call.tx, auth.store(call), change))


@master_categories.put(ONE)
async def update_master_category(call: Call, master_category_id: int, body: MasterCategoryIn) -> MasterCategoryOut:
    """Change, rename or move a master category with all below it."""
    change = body.to_core(await _parent(call, body.path))
    return master_category_out(await catalog.edit_category(call.tx, auth.store(call), CategoryId(master_category_id), change))


@master_categories.delete(ONE)
async def delete_master_category(call: Call, master_category_id: int) -> None:
    """Take a master category away with all below it; the products stay."""
    await catalog.remove_category(call.tx, auth.store(call), CategoryId(master_category_id))


async def _parent(call: Call, path: list[str]) -> CategoryId | None:
    """Raises Invalid for a path whose beginning leads nowhere."""
    if len(path) == 1:
        return None
    found = await catalog.category_at(call.tx, auth.store(call), path[:-1])
    if found is None:
        raise Invalid.one("path", f"There is no master category {' > '.join(path[:-1])}.")
    return found
