"""The section that the pages here belong to."""

from pathlib import Path
from typing import Final

from serai.web.dashboard.visit import Merchant
from serai.web.section import Section
from serai.web.words import Words

SECTION: Section[Merchant] = Section(Path(__file__).parent)
SETTINGS: Final = "/stores/{store:int}/settings"


def said(visit: Merchant) -> Words:
    """The section's words as the visitor reads them."""
    return SECTION.words[visit.look.language]
