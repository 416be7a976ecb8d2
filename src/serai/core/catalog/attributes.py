"""Attributes of things: products, variants, images, masters and brands.

Whatever changes one changes the products that show it, and those say so.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

import msgspec
from msgspec import UnsetType

from serai.core.catalog import values
from serai.core.catalog.attribute_model import Attribute, Group, GroupId, Level, Value, ValueId
from serai.core.catalog.groups import groups_named
from serai.core.catalog.model import AttributeDraft, Json, Kind, Texts
from serai.core.catalog.structures import check_structure
from serai.core.catalog.touch import touch
from serai.core.stores import StoreId, home
from serai.kit.db import Db, Row, Tx
from serai.kit.errors import Invalid, NotFound, within

OF_OWNERS = """
select a.owner_id, a.group_id, g.name, g.labels, g.kind, g.cluster, g.is_shared, a.value, a.specific,
       coalesce((
         select json_agg(json_build_object('id', w.id, 'value', w.value, 'labels', w.labels) order by u.n)
           from unnest(a.value_ids) with ordinality u(id, n)
           join attribute_values w on w.store_id = a.store_id and w.id = u.id), '[]') as values
  from attributes a
  join attribute_groups g on g.store_id = a.store_id and g.id = a.group_id
 where a.store_id = $1 and a.owner = $2 and a.owner_id = any($3::bigint[])
 order by a.owner_id, a.group_id
"""

PUT = """
insert into attributes (store_id, owner, owner_id, group_id, value_ids, value, specific)
select $1, n.owner, n.owner_id, n.group_id, array(select json_array_elements_text(n.value_ids)::bigint), n.value, n.specific
  from json_to_recordset($2::json) as n(
    owner text, owner_id bigint, group_id bigint, value_ids json, value jsonb, specific jsonb)
    on conflict (store_id, owner, owner_id, group_id)
    do update set value_ids = excluded.value_ids, value = excluded.value, specific = excluded.specific
"""

CLEAR = """
delete from attributes a
 using unnest($2::text[], $3::bigint[]) o(owner, id)
 where a.store_id = $1 and a.owner = o.owner and a.owner_id = o.id
"""

DROP = """
delete from attributes a
 using attribute_groups g
 where g.store_id = $1 and g.name = $4 and a.store_id = $1 and a.owner = $2 and a.owner_id = $3 and a.group_id = g.id
"""

SHOWN_BY: Final[Mapping[Level, str]] = {
    Level.PRODUCT: "select p.id from products p where p.store_id = $1 and p.id = $2 and p.removed_at is null for update",
    Level.VARIANT: """
select p.id from products p
 where p.store_id = $1 and p.removed_at is null and p.id = (
         select v.product_id from variants v where v.store_id = $1 and v.id = $2 and v.removed_at is null)
   for update
""",
    Level.IMAGE: """
select p.id from products p
 where p.store_id = $1 and p.removed_at is null and p.id = (
         select i.product_id from product_images i where i.store_id = $1 and i.id = $2)
   for update
""",
    Level.MASTER: """
select p.id from products p
 where p.store_id = $1 and p.removed_at is null and coalesce(p.master_key, p.reference_key, p.slug) = (
         select m.reference_key from masters m where m.store_id = $1 and m.id = $2)
 order by p.id
   for update
