"""Where old addresses of a shop lead now: exact ones, and patterns (RE2, the whole address, `$1` in the target)."""

import re
from collections.abc import Sequence
from datetime import datetime
from typing import Final
from urllib.parse import urlsplit

from msgspec import Struct

from serai.core.navigation.model import RedirectId
from serai.core.stores import StoreId
from serai.kit import patterns
from serai.kit.checks import Faults
from serai.kit.db import Clash, Db, Row, Tx
from serai.kit.errors import Invalid, NotFound, Taken
from serai.kit.outbox import Event
from serai.kit.pages import Page, Slice

COLUMNS: Final = "id, source, target, status_code, is_regex, parent_id, priority, created_at, updated_at"

GET: Final = f"select {COLUMNS} from redirects where store_id = $1 and shop_id = $2 and id = $3"

AFTER: Final = f"""
select {COLUMNS}
  from redirects
 where store_id = $1 and shop_id = $2 and id > $3
 order by id
 limit $4
"""

PAGE: Final = f"""
select {COLUMNS}, (select count(*) from redirects where store_id = $1 and shop_id = $2) as total
  from redirects
 where store_id = $1 and shop_id = $2
 order by id
 limit $3
offset $4
"""

COUNT: Final = "select count(*) from redirects where store_id = $1 and shop_id = $2"

PATTERNS: Final = "select count(*) from redirects where store_id = $1 and shop_id = $2 and is_regex"

SHOP: Final = "select 1 from shops where store_id = $1 and id = $2"

# Exact ones first, in the order in which they were asked for; then patterns, the highest priority first.
CANDIDATES: Final = f"""
select {COLUMNS}
  from redirects
 where store_id = $1 and shop_id = $2 and (is_regex or (not is_regex and source = any($3::text[])))
 order by is_regex, array_position($3::text[], source), priority desc, id
"""

INSERT: Final = """
insert into redirects
  (store_id, shop_id, source, target, status_code, is_regex, parent_id, priority, created_at, updated_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $9)
returning id
"""

UPDATE: Final = """
update redirects
   set source = $4, target = $5, status_code = $6, is_regex = $7, parent_id = $8, priority = $9, updated_at = $10
 where store_id = $1 and shop_id = $2 and id = $3
"""

REMOVE: Final = f"delete from redirects where store_id = $1 and shop_id = $2 and id = any($3::bigint[]) returning {COLUMNS}"

LONGEST: Final = 2000
"""Bytes of an address."""
MOST_PATTERNS: Final = 500
"""Patterns of one shop: each may have to be tried for a page that is not there."""
STATUSES: Final = (301, 302, 307, 308)
_GROUP: Final = re.compile(r"\$(\d)")


class NewRedirect(Struct, frozen=True, kw_only=True):
    """`source` is a path, an absolute address or a pattern; `priority` orders patterns, the highest first."""

    source: str
    target: str
    status_code: int = 301
    is_regex: bool = False
    parent: RedirectId | None = None
    priority: int = 0


class Redirect(NewRedirect, frozen=True, kw_only=True):
    """One as it is."""

    id: RedirectId
    created_at: datetime
    updated_at: datetime


async def redirects_after(db: Db, store: StoreId, shop: int, *, last: int, most: int) -> list[Redirect]:
    """The next `most` of a shop's redirects by id."""
    return [_redirect(row) for row in await db.all(AFTER, store, shop, last, most)]


async def redirects(db: Db, store: StoreId, shop: int, slice_: Slice) -> Page[Redirect]:
    """A shop's redirects by id. One statement; two for a page past the end."""
    rows = await db.all(PAGE, store, shop, slice_.size, slice_.offset)
    total = rows[0]["total"] if rows else await db.value(COUNT, store, shop)
    return Page(tuple(_redirect(row) for row in rows), total)


async def redirect(db: Db, store: StoreId, shop: int, which: RedirectId) -> Redirect:
    """Raises NotFound."""
    row = await db.one(GET, store, shop, which)
    if row is None:
        raise NotFound("redirect")
    return _redirect(row)


async def resolve(db: Db, store: StoreId, shop: int, url: str) -> Redirect | None:
    """Where an address leads, `target` with what the pattern's groups caught; None when nowhere. One statement.

    A path, with its query first, then without; an absolute address also as its path.
    """
    if len(url.encode()) > LONGEST:
        return None
    spellings = _spellings(url)
    for row in await db.all(CANDIDATES, store, shop, spellings):
        found = _redirect(row)
        if not found.is_regex:
            return found
        for spelling in spellings:
            groups = patterns.compiled(found.source).groups_of(spelling)
            if groups is not None:
                return _aimed(found, groups)
    return None


async def create_redirect(tx: Tx, store: StoreId, shop: int, new: NewRedirect) -> Redirect:
    """Raises NotFound for the shop, Invalid, Taken on `source`."""
    if await tx.value(SHOP, store, shop) is None:
        raise NotFound("shop")
    await _check(tx, store, shop, new, own=None)
    try:
        made = RedirectId(await tx.value(INSERT, store, shop, *_values(new), tx.now))
    except Clash as clash:
        raise _meant(clash, new.source) from clash
    return _tell(tx, store, "created", await redirect(tx, store, shop, made))


