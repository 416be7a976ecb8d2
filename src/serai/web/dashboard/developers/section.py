"""The section, and what its modules share."""

from pathlib import Path
from typing import Final

from serai.core.webhooks import check_url
from serai.kit.errors import Invalid
from serai.kit.outgoing import Outgoing
from serai.web.dashboard.visit import Merchant
from serai.web.section import Section
from serai.web.visit import Visit

SECTION: Section[Merchant] = Section(Path(__file__).parent)
HERE: Final = "/stores/{store:int}/developers"
_GUARD: Final = Outgoing()
"""For a server that was given none: the public internet and nothing else."""


async def check(visit: Visit, url: str | None, *, field: str = "url") -> None:
    """Raises Invalid (`field`) for a URL that leads anywhere but to the public internet."""
    if url is None:
        return
    try:
        await check_url(visit.services.extras.get("outgoing", _GUARD), url)
    except Invalid as error:
        raise Invalid({field: error.fields["url"]}) from None


def ticked(boxes: dict[str, bool]) -> tuple[str, ...]:
    """The names of the boxes that were ticked."""
    return tuple(name for name, is_on in boxes.items() if is_on)