""",
    Level.BRAND: "select p.id from products p where p.store_id = $1 and p.brand_id = $2 and p.removed_at is null order by p.id",
}
"""The products that show what belongs to a thing."""

MOST_VALUES: Final = 200


class Owner(msgspec.Struct, frozen=True):
    """A thing that has attributes."""

    level: Level
    id: int


Wanted = tuple[Owner, Sequence[AttributeDraft]]


async def attributes_of(db: Db, store: StoreId, owner: Owner) -> tuple[Attribute, ...]:
    """A thing's attributes by their groups' ids; none for a thing that is not there. One statement."""
    return (await attributes_of_all(db, store, [owner]))[owner.id]


async def attributes_of_all(db: Db, store: StoreId, owners: Sequence[Owner]) -> dict[int, tuple[Attribute, ...]]:
    """The same of many things of one level, by their ids. One statement; none without things."""
    found: dict[int, list[Attribute]] = {owner.id: [] for owner in owners}
    rows = await db.all(OF_OWNERS, store, owners[0].level, list(found)) if owners else []
    for row in rows:
        found[row["owner_id"]].append(_attribute(row))
    return {id_: tuple(attributes) for id_, attributes in found.items()}


def _attribute(row: Row) -> Attribute:
    return Attribute(
        group_id=row["group_id"],
        name=row["name"],
        labels=msgspec.json.decode(row["labels"], type=Texts),
        kind=Kind(row["kind"]),
        cluster=row["cluster"],
        is_shared=row["is_shared"],
        values=msgspec.json.decode(row["values"], type=tuple[Value, ...]),
        value=None if row["value"] is None else msgspec.json.decode(row["value"]),
        specific=msgspec.json.decode(row["specific"], type=tuple[Json, ...]),
    )


async def put_attributes(tx: Tx, store: StoreId, owner: Owner, drafts: Sequence[AttributeDraft]) -> tuple[Attribute, ...]:
    """Give a thing these attributes beside those it has, and return all of them. Raises Invalid; NotFound for no such group."""
    await write(tx, store, [(owner, drafts)])
    await touch(tx, store, await _showing(tx, store, owner))
    return await attributes_of(tx, store, owner)


async def remove_attribute(tx: Tx, store: StoreId, owner: Owner, name: str) -> None:
    """Take an attribute from a thing. Raises NotFound when it has none of that group."""
    if not await tx.run(DROP, store, owner.level, owner.id, name):
        raise NotFound("attribute")
    await touch(tx, store, await _showing(tx, store, owner))


async def replace(tx: Tx, store: StoreId, wanted: Sequence[tuple[Owner, Sequence[AttributeDraft] | UnsetType]]) -> None:
    """The things have these attributes and no others; those with UNSET stay as they are. Says nothing of the change."""
    said = [(owner, drafts) for owner, drafts in wanted if not isinstance(drafts, UnsetType)]
    if said:
        await tx.run(CLEAR, store, [owner.level for owner, _ in said], [owner.id for owner, _ in said])
        await write(tx, store, said)


async def write(tx: Tx, store: StoreId, wanted: Sequence[Wanted]) -> None:
    """Write attributes of any number of things in four statements. Raises Invalid on `attributes.name.value`, NotFound."""
    names = sorted({draft.name for _, drafts in wanted for draft in drafts})
    if not names:
        return
    groups = await groups_named(tx, store, names)
    locale = (await home(tx, store)).locale if any(group.kind.is_localized for group in groups.values()) else ""
    checked = [(owner, _group_of(groups, owner, draft), draft) for owner, drafts in wanted for draft in drafts]
    texts: dict[tuple[GroupId, str], Texts] = {}
    for _, group, draft in checked:
        for key, labels in _shared_texts(group, draft, locale):
            texts[key] = texts.get(key, {}) | labels
    ids = await values.ensure_values(tx, store, texts)
    rows = {(owner, group.id): _row(owner, group, draft, ids, locale) for owner, group, draft in checked}
    await tx.run(PUT, store, msgspec.json.encode([rows[key] for key in rows]).decode())


def _group_of(groups: Mapping[str, Group], owner: Owner, draft: AttributeDraft) -> Group:
    group = groups.get(draft.name)
    with within(f"attributes.{draft.name}"):
        if group is None:
            raise Invalid.one("name", "There is no such attribute group.")
        if group.level is not owner.level:
            raise Invalid.one("name", f"The group describes a {group.level}, not a {owner.level}.")
        if draft.kind is not None and draft.kind is not group.kind:
            raise Invalid.one("type", f"The group's type is {group.kind}.")
        _check(group, draft.value)
    return group


def _check(group: Group, content: object) -> None:
    """Raises Invalid on `value` for what is not of the group's kind."""
    contents = content if group.kind.is_list else [content]
    if not isinstance(contents, list) or len(contents) > MOST_VALUES:
        raise Invalid.one("value", f"Must be a list of at most {MOST_VALUES}.")
    for one in contents:
        if group.kind.is_advanced:
            check_structure(group.structure or {}, one)
        elif group.kind.is_localized:
            if not isinstance(one, dict) or not one:
                raise Invalid.one("value", "Must be an object of texts by language.")
            _check_texts(one.values())
        else:
            _check_texts([one])


def _check_texts(texts: Iterable[object]) -> None:
    for text in texts:
        if not isinstance(text, str) or not 1 <= len(text) <= values.LONGEST:
            raise Invalid.one("value", f"Must be a text of 1 to {values.LONGEST} characters.")


def _shared_texts(group: Group, draft: AttributeDraft, locale: str) -> list[tuple[tuple[GroupId, str], Texts]]:
    """Each value of a shared group by its text in the store's own language, with its translations."""
    if not group.is_shared:
        return []
    contents = draft.value if isinstance(draft.value, list) else [draft.value]
    if group.kind.is_localized:
        localized = msgspec.convert(contents, list[Texts])
        return [((group.id, values.own_text(texts, locale)), texts) for texts in localized]
    return [((group.id, str(text)), {}) for text in contents]


def _row(
    owner: Owner, group: Group, draft: AttributeDraft, ids: Mapping[tuple[GroupId, str], ValueId], locale: str
) -> dict[str, object]:
    keys = [key for key, _ in _shared_texts(group, draft, locale)]
    return {
        "owner": owner.level,
        "owner_id": owner.id,
        "group_id": group.id,
        "value_ids": list(dict.fromkeys(ids[key] for key in keys)),
        "value": None if group.is_shared else draft.value,
        "specific": draft.specific,
    }


async def _showing(tx: Tx, store: StoreId, owner: Owner) -> list[int]:
    return [row["id"] for row in await tx.all(SHOWN_BY[owner.level], store, owner.id)]
