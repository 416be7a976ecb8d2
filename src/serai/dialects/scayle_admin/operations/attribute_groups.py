"""Attribute groups, their values, and the values' translations."""

from typing import Final

from serai.core import catalog
from serai.core.catalog import GroupChange
from serai.dialects.scayle_admin import auth
from serai.dialects.scayle_admin.cursors import Collection, ListQuery, collect
from serai.dialects.scayle_admin.nouns import Noun
from serai.dialects.scayle_admin.shapes.attributes import (
    GroupChangeIn,
    GroupIn,
    GroupOut,
    Labelled,
    ValueContent,
    ValueIn,
    ValueOut,
    group_out,
    value_content,
)
from serai.wire.call import Call

groups = Noun("AttributeGroups", limits="global")
translations = Noun("Attributes", limits="global")

ONE: Final = "/attribute-groups/{attribute_group_name:attribute_group}"
VALUE: Final = f"{ONE}/attributes/{{attribute_value:attribute_value}}"
TRANSLATIONS: Final = "/attributes/{attribute_group_name:attribute_group}/translations"


@groups.post("/attribute-groups", status=201)
async def create_attribute_group(call: Call, body: GroupIn) -> GroupOut:
    """Add an attribute group."""
    return group_out(await catalog.create_group(call.tx, auth.store(call), body.to_core()))


@groups.get(ONE)
async def get_attribute_group(call: Call, attribute_group_name: str) -> GroupOut:
    """One attribute group."""
    return group_out(await catalog.get_group(call.db, auth.store(call), attribute_group_name))


@groups.get("/attribute-groups")
async def get_attribute_groups(call: Call, query: ListQuery) -> Collection[GroupOut]:
    """Attribute groups, oldest first."""
    store = auth.store(call)
    return await collect(
        call,
        query,
        read=lambda after, most: catalog.groups_after(call.db, store, after=after, most=most),
        id_of=lambda group: group.id,
        shape=group_out,
    )


@groups.put(ONE)
async def update_attribute_group(call: Call, attribute_group_name: str, body: GroupChangeIn) -> GroupOut:
    """Change an attribute group; its type, level and sharing stay what they are."""
    return group_out(await catalog.edit_group(call.tx, auth.store(call), attribute_group_name, body.to_core()))


@groups.delete(ONE)
async def delete_attribute_group(call: Call, attribute_group_name: str) -> None:
    """Take an attribute group away that nothing uses."""
    await catalog.remove_group(call.tx, auth.store(call), attribute_group_name)


@groups.put(f"{ONE}/frontend-name", status=204)
async def update_attribute_group_frontend_name(call: Call, attribute_group_name: str, body: Labelled) -> None:
    """Set what an attribute group is called in every language."""
    await catalog.edit_group(call.tx, auth.store(call), attribute_group_name, GroupChange(labels=body))


@groups.get(f"{ONE}/attributes")
async def get_attribute_group_attributes(call: Call, attribute_group_name: str, query: ListQuery) -> Collection[ValueContent]:
    """The values of a shared attribute group, oldest first."""
    store = auth.store(call)
    group = await catalog.get_group(call.db, store, attribute_group_name)
    return await collect(
        call,
        query,
        read=lambda after, most: catalog.values_after(call.db, store, group.id, after=after, most=most),
        id_of=lambda value: value.id,
        shape=value_content,
    )


@groups.post(f"{ONE}/attributes", status=201)
async def create_attribute_group_attribute(call: Call, attribute_group_name: str, body: ValueIn) -> ValueOut:
    """Add a value."""
    group = await catalog.get_group(call.tx, auth.store(call), attribute_group_name)
    return ValueOut(value=value_content(await catalog.add_attribute_value(call.tx, auth.store(call), group, body.value)))


@groups.put(VALUE)
async def update_attribute_group_attribute(
    call: Call, attribute_group_name: str, attribute_value: str, body: ValueIn
) -> ValueOut:
    """Give a value another text."""
    group = await catalog.get_group(call.tx, auth.store(call), attribute_group_name)
    value = await catalog.rename_attribute_value(call.tx, auth.store(call), group, attribute_value, body.value)
    return ValueOut(value=value_content(value))


@groups.delete(VALUE)
async def delete_attribute_group_attribute(call: Call, attribute_group_name: str, attribute_value: str) -> None:
    """Take a value away that nothing has."""
    group = await catalog.get_group(call.tx, auth.store(call), attribute_group_name)
    await catalog.remove_attribute_value(call.tx, auth.store(call), group, attribute_value)


@translations.post(TRANSLATIONS, status=204)
async def create_attribute_translations(call: Call, attribute_group_name: str, body: Labelled) -> None:
    """Replace a value's translations; it is found by its text in the store's own language."""
    group = await catalog.get_group(call.tx, auth.store(call), attribute_group_name)
    await catalog.translate_attribute_value(call.tx, auth.store(call), group, body, merge=False)


@translations.patch(TRANSLATIONS, status=204)
async def update_attribute_translations(call: Call, attribute_group_name: str, body: Labelled) -> None:
    """Add translations to a value's own."""
    group = await catalog.get_group(call.tx, auth.store(call), attribute_group_name)
    await catalog.translate_attribute_value(call.tx, auth.store(call), group, body, merge=True)


@translations.get(TRANSLATIONS)
async def get_attribute_translations(call: Call, attribute_group_name: str, query: ListQuery) -> Collection[dict[str, str]]:
    """The translations of every value."""
    store = auth.store(call)
    group = await catalog.get_group(call.db, store, attribute_group_name)
    return await collect(
        call,
        query,
        read=lambda after, most: catalog.values_after(call.db, store, group.id, after=after, most=most),
        id_of=lambda value: value.id,
        shape=lambda value: value.labels,
    )
