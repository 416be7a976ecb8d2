"""Attribute groups: which facts a store keeps about its products."""

from collections.abc import Sequence
from typing import Final

import msgspec
from msgspec import UNSET

from serai.core.catalog.attribute_model import RESERVED, Group, GroupChange
from serai.core.catalog.errors import InUse, Reserved
from serai.core.catalog.model import Kind
from serai.core.stores import StoreId
from serai.kit.db import Clash, Db, Row, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.outbox import Event

DOCUMENT = """json_build_object(
    'id', g.id, 'name', g.name, 'labels', g.labels, 'kind', g.kind, 'level', g.level, 'cluster', g.cluster,
    'panel_group', g.panel_group, 'is_shared', g.is_shared, 'is_differentiating', g.is_differentiating,
    'is_overridable', g.is_overridable, 'structure', g.structure, 'value_kind', g.value_kind,
    'value_config', g.value_config, 'shop_countries', g.shop_countries, 'created_at', g.created_at)"""

GET = f"select {DOCUMENT} as document from attribute_groups g where g.store_id = $1 and g.name = $2"
LOCK = f"{GET} for update of g"
NAMED = f"select {DOCUMENT} as document from attribute_groups g where g.store_id = $1 and g.name = any($2::text[])"
AFTER = f"""
select {DOCUMENT} as document
  from attribute_groups g
 where g.store_id = $1 and g.id > $2
 order by g.id
 limit $3
"""

_FIELDS: Final = (
    "name, labels, kind, level, cluster, panel_group, is_shared, is_differentiating, is_overridable, structure, "
    "value_kind, value_config, shop_countries"
)
_TYPES: Final = (
    "name text, labels jsonb, kind text, level text, cluster text, panel_group text, is_shared boolean, "
    "is_differentiating boolean, is_overridable boolean, structure jsonb, value_kind text, value_config jsonb, "
    "shop_countries jsonb"
)

INSERT = f"""
insert into attribute_groups (store_id, created_at, {_FIELDS})
select $1, $3, {_FIELDS} from json_to_record($2::json) r({_TYPES})
"""

UPDATE = f"""
update attribute_groups
   set ({_FIELDS}) = (select {_FIELDS} from json_to_record($3::json) r({_TYPES}))
 where store_id = $1 and id = $2
"""

IS_USED = "select exists (select 1 from attributes where store_id = $1 and group_id = $2)"
DELETE = "delete from attribute_groups where store_id = $1 and id = $2"

LONGEST: Final = 255
VALUE_KINDS: Final = ("text", "longtext", "integer", "date", "attribute", "attributeGroup")
_FIXED: Final = ("kind", "level", "is_shared")

_DECODER = msgspec.json.Decoder(Group)


async def get_group(db: Db, store: StoreId, name: str) -> Group:
    """One group by its name. Raises NotFound."""
    return _group(await db.one(GET, store, name))


async def groups_named(db: Db, store: StoreId, names: Sequence[str]) -> dict[str, Group]:
    """Those of the names that are groups. One statement."""
    found = [_group(row) for row in await db.all(NAMED, store, list(names))] if names else []
    return {group.name: group for group in found}


async def groups_after(db: Db, store: StoreId, *, after: int, most: int) -> list[Group]:
    """The next groups by id, `most` of them at most: a walk that meets each once, whatever changes meanwhile."""
    return [_group(row) for row in await db.all(AFTER, store, after, most)]


async def create_group(tx: Tx, store: StoreId, new: GroupChange) -> Group:
    """Add a group. Raises Invalid, Reserved, and Taken on `name`."""
    row: dict[str, object] = {
        "is_shared": True,
        "is_differentiating": False,
        "is_overridable": False,
        "labels": {},
    } | _said(new)
    if row.get("name") in RESERVED:
        raise Reserved(str(row["name"]))
    _check(row)
    try:
        await tx.run(INSERT, store, msgspec.json.encode(row).decode(), tx.now)
    except Clash as clash:
        raise (Taken("name", str(row["name"])) if clash.constraint == "attribute_groups_name_key" else clash) from clash
    made = await get_group(tx, store, str(row["name"]))
    tx.emit(Event(store, "attribute_group.created", made.id, 1, made))
    return made


async def edit_group(tx: Tx, store: StoreId, name: str, change: GroupChange) -> Group:
    """Change a group and return it. Raises NotFound, Invalid (also for another kind, level or sharing), Reserved, Taken."""
    before = _group(await tx.one(LOCK, store, name))
    said = _said(change)
    for field in _FIXED:
        if field in said and said[field] != getattr(before, field):
            raise Invalid.one(field, "Cannot be changed.")
    row = {field: getattr(before, field) for field in GroupChange.__struct_fields__} | said
    if row["name"] in RESERVED:
        raise Reserved(str(row["name"]))
    _check(row)
    try:
        await tx.run(UPDATE, store, before.id, msgspec.json.encode(row).decode())
    except Clash as clash:
        raise (Taken("name", str(row["name"])) if clash.constraint == "attribute_groups_name_key" else clash) from clash
    made = await get_group(tx, store, str(row["name"]))
    tx.emit(Event(store, "attribute_group.updated", made.id, 1, made))
    return made


async def remove_group(tx: Tx, store: StoreId, name: str) -> None:
    """Delete a group and its values. Raises NotFound, and InUse while something has such an attribute."""
    before = _group(await tx.one(LOCK, store, name))
    if await tx.value(IS_USED, store, before.id):
        raise InUse("attribute group", before.name)
    await tx.run(DELETE, store, before.id)
    tx.emit(Event(store, "attribute_group.deleted", before.id, 1, before))


def _said(change: GroupChange) -> dict[str, object]:
    return {name: value for name in change.__struct_fields__ if (value := getattr(change, name)) is not UNSET}


def _check(row: dict[str, object]) -> None:
    wrong: dict[str, list[str]] = {}
    for field in ("name", "kind", "level"):
        if not row.get(field):
            wrong[field] = ["This field is required."]
    if not wrong:
        _check_whole(row, wrong)
    if wrong:
        raise Invalid(wrong)


def _check_whole(row: dict[str, object], wrong: dict[str, list[str]]) -> None:
    kind = Kind(str(row["kind"]))
    if len(str(row["name"])) > LONGEST:
        wrong["name"] = [f"Must have 1 to {LONGEST} characters."]
    if not row["labels"]:
        wrong["labels"] = ["This field is required: a name in at least one language."]
    if kind.is_advanced and row["is_shared"]:
        wrong["is_shared"] = [f"Must be false for the type {kind}."]
    if kind.is_advanced and not row.get("structure"):
        wrong["structure"] = [f"This field is required for the type {kind}."]
    if row["is_differentiating"] and (kind.is_advanced or not row["is_shared"]):
        wrong["is_differentiating"] = ["Only values of a shared group can tell siblings apart."]
    if row.get("value_kind") is not None and row["value_kind"] not in VALUE_KINDS:
        wrong["value_kind"] = [f"Must be one of {', '.join(VALUE_KINDS)}."]


def _group(row: Row | None) -> Group:
    if row is None:
        raise NotFound("attribute group")
    return _DECODER.decode(row["document"])
