"""What the pages of marketing share."""

from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta

from serai.web.dashboard.visit import Merchant
from serai.web.section import Section
from serai.web.visit import LARGEST_ID
from serai.web.words import Words

SECTION: Section[Merchant] = Section(Path(__file__).parent)

MARKETING: Final = "/stores/{store:int}/marketing"

Id = Annotated[int, Meta(ge=1, lt=LARGEST_ID)]


def words_of(visit: Merchant) -> Words:
    return SECTION.words[visit.look.language]
