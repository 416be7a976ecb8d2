"""The merchant's stores: opening one, how it trades, where it is found, and taking it away."""

from serai.web.dashboard.stores import address, countries, general, listing, shops, status, trade, zones
from serai.web.dashboard.stores.section import SECTION

__all__ = ["SECTION", "address", "countries", "general", "listing", "shops", "status", "trade", "zones"]
