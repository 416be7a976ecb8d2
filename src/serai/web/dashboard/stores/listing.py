"""All stores of the merchant, opening one more, and taking one away."""

from collections.abc import Mapping
from typing import Any

from msgspec import Struct

from serai.core import stores
from serai.core.accounts import Language
from serai.core.stores import Status
from serai.kit.errors import Invalid
from serai.web.dashboard.listing import listed, slice_of
from serai.web.dashboard.stores.section import SECTION, SETTINGS, said
from serai.web.dashboard.visit import Merchant
from serai.web.visit import Answer, Done, Page


class NewStore(Struct):
    name: str
    category: str
    public_slug: str
    language: Language


class Removal(Struct):
    """The slug once more, so that nobody removes a store by mistake."""

    public_slug: str


@SECTION.page("/stores")
async def listing(visit: Merchant) -> Answer:
    slice_, status = slice_of(visit, 20), _status(visit.asked("status"))
    found = await stores.page(visit.db, visit.who.user.id, status=status, slice=slice_)
    return Page("list.html", {"found": listed(visit, found, slice_), "status": status, "statuses": list(Status)})


@SECTION.page("/stores/new")
async def new_page(visit: Merchant) -> Answer:
    return Page("new.html", {"categories": categories(visit)})


@SECTION.form("/stores/new", NewStore, again=new_page)
async def open_store(visit: Merchant, form: NewStore) -> Answer:
    made = await visit.write(
        lambda tx: stores.create(
            tx,
            visit.who.user.id,
            name=form.name,
            category=form.category,
            public_slug=form.public_slug,
            language=form.language,
        )
    )
    return Done(f"/stores/{made.id}/settings", "opened")


@SECTION.page(f"{SETTINGS}/remove")
async def removal_page(_: Merchant) -> Answer:
    return Page("remove.html")


@SECTION.form(f"{SETTINGS}/remove", Removal, again=removal_page)
async def remove(visit: Merchant, form: Removal) -> Answer:
    if form.public_slug.strip() != visit.store.public_slug:
        raise Invalid.one("public_slug", said(visit).remove.differs)
    await visit.write(lambda tx: stores.remove(tx, visit.store_id))
    return Done("/stores", "removed")


def categories(visit: Merchant, own: str = "") -> list[tuple[str, str]]:
    """What a store may be about, its own word too."""
    named: Mapping[str, Any] = vars(said(visit).categories)
    return [*named.items(), *([(own, own)] if own and own not in named else [])]


def _status(text: str) -> Status | None:
    return Status(text) if text in tuple(Status) else None
