"""What an answer's looks depend on beside the thing itself. Shapes get it from a call, events from an endpoint."""

from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from serai.dialects.salla.auth import app
from serai.wire.call import Call


class View(msgspec.Struct, frozen=True, kw_only=True):
    """`live`: the profile (§2 of the contract); `store_url` begins links to the store's pages; `language` as asked for."""

    live: bool
    currency: str
    time_zone: str
    store_url: str
    language: str | None = None

    def local(self, moment: datetime) -> datetime:
        """The moment on the store's clocks."""
        return moment.astimezone(ZoneInfo(self.time_zone))


def view(call: Call) -> View:
    """How this call's app reads its answers."""
    who = app(call)
    return View(
        live=who.live,
        currency=who.currency,
        time_zone=who.time_zone,
        store_url=who.store_url,
        language=who.language,
    )
