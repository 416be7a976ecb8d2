"""Which storefront is asked for, by whom, and what its pages look like around their content."""

import contextlib
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any, ClassVar, Final

import jinja2
from starlette.requests import Request
from starlette.responses import Response

from serai.core import analytics, content
from serai.core.content import Shown
from serai.core.stores import Status
from serai.kit.crypto import random_text
from serai.kit.errors import DomainError, NotFound, Unavailable
from serai.web import words
from serai.web.desk import Desk
from serai.web.formats import FORMATS
from serai.web.pages import templates
from serai.web.section import Route, Section
from serai.web.storefront import theme
from serai.web.storefront.domains import own_domain
from serai.web.storefront.problems import problem
from serai.web.storefront.sheets import STYLE, style_version
from serai.web.storefront.visit import Guest
from serai.web.visit import Look, Page, Problem
from serai.wire.transport import caller

MOUNT: Final = "/s/{shop}"
GUEST: Final = "serai_guest"
"""The visitor's cookie: it ties their forms to their browser, and names their basket."""
RESTING: Final = 600
"""Seconds after which a shop that is being worked on may be asked again."""
_HERE: Final = Path(__file__).parent
_WORDS: Final = words.read(_HERE / "languages")
_SLUG: Final = re.compile(r"[a-z0-9-]{1,63}")
_ORIGIN: Final = re.compile(r"https?://[A-Za-z0-9.:\[\]_-]{1,262}")
_ROBOT: Final = re.compile(r"bot|crawl|spider|slurp|preview|monitor", re.IGNORECASE)

MakeFile = Callable[[Request, Shown, str, str], Response]
"""Of the shop, at its address and below its base."""


class NotOpen(NotFound):
    """A store that has not been published."""


class Resting(Unavailable):
    """A store in maintenance."""


class Storefront(Desk[Guest]):
    """A storefront below `/s/<slug>`, or at the root of its own domain."""

    name: ClassVar[str] = "storefront"

    async def answer(self, request: Request, route: Route) -> Response:
        """The first page that a browser is shown is a visit; robots and those who only ask for the head make none."""
        response = await super().answer(request, route)
        guest = _guest(request)
        if guest is not None and guest.is_new and response.status_code == 200 and _is_person(request):
            await self._note(guest)
        return response

    async def visit(self, request: Request, _: Route, ip: str, origin: str) -> Guest | Response:
        shop, base = await self.shop(request)
        visit = Guest(
            request=request,
            services=self._services,
            ip=ip,
            origin=origin,
            look=Look(shop.language),
            base=base,
            shop=shop,
            key="",
            address=self.address(request, shop, base),
        )
        visit.seal = visit.key = _key(visit)
        request.state.guest = visit
        if shop.status is Status.MAINTENANCE:
            raise Resting(RESTING)
        return visit

    async def shop(self, request: Request) -> tuple[Shown, str]:
        """The shop that the address is of, and where its pages are. Raises NotFound, NotOpen."""
        domain, slug = own_domain(request.scope), str(request.path_params.get("shop", ""))
        if not domain and not _SLUG.fullmatch(slug):
            raise NotFound("store")
        shop = await content.shown(self._services.database, slug=slug if not domain else "", domain=domain)
        if shop.status is Status.DRAFT:
            raise NotOpen("store")
        return shop, "" if domain else f"/s/{slug}"

    def address(self, request: Request, shop: Shown, base: str) -> str:
        """The absolute address that the storefront's pages are known by."""
        if shop.domain is not None:
            return f"https://{shop.domain}"
        _, _, origin = caller(request.scope, request.headers, self._trusted)
        return (self._services.base_url or (origin if _ORIGIN.fullmatch(origin) else "")) + base

    def file(self, make: MakeFile) -> Callable[[Request], Awaitable[Response]]:
        """What is no page: it knows nobody, and is there while the shop rests."""

        async def answer(request: Request) -> Response:
            try:
                shop, base = await self.shop(request)
                return make(request, shop, self.address(request, shop, base), base)
            except DomainError as error:
                return self._sorry(request, error)

        return answer

    async def _note(self, guest: Guest) -> None:
        """Their key is nobody's to know, so a visit goes by another name."""
        token = self._services.vault.sign(guest.key.encode(), purpose="visits").hex()[:32]
        with contextlib.suppress(Unavailable):
            await guest.write(lambda tx: analytics.record_visit(tx, guest.store, token=token))

    # ── pages ──

    def problem(self, look: Look, error: DomainError) -> Problem:
        said = _WORDS[look.language]
        if isinstance(error, Resting):
            return Problem(503, said.closed.resting)
        if isinstance(error, NotOpen):
            return Problem(404, said.closed.not_open)
        return problem(said, look.language, error)

    def render(self, visit: Guest, route: Route, page: Page, common: Mapping[str, Any]) -> str:
        return _templates(route.section).get_template(page.template).render(page.values, **common, **_frame(visit))

    def _sorry(self, request: Request, error: DomainError) -> Response:
        """In the shop's own look as soon as it is known which one it is."""
        response = super()._sorry(request, error)
        guest = _guest(request)
        if guest is not None:
            said = self.problem(guest.look, error)
            values = {"visit": guest, "base": guest.base, "look": guest.look, "notice": "", "problem": None, "typed": {}}
            html = _shared().get_template("lost.html").render(values, said=said.text, csrf="", **_frame(guest))
            response.body = response.render(html)
            response.headers["content-length"] = str(len(response.body))
        return response

    def sorry(self, look: Look, problem: Problem) -> str:
        return _shared().get_template("sorry.html").render(common=_WORDS[look.language], look=look, problem=problem)


def _frame(visit: Guest) -> dict[str, Any]:
    """What stands around every page's content."""
    look = visit.shop.theme
    return {
        "common": _WORDS[visit.look.language],
        "shop": visit.shop,
        "style": f"{visit.base}/{STYLE}?v={style_version()}",
        "theme_style": f"{visit.base}/theme.css?v={theme.sheet(look).version}",
        "header_style": theme.header_style(look),
        "footer_style": theme.footer_style(look),
        "is_resting": visit.shop.status is Status.MAINTENANCE,
    }


def _is_person(request: Request) -> bool:
    return request.method == "GET" and not _ROBOT.search(request.headers.get("user-agent", ""))


def _guest(request: Request) -> Guest | None:
    found: Guest | None = getattr(request.state, "guest", None)
    return found


def _key(visit: Guest) -> str:
    """What the guest's cookie says, now or from this answer on."""
    kept = visit.request.cookies.get(GUEST, "")
    if len(kept) == 32 and kept.isascii() and kept.isalnum():
        return kept
    made = random_text(32)
    visit.cookies[GUEST] = made
    visit.is_new = True
    return made


@cache
def _templates(section: Section[Guest]) -> jinja2.Environment:
    return _prepared(templates(section.templates, _HERE / "templates", style=""))


@cache
def _shared() -> jinja2.Environment:
    return _prepared(templates(_HERE / "templates", style=f"/s/{STYLE}"))


def _prepared(made: jinja2.Environment) -> jinja2.Environment:
    made.filters.update(FORMATS)
    made.globals["directions"] = words.DIRECTIONS
    return made
