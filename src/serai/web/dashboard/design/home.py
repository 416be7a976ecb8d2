"""The parts of the home page, one at a time. They have no ids: one is known by its place and by what stood there."""

from collections.abc import Callable, Sequence
from hashlib import blake2b
from typing import Final
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import replace

from serai.core import catalog, content, stores
from serai.core.catalog import ProductId
from serai.core.content import HomepageChange, Section, ThemeChange
from serai.kit.db import Tx
from serai.kit.errors import Invalid, NotFound
from serai.kit.pages import Slice
from serai.web.dashboard.design.section import DESIGN, SECTION
from serai.web.dashboard.design.theme import page as theme_page
from serai.web.dashboard.visit import Merchant
from serai.web.desk import Stale
from serai.web.visit import LARGEST_ID, Answer, Done, Page

ONE: Final = f"{DESIGN}/sections/{{section:int}}"
KIND: Final = "featured-products"
LISTED: Final = 20
"""Products that a search names."""
LONGEST: Final = 200
"""Characters of a search."""
Edit = Callable[[tuple[Section, ...]], Sequence[Section]]


class NewSection(Struct):
    section_title: str


class TitleForm(Struct):
    was: str
    title: str = ""


class Was(Struct):
    was: str


class Choice(Struct):
    """The product that was pressed, and what was searched for."""

    was: str
    add: int = 0
    drop: int = 0
    first: int = 0
    q: str = ""


@SECTION.form(f"{DESIGN}/sections", NewSection, again=theme_page)
async def add(visit: Merchant, form: NewSection) -> Answer:
    made = Section(type=KIND, title=form.section_title)
    after = await _change(visit, lambda now: [*now, made], title="section_title")
    return Done(f"{visit.here}/design/sections/{len(after)}", "section_added")


@SECTION.page(ONE)
async def page(visit: Merchant) -> Answer:
    now = (await content.read_theme(visit.db, visit.store_id)).homepage.sections or ()
    section = now[_place(visit, now)]
    asked = visit.typed.get("q") or visit.asked("q")
    known = {each.id: each for each in await catalog.full_by_ids(visit.db, visit.store_id, section.product_ids)}
    found = await catalog.page(visit.db, [visit.store_id], catalog.Filter(keyword=asked or None), Slice(1, LISTED))
    values = {
        "section": section,
        "number": visit.number("section"),
        "was": mark(section),
        "chosen": [known[ProductId(number)] for number in section.product_ids if number in known],
        "found": found,
        "q": asked,
    }
    return Page("section.html", values)


@SECTION.form(ONE, TitleForm, again=page)
async def save(visit: Merchant, form: TitleForm) -> Answer:
    await _change(visit, _at(visit, form.was, lambda section: [replace(section, title=form.title)]))
    return Done(f"{visit.here}/design", "saved")


@SECTION.form(f"{ONE}/products", Choice, again=page)
async def choose(visit: Merchant, form: Choice) -> Answer:
    if form.add:
        await catalog.get(visit.db, [visit.store_id], _product(form.add))
    await _change(visit, _at(visit, form.was, lambda section: [_chosen(section, form)]))
    return Done(f"{visit.here}/design/sections/{visit.number('section')}?q={quote(form.q[:LONGEST])}", "saved")


@SECTION.form(f"{ONE}/first", Was, again=page)
async def put_first(visit: Merchant, form: Was) -> Answer:
    def edit(now: tuple[Section, ...]) -> Sequence[Section]:
        at = _place(visit, now, form.was)
        return [now[at], *now[:at], *now[at + 1 :]]

    await _change(visit, edit)
    return Done(f"{visit.here}/design", "saved")


@SECTION.form(f"{ONE}/remove", Was, again=page)
async def remove(visit: Merchant, form: Was) -> Answer:
    await _change(visit, _at(visit, form.was, lambda _: []))
    return Done(f"{visit.here}/design", "section_removed")


def mark(section: Section) -> str:
    """The same for as long as the section is."""
    return blake2b(repr(section).encode(), digest_size=8).hexdigest()


def _at(visit: Merchant, was: str, change: Callable[[Section], Sequence[Section]]) -> Edit:
    """What the path's section becomes; the others stay."""

    def edit(now: tuple[Section, ...]) -> Sequence[Section]:
        at = _place(visit, now, was)
        return [*now[:at], *change(now[at]), *now[at + 1 :]]

    return edit


async def _change(visit: Merchant, edit: Edit, *, title: str = "title") -> tuple[Section, ...]:
    """`edit` says from the sections, which nobody changes meanwhile, what they are from now on; `title`: the form's field."""

    async def work(tx: Tx) -> tuple[Section, ...]:
        await stores.lock(tx, visit.store_id)
        now = (await content.read_theme(tx, visit.store_id)).homepage.sections or ()
        change = ThemeChange(homepage=HomepageChange(sections=tuple(edit(now))))
        return (await content.change_theme(tx, visit.store_id, change=change)).homepage.sections or ()

    try:
        return await visit.write(work)
    except Invalid as error:
        raise Invalid({title: [text for said in error.fields.values() for text in said]}) from None


def _chosen(section: Section, form: Choice) -> Section:
    moved = {form.add, form.drop, form.first}
    kept = [number for number in section.product_ids if number not in moved]
    first = [form.first] if form.first in section.product_ids else []
    return replace(section, product_ids=(*first, *kept, *([form.add] if form.add else [])))


def _place(visit: Merchant, now: Sequence[Section], was: str | None = None) -> int:
    """Raises NotFound; Stale when another section stands there than the one that was shown."""
    at = visit.number("section") - 1
    if at >= len(now):
        raise NotFound("section")
    if was is not None and mark(now[at]) != was:
        raise Stale
    return at


def _product(number: int) -> ProductId:
    """Raises NotFound."""
    if not 0 < number < LARGEST_ID:
        raise NotFound("product")
    return ProductId(number)
