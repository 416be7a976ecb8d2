"""The section, which its modules add their pages to."""

from pathlib import Path

from serai.web.dashboard.visit import Merchant
from serai.web.section import Section

SECTION: Section[Merchant] = Section(Path(__file__).parent)
