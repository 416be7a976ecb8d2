"""Groups of customers."""

from typing import Final

from msgspec import Struct

from serai.core import customers
from serai.core.customers import Group, GroupId
from serai.kit.errors import NotFound
from serai.web.dashboard.customers.section import LIST, SECTION
from serai.web.dashboard.visit import Merchant
from serai.web.section import Form
from serai.web.visit import Answer, Done, Page

GROUPS: Final = f"{LIST}/groups"
GROUP: Final = f"{GROUPS}/{{group:int}}"


class Named(Struct):
    name: str


@SECTION.page(GROUPS)
async def groups_page(visit: Merchant) -> Answer:
    return Page("groups.html", {"groups": await customers.groups(visit.db, visit.store_id)})


@SECTION.form(GROUPS, Named, again=groups_page)
async def add(visit: Merchant, form: Named) -> Answer:
    await visit.write(lambda tx: customers.create_group(tx, visit.store_id, form.name))
    return Done(f"{visit.here}/customers/groups", "group_kept")


async def _found(visit: Merchant) -> Group:
    wanted = visit.number("group")
    for group in await customers.groups(visit.db, visit.store_id):
        if group.id == wanted:
            return group
    raise NotFound("customer group")


@SECTION.page(GROUP)
async def group_page(visit: Merchant) -> Answer:
    group = await _found(visit)
    return Page("group.html", {"group": group, "here": f"{visit.here}/customers/groups/{group.id}"})


@SECTION.form(GROUP, Named, again=group_page)
async def rename(visit: Merchant, form: Named) -> Answer:
    group = GroupId(visit.number("group"))
    await visit.write(lambda tx: customers.rename_group(tx, visit.store_id, group, form.name))
    return Done(f"{visit.here}/customers/groups", "group_kept")


async def _back(visit: Merchant) -> Answer:
    """The buttons stand on the group's page."""
    return Done(f"{visit.here}/customers/groups/{visit.number('group')}")


for _last in ("default", "remove"):
    SECTION.page(f"{GROUP}/{_last}")(_back)


@SECTION.form(f"{GROUP}/default", Form, again=group_page)
async def make_default(visit: Merchant, _: Form) -> Answer:
    group = GroupId(visit.number("group"))
    await visit.write(lambda tx: customers.make_default_group(tx, visit.store_id, group))
    return Done(f"{visit.here}/customers/groups", "group_kept")


@SECTION.form(f"{GROUP}/remove", Form, again=group_page)
async def remove(visit: Merchant, _: Form) -> Answer:
    group = GroupId(visit.number("group"))
    await visit.write(lambda tx: customers.remove_group(tx, visit.store_id, group))
    return Done(f"{visit.here}/customers/groups", "group_removed")
