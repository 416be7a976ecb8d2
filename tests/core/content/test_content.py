"""Pages and theme at the same time, and what is published."""

import asyncio

from serai.core import content
from serai.core.content import ColorsChange, PageDraft, ThemeChange
from serai.core.stores import Status
from serai.kit.db import Database
from serai.wire.call import Services
from tests.conftest import make_services
from tests.factories import Make


def draft(slug: str) -> PageDraft:
    return PageDraft(id=None, title="Title", slug=slug, content="<p>x</p>", is_published=True, position=1)


async def test_changes_of_one_theme_at_once_all_stay(committed: Database) -> None:
    store = await Make(make_services(committed)).store()
    names = ("primary", "secondary", "accent", "background", "text")

    async def one(name: str) -> None:
        change = ThemeChange(colors=ColorsChange(**{name: "#123456"}))
        await committed.write(lambda tx: content.change_theme(tx, store.id, change=change))

    await asyncio.gather(*(one(name) for name in names))

    colors = (await content.read_theme(committed, store.id)).colors
    assert [getattr(colors, name) for name in names] == ["#123456"] * 5


async def test_two_replacements_at_once_leave_one_list(committed: Database) -> None:
    store = await Make(make_services(committed)).store()

    async def one(i: int) -> None:
        pages = [draft(f"a-{i}"), draft("same")]
        await committed.write(lambda tx: content.replace_pages(tx, store.id, pages=pages))

    await asyncio.gather(*(one(i) for i in range(6)))

    assert len(await content.read_pages(committed, store.id)) == 2


async def test_one_stores_pages_are_not_anothers(services: Services, make: Make) -> None:
    one, two = await make.store(), await make.store()
    async with services.database.begin() as tx:
        await content.replace_pages(tx, one.id, pages=[draft("about")])
        await content.replace_pages(tx, two.id, pages=[])

    assert [page.slug for page in await content.read_pages(services.database, one.id)] == ["about"]
    assert await content.read_pages(services.database, two.id) == ()


async def test_going_live_publishes_only_what_was_never_published(services: Services, make: Make) -> None:
    store = await make.store()

    async def snapshot() -> object:
        return await services.database.value("select pages from published_content where store_id = $1", store.id)

    async with services.database.begin() as tx:
        await content.change_status(tx, store.id, status=Status.MAINTENANCE)
        assert await snapshot() is None
        await content.change_status(tx, store.id, status=Status.LIVE)
        assert await snapshot() == "[]"
        await content.replace_pages(tx, store.id, pages=[draft("about")])
        await content.change_status(tx, store.id, status=Status.LIVE)
        assert await snapshot() == "[]"
