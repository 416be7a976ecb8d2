"""Branches: where a store's stock is, and where people can come to."""

from typing import Literal

from serai.core import inventory
from serai.core.inventory import Warehouse, WarehouseId
from serai.dialects.salla.auth import app
from serai.dialects.salla.paging import PageQuery, listed, slice_of
from serai.dialects.salla.shapes.answers import Answer, Listed, Message, answer, removed
from serai.dialects.salla.shapes.branches import BranchChangeIn, BranchIn, BranchOut, branch_out
from serai.dialects.salla.view import view
from serai.kit.pages import Page
from serai.kit.text import fold
from serai.wire.call import Call
from serai.wire.operation import Operations

branches = Operations("Branches", under="/admin/v2")


class BranchQuery(PageQuery, frozen=True, kw_only=True):
    is_default: Literal["true", "false", "1", "0"] | None = None
    keyword: str | None = None
    branch_code: str | None = None

    def fits(self, branch: Warehouse) -> bool:
        if self.is_default is not None and branch.is_default is not (self.is_default in ("true", "1")):
            return False
        if self.keyword and fold(self.keyword) not in fold(branch.name):
            return False
        return not self.branch_code or self.branch_code == branch.key


@branches.get("/branches", scope="branches.read")
async def list_branches(call: Call, query: BranchQuery) -> Listed[BranchOut]:
    """The store's branches and warehouses."""
    looks, slice_ = view(call), slice_of(call, query)
    every = [each for each in await inventory.warehouses(call.db, app(call).store) if query.fits(each)]
    some = tuple(every[(slice_.number - 1) * slice_.size :][: slice_.size])
    return listed(call, slice_, Page(some, len(every)), lambda branch: branch_out(branch, looks))


@branches.post("/branches", scope="branches.read_write")
async def create_branch(call: Call, body: BranchIn) -> Answer[BranchOut]:
    """Add a branch."""
    looks = view(call)
    made = await inventory.create_warehouse(call.tx, app(call).store, body.to_new(looks.currency))
    return answer(call, branch_out(made, looks))


@branches.get("/branches/{branch:branch}", scope="branches.read")
async def get_branch(call: Call, branch: int) -> Answer[BranchOut]:
    """One of them."""
    return answer(call, branch_out(await inventory.warehouse(call.db, app(call).store, WarehouseId(branch)), view(call)))


@branches.put("/branches/{branch:branch}", scope="branches.read_write")
async def update_branch(call: Call, branch: int, body: BranchChangeIn) -> Answer[BranchOut]:
    """Change what is sent."""
    store, looks = app(call).store, view(call)
    before = await inventory.warehouse(call.tx, store, WarehouseId(branch))
    made = await inventory.edit_warehouse(call.tx, store, before.id, body.to_change(before, looks.currency))
    return answer(call, branch_out(made, looks))


@branches.delete("/branches/{branch:branch}", scope="branches.read_write", status=202)
async def delete_branch(call: Call, branch: int) -> Answer[Message]:
    """Remove a branch that holds no stock and is not the default one."""
    await inventory.remove_warehouse(call.tx, app(call).store, WarehouseId(branch))
    return removed(call)
