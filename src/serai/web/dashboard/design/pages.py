"""The pages of the storefront, one at a time."""

import re
from collections import Counter
from collections.abc import Callable, Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from serai.core import content, stores
from serai.core.content import PageDraft, PageId
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound
from serai.web.dashboard.design.section import DESIGN, SECTION, standing
from serai.web.dashboard.visit import Merchant
from serai.web.desk import Stale
from serai.web.visit import Answer, Done, Page

ALL: Final = f"{DESIGN}/pages"
ONE: Final = f"{ALL}/{{page:int}}"
LARGEST: Final = 4 * 1024 * 1024
"""Bytes of a form: the longest content, every byte of it escaped."""
NAMED: Final = 20
"""Pieces that were not kept."""
_PIECE: Final = re.compile(r"<[^<>]*>?|[^<]+")

Pages = tuple[content.Page, ...]
Edit = Callable[[Pages], Sequence[PageDraft]]


class PageForm(Struct):
    """`was`: when the page that was shown had been changed last."""

    title: str
    slug: str
    content: str = ""
    is_published: bool = False
    was: str = ""


class Was(Struct):
    was: str


class MoveForm(Struct):
    up: bool = False


@SECTION.page(ALL)
async def listing(visit: Merchant) -> Answer:
    found = await content.read_pages(visit.db, visit.store_id)
    return Page("pages.html", {"found": found, "standing": await standing(visit)})


@SECTION.page(f"{ALL}/new")
async def new_page(_: Merchant) -> Answer:
    return Page("page_of_store.html", {"page": None, "missing": []})


@SECTION.form(f"{ALL}/new", PageForm, again=new_page, largest=LARGEST)
async def add(visit: Merchant, form: PageForm) -> Answer:
    after = await _change(visit, lambda now: [*_drafts(now), _draft(form, None, len(now) + 1)])
    made = next(each for each in after if each.slug == form.slug)
    return _saved(visit, form, made, "page_added")


@SECTION.page(ONE)
async def page(visit: Merchant) -> Answer:
    now = await content.read_pages(visit.db, visit.store_id)
    return Page("page_of_store.html", {"page": now[_place(visit, now)], "missing": []})


@SECTION.form(ONE, PageForm, again=page, largest=LARGEST)
async def save(visit: Merchant, form: PageForm) -> Answer:
    def edit(now: Pages) -> Sequence[PageDraft]:
        at, drafts = _place(visit, now, form.was), _drafts(now)
        return [*drafts[:at], _draft(form, now[at].id, now[at].position), *drafts[at + 1 :]]

    after = await _change(visit, edit)
    return _saved(visit, form, after[_place(visit, after)], "saved")


@SECTION.form(f"{ONE}/remove", Was, again=page)
async def remove(visit: Merchant, form: Was) -> Answer:
    def edit(now: Pages) -> Sequence[PageDraft]:
        at, drafts = _place(visit, now, form.was), _drafts(now)
        return [*drafts[:at], *drafts[at + 1 :]]

    await _change(visit, edit)
    return Done(f"{visit.here}/design/pages", "page_removed")


@SECTION.form(f"{ONE}/move", MoveForm, again=listing)
async def move(visit: Merchant, form: MoveForm) -> Answer:
    def edit(now: Pages) -> Sequence[PageDraft]:
        drafts = _drafts(now)
        at = _place(visit, now)
        drafts.insert(max(at - 1, 0) if form.up else at + 1, drafts.pop(at))
        return [replace(draft, position=number) for number, draft in enumerate(drafts, 1)]

    await _change(visit, edit)
    return Done(f"{visit.here}/design/pages", "saved")


def taken_out(typed: str, kept: str) -> list[str]:
    """Pieces of what was typed that are not kept as they were, each once. Pure."""
    left = Counter(_PIECE.findall(kept))
    missing: dict[str, None] = {}
    for piece in _PIECE.findall(typed):
        if left[piece]:
            left[piece] -= 1
        elif piece.strip():
            missing[piece.strip()] = None
    return list(missing)


def _saved(visit: Merchant, form: PageForm, kept: content.Page, notice: str) -> Answer:
    """The page once more, while there is something to say about what was not kept of it."""
    missing = taken_out(form.content.replace("\r\n", "\n"), kept.content.replace("\r\n", "\n"))
    if not missing:
        return Done(f"{visit.here}/design/pages/{kept.id}", notice)
    return Page("page_of_store.html", {"page": kept, "missing": missing[:NAMED]})


async def _change(visit: Merchant, edit: Edit) -> Pages:
    """`edit` says from the pages, which nobody changes meanwhile, what they are from now on."""

    async def work(tx: Tx) -> Pages:
        await stores.lock(tx, visit.store_id)
        now = await content.read_pages(tx, visit.store_id)
        return await content.replace_pages(tx, visit.store_id, pages=edit(now))

    try:
        return await visit.write(work)
    except Invalid as error:
        raise Invalid({_field(path): said for path, said in error.fields.items()}) from None


def _field(path: str) -> str:
    """`items.1.slug` → `slug`; what is wrong with all of them is said at the title."""
    return path.split(".")[2] if path.startswith("items.") else "title"


def _place(visit: Merchant, now: Sequence[content.Page], was: str | None = None) -> int:
    """Raises NotFound; Stale when the page was changed since it was shown."""
    number = visit.number("page")
    for at, each in enumerate(now):
        if each.id == number:
            if was is not None and each.updated_at.isoformat() != was:
                raise Stale
            return at
    raise NotFound("page")


def _drafts(now: Sequence[content.Page]) -> list[PageDraft]:
    return [
        PageDraft(
            id=each.id,
            title=each.title,
            slug=each.slug,
            content=each.content,
            is_published=each.is_published,
            position=each.position,
        )
        for each in now
    ]


def _draft(form: PageForm, number: PageId | None, position: int) -> PageDraft:
    return PageDraft(
        id=number,
        title=form.title,
        slug=form.slug,
        content=form.content,
        is_published=form.is_published,
        position=position,
    )
