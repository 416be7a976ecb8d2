"""Who is at the page: cookies, and the tokens that prove that a form came from it."""

import hmac
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from serai.core import accounts
from serai.core.accounts import Authenticated, SessionId, SignedIn
from serai.kit.crypto import random_text
from serai.kit.errors import Unauthenticated
from serai.kit.tokens import Tokens
from serai.wire.call import Services

SESSION: Final = "serai_consent"
VISIT: Final = "serai_visit"
LIFE: Final = 3600
"""Seconds that somebody stays logged in here."""
_PURPOSE: Final = "consent pages"


class Visits:
    """Sessions of these pages have a key of their own: their cookie opens nothing else."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._tokens = Tokens(services.vault.key(_PURPOSE), services.clock)

    async def who(self, request: Request) -> Authenticated | None:
        """Whoever is logged in."""
        try:
            claims = self._tokens.verify(request.cookies.get(SESSION, ""))
        except Unauthenticated:
            return None
        services = self._services
        found = await accounts.authenticate(services.database, SessionId(claims.sid), at=services.clock.now())
        return found if found is not None and claims.sub == str(found.user.id) else None

    def session(self, signed: SignedIn) -> str:
        """What the session's cookie says."""
        ends = self._services.clock.now().timestamp() + LIFE
        return self._tokens.sign(str(signed.user.id), session=signed.session, expires_at=ends)

    def visit(self, request: Request) -> str:
        """What the visit's cookie says, now or from this answer on."""
        kept = request.cookies.get(VISIT, "")
        return kept if len(kept) == 32 and kept.isalnum() and kept.isascii() else random_text(32)

    def csrf(self, *parts: str) -> str:
        """What a form must bring: bound to the browser's cookie, and to what the form is about."""
        message = b"\x00".join(part.encode() for part in parts)
        return self._services.vault.sign(message, purpose=_PURPOSE).hex()

    def is_ours(self, sent: str, *parts: str) -> bool:
        return hmac.compare_digest(sent.encode(), self.csrf(*parts).encode())


def keep(response: Response, request: Request, name: str, value: str, *, secure: bool) -> None:
    """For these pages only, out of reach of scripts and of other sites' forms; until the browser closes."""
    path = request.url.path.partition("/oauth2/")[0] + "/oauth2/"
    response.set_cookie(name, value, path=path, httponly=True, samesite="lax", secure=secure)


def forget(response: Response, request: Request, name: str) -> None:
    path = request.url.path.partition("/oauth2/")[0] + "/oauth2/"
    response.delete_cookie(name, path=path, httponly=True, samesite="lax")