async def edit_redirect(tx: Tx, store: StoreId, shop: int, which: RedirectId, new: NewRedirect) -> Redirect:
    """Make it what is said. Raises NotFound, Invalid, Taken on `source`."""
    await redirect(tx, store, shop, which)
    await _check(tx, store, shop, new, own=which)
    try:
        await tx.run(UPDATE, store, shop, which, *_values(new), tx.now)
    except Clash as clash:
        raise _meant(clash, new.source) from clash
    return _tell(tx, store, "updated", await redirect(tx, store, shop, which))


class Refusal(Struct, frozen=True):
    """Why one of several redirects was not written."""

    message: str


async def save_redirects(
    tx: Tx, store: StoreId, shop: int, wanted: Sequence[tuple[RedirectId | None, NewRedirect]]
) -> list[Redirect | Refusal]:
    """Make those without an id, change the others, each for itself: what became of each, in order. Raises NotFound (shop)."""
    if await tx.value(SHOP, store, shop) is None:
        raise NotFound("shop")
    done: list[Redirect | Refusal] = []
    for which, new in wanted:
        try:
            async with tx.at(tx.now).begin() as step:
                if which is None:
                    done.append(await create_redirect(step, store, shop, new))
                else:
                    done.append(await edit_redirect(step, store, shop, which, new))
        except Invalid as error:
            done.append(Refusal("; ".join(f"{field}: {said}" for field, all_ in error.fields.items() for said in all_)))
        except Taken as error:
            done.append(Refusal(f"{error.field} is already in use."))
        except NotFound as error:
            done.append(Refusal(f"{error.what.capitalize()} not found."))
    return done


async def remove_redirects(tx: Tx, store: StoreId, shop: int, which: Sequence[RedirectId]) -> None:
    """All of them or none. Raises NotFound."""
    gone = [_redirect(row) for row in await tx.all(REMOVE, store, shop, list(which))]
    if {each.id for each in gone} != set(which):
        raise NotFound("redirect")
    for each in gone:
        _tell(tx, store, "deleted", each)


async def _check(tx: Tx, store: StoreId, shop: int, new: NewRedirect, *, own: RedirectId | None) -> None:
    faults = Faults()
    for field in ("source", "target"):
        text = getattr(new, field)
        if not 1 <= len(text.encode()) <= LONGEST or any(c.isspace() for c in text):
            faults.add(field, f"Must have 1 to {LONGEST} bytes and no spaces.")
    if new.status_code not in STATUSES:
        faults.add("status_code", "Must be 301 or 302.")
    if not -(2**31) <= new.priority < 2**31:
        faults.add("priority", "Is too large.")
    if new.is_regex:
        faults.of(lambda: _check_pattern(new))
    elif new.source == new.target:
        faults.add("target", "Leads to itself.")
    faults.settle()
    if new.is_regex and await tx.value(PATTERNS, store, shop) >= MOST_PATTERNS:
        raise Invalid.one("is_regex", f"A shop has at most {MOST_PATTERNS} patterns.")
    if new.parent is not None and (new.parent == own or await tx.one(GET, store, shop, new.parent) is None):
        raise Invalid.one("parent", "Is not another redirect of this shop.")


def _check_pattern(new: NewRedirect) -> None:
    groups = patterns.check(new.source, field="source").groups
    if any(int(number) > groups for number in _GROUP.findall(new.target)):
        raise Invalid.one("target", f"Refers to a group that the pattern does not have: it has {groups}.")


def _spellings(url: str) -> list[str]:
    """How a redirect may have named this address, the nearest first."""
    try:
        parts = urlsplit(url)
    except ValueError:
        return [url]
    path = parts.path or "/"
    with_query = f"{path}?{parts.query}" if parts.query else path
    bare = path.rstrip("/") or "/"
    return list(dict.fromkeys([url, with_query, path, bare, f"{bare}/"]))


def _aimed(found: Redirect, groups: tuple[str, ...]) -> Redirect:
    def caught(reference: re.Match[str]) -> str:
        number = int(reference[1])
        return groups[number - 1] if 0 < number <= len(groups) else reference[0]

    return Redirect(
        **{name: getattr(found, name) for name in found.__struct_fields__} | {"target": _GROUP.sub(caught, found.target)}
    )


def _values(new: NewRedirect) -> tuple[object, ...]:
    return new.source, new.target, new.status_code, new.is_regex, new.parent, new.priority


def _redirect(row: Row) -> Redirect:
    return Redirect(
        id=RedirectId(row["id"]),
        source=row["source"],
        target=row["target"],
        status_code=row["status_code"],
        is_regex=row["is_regex"],
        parent=row["parent_id"],
        priority=row["priority"],
        created_at=row["created_at"],
        updated_at=row["updated_at"],
    )


def _meant(clash: Clash, source: str) -> Exception:
    return Taken("source", source) if clash.constraint == "redirects_source_key" else clash


def _tell(tx: Tx, store: StoreId, what: str, found: Redirect) -> Redirect:
    tx.emit(Event(store, f"redirect.{what}", found.id, 1, found))
    return found
