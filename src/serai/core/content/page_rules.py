"""What pages may be. Pure."""

from collections.abc import Sequence

from msgspec.structs import replace

from serai.core.content.html import safe
from serai.core.content.model import PageDraft, PageId
from serai.kit import checks

MOST_PAGES = 200
LONGEST_CONTENT = 200_000


def checked(pages: Sequence[PageDraft]) -> list[PageDraft]:
    """The drafts as they are kept, in their order. Raises Invalid naming every item that is wrong."""
    faults = checks.Faults()
    if len(pages) > MOST_PAGES:
        faults.add("items", f"May have at most {MOST_PAGES} items.")
    slugs: set[str] = set()
    ids: set[PageId] = set()
    kept: list[PageDraft] = []
    for i, page in enumerate(pages):
        if page.slug in slugs:
            faults.add(f"items.{i}.slug", "Another page of the list has this slug.")
        if page.id in ids:
            faults.add(f"items.{i}.id", "Another item of the list has this id.")
        slugs.add(page.slug)
        ids |= {page.id} if page.id is not None else set()
        kept.append(_checked(page, f"items.{i}", faults))
    faults.settle()
    return kept


def _checked(page: PageDraft, path: str, faults: checks.Faults) -> PageDraft:
    title = faults.of(lambda: checks.words(page.title, field=f"{path}.title", least=1, most=200)) or ""
    faults.of(lambda: checks.slug(page.slug, field=f"{path}.slug", least=1, most=100))
    if len(page.content) > LONGEST_CONTENT:
        faults.add(f"{path}.content", f"Must have at most {LONGEST_CONTENT} characters.")
        return page
    return replace(page, title=title, content=safe(page.content))
