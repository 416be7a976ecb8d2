"""Who is at the dashboard, and what its pages look like around their content."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

import jinja2
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from serai.core import accounts, stores
from serai.core.accounts import Authenticated, SessionId, SignedIn, StoreId
from serai.kit.crypto import random_text
from serai.kit.errors import DomainError, NotFound, Unauthenticated
from serai.kit.tokens import Tokens
from serai.web import words
from serai.web.dashboard.problems import problem
from serai.web.dashboard.visit import Merchant
from serai.web.desk import LANGUAGE, Desk
from serai.web.formats import FORMATS
from serai.web.pages import templates
from serai.web.section import Route, Section
from serai.web.visit import LARGEST_ID, Look, Page, Problem
from serai.wire.call import Services
from serai.wire.transport import Networks

MOUNT: Final = "/dashboard"
STYLE: Final = f"{MOUNT}/style.css"
SESSION: Final = "serai_dashboard"
VISITOR: Final = "serai_visitor"
"""Ties the forms to the browser before anybody has logged in."""
_HERE: Final = Path(__file__).parent
_WORDS: Final = words.read(_HERE / "languages")


class Dashboard(Desk[Merchant]):
    """The session's cookie opens these pages and nothing else; scripts cannot read it."""

    name: ClassVar[str] = "dashboard"

    def __init__(self, services: Services, trusted: Networks) -> None:
        super().__init__(services, trusted)
        self._tokens = Tokens(services.vault.key(self.name), services.clock)

    async def visit(self, request: Request, route: Route, ip: str, origin: str) -> Merchant | Response:
        session = request.cookies.get(SESSION, "")
        who = await self._who(session)
        if who is None and not route.is_open:
            return RedirectResponse(f"{MOUNT}/log-in", 303, headers={"cache-control": "no-store"})
        visit = Merchant(
            request=request,
            services=self._services,
            ip=ip,
            origin=origin,
            look=self._look(request, who),
            base=MOUNT,
            seal=session if who else "",
            account=who,
            open_store=await self._store(request, who),
        )
        if who is None:
            visit.seal = _visitor(visit)
        if asked := request.query_params.get("language", ""):
            visit.cookies[LANGUAGE] = asked[:2]
        return visit

    async def _who(self, session: str) -> Authenticated | None:
        try:
            claims = self._tokens.verify(session)
        except Unauthenticated:
            return None
        services = self._services
        found = await accounts.authenticate(services.database, SessionId(claims.sid), at=services.clock.now())
        return found if found is not None and claims.sub == str(found.user.id) else None

    async def _store(self, request: Request, who: Authenticated | None) -> stores.Store | None:
        """The one of the path. Raises NotFound for one that is not theirs."""
        if who is None or "store" not in request.path_params:
            return None
        number: int = request.path_params["store"]
        if number >= LARGEST_ID or number not in {own.id for own in who.stores}:
            raise NotFound("store")
        return await stores.get(self._services.database, StoreId(number))

    def _look(self, request: Request, who: Authenticated | None) -> Look:
        found = self.look(request)
        if who is None or request.query_params.get("language") or request.cookies.get(LANGUAGE):
            return found
        return Look(who.user.preferences.language, found.links)

    def admit(self, visit: Merchant, signed: SignedIn) -> None:
        """From this answer on the browser is logged in."""
        ends = signed.expires_at.timestamp()
        visit.cookies[SESSION] = self._tokens.sign(str(signed.user.id), session=signed.session, expires_at=ends)
        visit.cookies[VISITOR] = None

    # ── pages ──

    def problem(self, look: Look, error: DomainError) -> Problem:
        return problem(_WORDS[look.language], look.language, error)

    def render(self, visit: Merchant, route: Route, page: Page, common: Mapping[str, Any]) -> str:
        values = {**common, "common": _WORDS[visit.look.language], "store": visit.open_store, "account": visit.account}
        return _templates(route.section).get_template(page.template).render(page.values, **values)

    def sorry(self, look: Look, problem: Problem) -> str:
        return (
            _shared()
            .get_template("sorry.html")
            .render(common=_WORDS[look.language], look=look, languages=words.NAMES, base=MOUNT, problem=problem)
        )


def _visitor(visit: Merchant) -> str:
    """What the visitor's cookie says, now or from this answer on."""
    kept = visit.request.cookies.get(VISITOR, "")
    if len(kept) == 32 and kept.isascii() and kept.isalnum():
        return kept
    made = random_text(32)
    visit.cookies[VISITOR] = made
    return made


@cache
def _templates(section: Section[Merchant]) -> jinja2.Environment:
    made = templates(section.templates, _HERE / "templates", style=STYLE)
    made.filters.update(FORMATS)
    made.globals["directions"] = words.DIRECTIONS
    return made


@cache
def _shared() -> jinja2.Environment:
    made = templates(_HERE / "templates", style=STYLE)
    made.globals["directions"] = words.DIRECTIONS
    return made
