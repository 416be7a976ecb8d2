"""Tokens: how they are given, whom they stand for, and what a page inside the dashboard may know.

`/oauth2/auth`, where merchants consent, is a page: serai.web.oauth.
"""

from typing import Final

from serai.core import apps
from serai.core.apps import AppId, Fault
from serai.dialects.salla import limits
from serai.dialects.salla.auth import app
from serai.dialects.salla.problems import Error, Failure
from serai.dialects.salla.shapes.answers import Answer
from serai.dialects.salla.shapes.oauth import (
    IntrospectIn,
    OAuthError,
    OwnerOut,
    TokensOut,
    VisitOut,
    answered,
    asked_of,
    exhausted,
    owner_out,
    visit_out,
)
from serai.dialects.salla.view import view
from serai.kit.errors import TooMany
from serai.kit.limits import Window
from serai.wire.call import Call, Reply
from serai.wire.operation import Operations
from serai.wire.transport import subscriber

oauth = Operations("OAuth")

_SMALL: Final = 16 * 1024
_FORM: Final = "application/x-www-form-urlencoded"
_OFTEN: Final = (Window(600, 60),)
"""One server renews the tokens of all the stores that its app is in."""
_ANYWHERE: Final = (
    ("access-control-allow-origin", "*"),
    ("access-control-allow-methods", "POST, OPTIONS"),
    ("access-control-allow-headers", "S-Source, Content-Type"),
    ("access-control-max-age", "86400"),
)
"""The app's page asks from its own origin, with nothing but the token that it was opened with."""
_UNKNOWN: Final = Failure(401, success=False, error=Error(0, "The token is invalid or expired"))


@oauth.post(
    "/oauth2/token",
    public=True,
    writes=False,
    media=_FORM,
    largest=_SMALL,
    windows=_OFTEN,
    quota=limits.ACCOUNTS,
    answers=TokensOut,
    extra={"refusals": dict.fromkeys((400, 401, 429), OAuthError)},
)
async def issue_token(call: Call, body: bytes) -> Reply:
    """Exchange an authorization code or a refresh token for a pair of tokens."""
    services = call.services
    asked = asked_of(call.headers, body)
    if isinstance(asked, Fault):
        return answered(asked, services.clock.now())
    try:
        given = await apps.give_tokens(call.database, services.vault, services.limiter, asked, ip=subscriber(call.ip))
    except TooMany as many:
        return exhausted(many.retry_after)
    return answered(given, services.clock.now())


@oauth.get("/oauth2/user/info", quota=limits.ACCOUNTS)
async def get_token_owner(call: Call) -> OwnerOut:
    """Who gave the token, and the store it is for."""
    who = app(call)
    return owner_out(await apps.token_owner(call.db, who.store, who.user), who, view(call))


@oauth.get("/admin/v2/oauth2/user/info")
async def get_owner(call: Call) -> OwnerOut:
    """The same, where one published client looks for it."""
    return await get_token_owner(call)


@oauth.post(
    "/exchange-authority/v1/introspect",
    public=True,
    writes=False,
    windows=_OFTEN,
    quota=limits.ACCOUNTS,
    answers=Answer[VisitOut],
)
async def introspect(call: Call, body: IntrospectIn) -> Reply:
    """Check the token that an app's page was opened with."""
    source = call.headers.get("s-source", "")
    number = int(source) if source.isdecimal() and len(source) < 16 else 0
    visit = await apps.introspect(call.db, AppId(number), body.token, at=call.services.clock.now())
    if visit is None:
        return Reply(_UNKNOWN, 401, _ANYWHERE)
    found = Answer(status=200, success=True, data=visit_out(visit))
    return Reply(found, headers=_ANYWHERE)


@oauth.options("/exchange-authority/v1/introspect", status=204)
async def allow_introspection(call: Call) -> Reply:
    """Let browsers ask."""
    del call
    return Reply(headers=_ANYWHERE)
