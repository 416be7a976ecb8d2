"""What the pages of customers share."""

from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta

from serai.core.customers import CustomerId
from serai.web.dashboard.visit import Merchant
from serai.web.section import Section
from serai.web.visit import LARGEST_ID
from serai.web.words import Words

SECTION: Section[Merchant] = Section(Path(__file__).parent)

LIST: Final = "/stores/{store:int}/customers"
ONE: Final = "/stores/{store:int}/customers/{customer:int}"

Id = Annotated[int, Meta(ge=1, lt=LARGEST_ID)]


def words_of(visit: Merchant) -> Words:
    return SECTION.words[visit.look.language]


def customer_of(visit: Merchant) -> CustomerId:
    """The one of the path."""
    return CustomerId(visit.number("customer"))


def here(visit: Merchant) -> str:
    """Where the customer of the path is shown."""
    return f"{visit.here}/customers/{visit.number('customer')}"
