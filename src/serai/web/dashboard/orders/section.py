"""What the pages of orders share."""

from pathlib import Path
from typing import Annotated, Final

from msgspec import Meta

from serai.core.orders import OrderId, State
from serai.core.orders.model import MOVES
from serai.web.dashboard.visit import Merchant
from serai.web.section import Section
from serai.web.visit import LARGEST_ID
from serai.web.words import Words

SECTION: Section[Merchant] = Section(Path(__file__).parent)

LIST: Final = "/stores/{store:int}/orders"
ONE: Final = "/stores/{store:int}/orders/{order:int}"
ENDS: Final = frozenset({State.CANCELLED, State.REFUNDED})
"""Where an order stays for good."""

Id = Annotated[int, Meta(ge=1, lt=LARGEST_ID)]


def words_of(visit: Merchant) -> Words:
    return SECTION.words[visit.look.language]


def order_of(visit: Merchant) -> OrderId:
    """The one of the path."""
    return OrderId(visit.number("order"))


def here(visit: Merchant) -> str:
    """Where the order of the path is shown."""
    return f"{visit.here}/orders/{visit.number('order')}"


def next_states(state: State) -> list[State]:
    """Where an order can go from there, in the order in which it goes."""
    return [to for to in State if to in MOVES[state]]
