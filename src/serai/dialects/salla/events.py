"""Events on this wire: what webhooks say (§8, §9).

The body's bytes are JavaScript's own (§8.4), because receivers sign what they wrote anew. Only what is shown is read from
an event, so that one written by an older release is still understood.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any, Final

import msgspec

from serai.core.apps import Profile, Strategy
from serai.core.webhooks import TEST, Occurrence, Origin, Policy, Seal, Wire, hex_of
from serai.dialects.salla import facts, told
from serai.dialects.salla.links import store_url
from serai.dialects.salla.view import View
from serai.kit.javascript import stringify


def policy(*, seconds: float = 30.0, retries: int = 3, gap: float = 300.0) -> Policy:
    """One attempt and some more, as far apart each (§8.5); times in seconds.

    The official starter kit never answers and works all the same, so that nobody is paused for failing, nor served worse.
    """
    return Policy(
        attempts=tuple(number * gap for number in range(retries + 1)),
        jitter=0.0,
        seconds=seconds,
        accepted=frozenset({200, 201}),
        patience=None,
        at_once=10,
    )


POLICY: Final = policy()
AGENT: Final = "Salla-Webhook/1.0"

_UNKNOWN: Final = Origin(name="", slug="", domain=None, currency="SAR", time_zone="UTC")


def wire(base_url: str, policy: Policy = POLICY) -> Wire:
    """`base_url` begins links to stores that have no domain of their own."""
    return Wire(lambda of: body(of, base_url), headers, policy, facts.of)


def body(of: Occurrence, base_url: str = "") -> bytes:
    """The same bytes whenever it is asked for."""
    view = _view(of, base_url)
    is_about_app = of.kind.startswith("app.")
    data = _plain(of.pick(_DATA)(of, view))
    data["merchant"] = {"id": of.store}
    if is_about_app:
        data["store"] = {"id": of.store, "name": (of.origin or _UNKNOWN).name, "domain": view.store_url}
    at = view.local(of.at)
    created_at = at.strftime("%Y-%m-%d %H:%M:%S") if is_about_app else _as_javascript(at)
    whole = {"event": of.name, "merchant": of.store, "created_at": created_at, "store_id": of.store, "data": data}
    return stringify(whole)


def headers(_: Occurrence, sent: bytes, seal: Seal) -> Mapping[str, str]:
    """The ids are for receivers that keep what they have seen; a secret is shown or used as the strategy says (§8.3)."""
    return {
        "user-agent": AGENT,
        "x-salla-delivery-id": str(seal.delivery),
        "x-salla-webhook-id": str(seal.endpoint),
        **_PROOF[seal.strategy](sent, seal.secret),
    }


_PROOF: Final[Mapping[Strategy, Callable[[bytes, str], Mapping[str, str]]]] = {
    Strategy.SIGNATURE: lambda sent, secret: {
        "x-salla-security-strategy": "Signature",
        "x-salla-signature": hex_of(secret, sent),
    },
    Strategy.TOKEN: lambda _, secret: {"x-salla-security-strategy": "Token", "authorization": secret},
    Strategy.NONE: lambda _, __: {},
}

WIRE: Final = wire("")


def _view(of: Occurrence, base_url: str) -> View:
    origin = of.origin or _UNKNOWN
    return View(
        live=of.profile is Profile.LIVE,
        currency=origin.currency,
        time_zone=origin.time_zone,
        store_url=store_url(origin.domain, origin.slug, base_url),
    )


def _as_javascript(at: datetime) -> str:
    """`Tue Jan 21 2025 18:00:32 GMT+0300`, whatever the server's language."""
    day, month = _DAYS[at.weekday()], _MONTHS[at.month - 1]
    return f"{day} {month} {at.day:02d} {at.year} {at:%H:%M:%S} GMT{at:%z}"


_DAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")
_MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _plain(data: object) -> dict[str, Any]:
    """A shape as the object that it is on the wire, its numbers exact."""
    return msgspec.to_builtins(data, builtin_types=(told.Exact,))  # type: ignore[no-any-return]  # a struct is an object


def _test(_: Occurrence, __: View) -> object:
    return {"message": "This is a test: nothing happened."}


# By kind, or by its noun.
_DATA: Final[Mapping[str, Callable[[Occurrence, View], object]]] = {
    "order": told.order,
    "product": told.product,
    "customer": told.customer,
    "category": told.category,
    "brand": told.brand,
    "warehouse": told.branch,
    "review": told.review,
    "tax": told.tax,
    "app": told.app,
    "app.authorized": told.handover,
    TEST: _test,
}
