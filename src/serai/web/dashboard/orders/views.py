"""The pages, gathered."""

from serai.web.dashboard.orders import by_hand, listed, one, pieces
from serai.web.dashboard.orders.section import SECTION

__all__ = ["SECTION", "by_hand", "listed", "one", "pieces"]
