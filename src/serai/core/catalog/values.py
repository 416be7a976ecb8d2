"""The values of shared attribute groups: made when a thing gets one, told by their text in the store's own language."""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from serai.core.catalog.attribute_model import Group, GroupId, Value, ValueId
from serai.core.catalog.errors import InUse
from serai.core.catalog.model import Texts
from serai.core.stores import StoreId, home
from serai.kit.db import Clash, Db, Row, Tx
from serai.kit.errors import Invalid, NotFound, Taken

FIND = """
select w.id, w.group_id, w.value, w.labels
  from attribute_values w
  join unnest($2::bigint[], $3::text[]) n(group_id, value) on n.group_id = w.group_id and n.value = w.value
 where w.store_id = $1
"""

ADD = """
insert into attribute_values (store_id, group_id, value, labels)
select $1, n.group_id, n.value, n.labels
  from unnest($2::bigint[], $3::text[], $4::jsonb[]) n(group_id, value, labels)
 order by n.group_id, n.value
    on conflict on constraint attribute_values_value_key do update set labels = attribute_values.labels || excluded.labels
returning id, group_id, value, labels
"""

AFTER = """
select w.id, w.group_id, w.value, w.labels
  from attribute_values w
 where w.store_id = $1 and w.group_id = $2 and w.id > $3
 order by w.id
 limit $4
"""

OF_GROUPS = """
select w.id, w.group_id, w.value, w.labels
  from attribute_values w
 where w.store_id = $1 and w.group_id = any($2::bigint[])
 order by w.group_id, w.id
"""

LOCK = "select id, labels from attribute_values where store_id = $1 and group_id = $2 and value = $3 for update"
SET = "update attribute_values set value = $3, labels = $4 where store_id = $1 and id = $2"
IS_USED = "select exists (select 1 from attributes where store_id = $1 and group_id = $2 and value_ids @> array[$3::bigint])"
DELETE = "delete from attribute_values where store_id = $1 and id = $2"

LONGEST: Final = 1000
MOST: Final = 10_000

Wanted = tuple[GroupId, str]


async def ensure_values(tx: Tx, store: StoreId, wanted: Mapping[Wanted, Texts]) -> dict[Wanted, ValueId]:
    """The ids of values by group and text; those that are missing are made, new translations added. Two statements at most."""
    if not wanted:
        return {}
    keys = sorted(wanted)
    rows = await tx.all(FIND, store, [group for group, _ in keys], [text for _, text in keys])
    found = {(row["group_id"], row["value"]): row for row in rows}
    stale = [k for k in keys if k not in found or not wanted[k].items() <= _texts(found[k]["labels"]).items()]
    if stale:
        labels = [msgspec.json.encode(wanted[key]).decode() for key in stale]
        added = await tx.all(ADD, store, [group for group, _ in stale], [text for _, text in stale], labels)
        found |= {(row["group_id"], row["value"]): row for row in added}
    return {key: ValueId(found[key]["id"]) for key in keys}


async def values_after(db: Db, store: StoreId, group: GroupId, *, after: int, most: int) -> list[Value]:
    """The next values of a group by id, `most` of them at most."""
    return [_value(row) for row in await db.all(AFTER, store, group, after, most)]


async def values_of(db: Db, store: StoreId, groups: Sequence[GroupId]) -> dict[GroupId, list[Value]]:
    """All values of these groups, by id. One statement."""
    found: dict[GroupId, list[Value]] = {group: [] for group in groups}
    for row in await db.all(OF_GROUPS, store, list(groups)):
        found[row["group_id"]].append(_value(row))
    return found


async def read_value(db: Db, store: StoreId, group: Group, content: object) -> tuple[str, Texts]:
    """A value as it is kept: its text in the store's own language, and its labels. Raises Invalid on `value`."""
    if group.kind.is_localized:
        if not isinstance(content, dict) or not content:
            raise Invalid.one("value", "Must be an object of texts by language.")
        texts = {str(locale): _text(text) for locale, text in content.items()}
        return own_text(texts, (await home(db, store)).locale), texts
    return _text(content), {}


async def add_attribute_value(tx: Tx, store: StoreId, group: Group, content: object) -> Value:
    """Add a value to a shared group. Raises Invalid, Taken on `value`."""
    if not group.is_shared:
        raise Invalid.one("value", "Only shared groups have values of their own.")
    text, labels = await read_value(tx, store, group, content)
    if await tx.one(FIND, store, [group.id], [text]) is not None:
        raise Taken("value", text)
    ids = await ensure_values(tx, store, {(group.id, text): labels})
    return Value(ids[group.id, text], text, labels)


async def rename_attribute_value(tx: Tx, store: StoreId, group: Group, old: str, content: object) -> Value:
    """Give a value another text; what has it keeps it. Raises NotFound, Invalid, Taken on `value`."""
    id_, _ = await _lock(tx, store, group, old)
    text, labels = await read_value(tx, store, group, content)
    return await _set(tx, store, Value(id_, text, labels))


async def translate_attribute_value(tx: Tx, store: StoreId, group: Group, texts: Texts, *, merge: bool) -> Value:
    """Give a value its translations, in place of those it has or beside them.

    It is found by its text in the store's own language. Raises NotFound, Invalid.
    """
    if not group.kind.is_localized:
        raise Invalid.one("value", "The group's values have no languages.")
    text, labels = await read_value(tx, store, group, texts)
    id_, before = await _lock(tx, store, group, text)
    return await _set(tx, store, Value(id_, text, before | labels if merge else labels))


async def remove_attribute_value(tx: Tx, store: StoreId, group: Group, text: str) -> None:
    """Delete a value. Raises NotFound, and InUse while something has it."""
    id_, _ = await _lock(tx, store, group, text)
    if await tx.value(IS_USED, store, group.id, id_):
        raise InUse("attribute", text)
    await tx.run(DELETE, store, id_)


def own_text(texts: Texts, locale: str) -> str:
    """The text in the store's language, else the first."""
    return texts.get(locale) or next(iter(texts.values()))


async def _lock(tx: Tx, store: StoreId, group: Group, text: str) -> tuple[ValueId, Texts]:
    row = await tx.one(LOCK, store, group.id, text)
    if row is None:
        raise NotFound("attribute")
    return ValueId(row["id"]), _texts(row["labels"])


async def _set(tx: Tx, store: StoreId, value: Value) -> Value:
    try:
        await tx.run(SET, store, value.id, value.value, msgspec.json.encode(value.labels).decode())
    except Clash as clash:
        raise (Taken("value", value.value) if clash.constraint == "attribute_values_value_key" else clash) from clash
    return value


def _text(content: object) -> str:
    if not isinstance(content, str) or not 1 <= len(content) <= LONGEST:
        raise Invalid.one("value", f"Must be a text of 1 to {LONGEST} characters.")
    return content


def _texts(labels: str) -> Texts:
    return msgspec.json.decode(labels, type=Texts)


def _value(row: Row) -> Value:
    return Value(ValueId(row["id"]), row["value"], _texts(row["labels"]))
