"""The section that the pages here belong to, and how the draft stands to what visitors see."""

from datetime import datetime
from pathlib import Path
from typing import Final

from msgspec import Struct

from serai.core import content
from serai.kit.errors import NotFound
from serai.web.dashboard.visit import Merchant
from serai.web.section import Section

SECTION: Section[Merchant] = Section(Path(__file__).parent)
DESIGN: Final = "/stores/{store:int}/design"


class Standing(Struct, frozen=True):
    """`published_at` is None while visitors were shown nothing yet."""

    published_at: datetime | None
    has_new_theme: bool
    has_new_pages: bool


async def standing(visit: Merchant) -> Standing:
    """How the draft differs from what was published."""
    theme, pages = await content.read_theme(visit.db, visit.store_id), await content.read_pages(visit.db, visit.store_id)
    try:
        shown = await content.shown(visit.db, slug=visit.store.public_slug)
    except NotFound:
        return Standing(None, has_new_theme=True, has_new_pages=True)
    public = tuple(page for page in pages if page.is_published)
    return Standing(shown.published_at, has_new_theme=theme != shown.theme, has_new_pages=public != shown.pages)
