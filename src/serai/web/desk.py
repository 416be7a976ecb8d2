"""Answers browsers: who is it → may this form be taken → the view → the page. What goes wrong becomes a page too."""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Mapping, MutableMapping
from typing import Any, ClassVar, Final, Generic, TypeVar

import structlog
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, RedirectResponse, Response
from starlette.routing import Route as Path

from serai.core.accounts import Language
from serai.kit.errors import DomainError, TooMany, Unavailable
from serai.kit.limits import Window
from serai.web.section import Act, Route
from serai.web.visit import Answer, Done, Look, Page, Problem, Visit, is_ours, token
from serai.web.words import NAMES, chosen
from serai.wire import forms, parse
from serai.wire.call import Services
from serai.wire.errors import Broken, Malformed, TooLarge
from serai.wire.transport import Networks, caller, subscriber

V = TypeVar("V", bound=Visit)

FORMS: Final = (Window(120, 60),)
"""Forms that one address may send."""
LANGUAGE: Final = "serai_language"
# No script runs, nothing is framed, forms stay here.
HEADERS: Final = {
    "content-security-policy": (
        "default-src 'none'; style-src 'self'; img-src 'self' https: http: data:; form-action 'self'; "
        "base-uri 'none'; frame-ancestors 'none'"
    ),
    "cache-control": "no-store",
    "referrer-policy": "same-origin",
    "vary": "accept-language, cookie",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}

log = structlog.get_logger("serai.pages")


class Stale(DomainError):
    """A form that did not come from a page of this visitor's, or from one that is too old."""


class Desk(ABC, Generic[V]):
    """One family of pages. `name` tells its limits and cookies from others'."""

    name: ClassVar[str]

    def __init__(self, services: Services, trusted: Networks) -> None:
        self._services = services
        self._trusted = trusted

    # ── what each family says for itself ──

    @abstractmethod
    async def visit(self, request: Request, route: Route, ip: str, origin: str) -> V | Response:
        """Whoever asks, or where they are sent instead. Raises NotFound for what is not theirs."""

    @abstractmethod
    def problem(self, look: Look, error: DomainError) -> Problem:
        """How an error sounds in the visitor's language."""

    @abstractmethod
    def render(self, visit: V, route: Route, page: Page, common: Mapping[str, Any]) -> str:
        """The page's HTML."""

    @abstractmethod
    def sorry(self, look: Look, problem: Problem) -> str:
        """A page that only says what is wrong; nobody is known and the database may be away."""

    # ── one request ──

    def paths(self, routes: Iterable[Route], mount: str) -> list[Path]:
        """Starlette's routes for ours, below `mount`. A path's page and form share it."""
        by_path: dict[str, dict[str, Route]] = {}
        for route in routes:
            by_path.setdefault(route.path, {})["POST" if route.act else "GET"] = route
        return [self._path(mount + path, by_method) for path, by_method in by_path.items()]

    def _path(self, path: str, by_method: Mapping[str, Route]) -> Path:
        async def answer(request: Request) -> Response:
            return await self.answer(request, by_method["POST" if request.method == "POST" else "GET"])

        return Path(path, answer, methods=list(by_method))

    async def answer(self, request: Request, route: Route) -> Response:
        headers = {name.lower(): value for name, value in request.headers.items()}
        ip, _, origin = caller(request.scope, headers, self._trusted)
        try:
            visit = await self.visit(request, route, ip, self._services.base_url or origin)
            if isinstance(visit, Response):
                return visit
            answer = await (self._submitted(visit, route, route.act) if route.act else route.show(visit))
            return self._answered(visit, route, answer)
        except DomainError as error:
            return self._sorry(request, error)
        except Exception:
            log.exception("page failed", path=route.path, request_id=request.scope.get("serai.request_id"))
            return self._sorry(request, Broken())

    async def _submitted(self, visit: V, route: Route, act: Act[V, Any]) -> Answer:
        """What was pressed, else the same page with what was typed and why not."""
        sent: MutableMapping[str, str] = {}
        try:
            return await act(visit, await self._form(visit, route, sent))
        except Unavailable:
            raise
        except DomainError as error:
            log.info("form refused", error=type(error).__name__, path=route.path)
            visit.typed, visit.problem = sent, self.problem(visit.look, error)
            again = await route.show(visit)
            return Page(again.template, again.values, visit.problem.status) if isinstance(again, Page) else again

    async def _form(self, visit: V, route: Route, sent: MutableMapping[str, str]) -> Any:
        """What the form brought; `sent` becomes what it said, even when it cannot be taken."""
        services, request = self._services, visit.request
        if services.limits_on:
            standing = await services.limiter.hit(f"{self.name}:{subscriber(visit.ip)}", FORMS)
            if not standing.allowed:
                raise TooMany(standing.retry_after)
        raw = await _body(request, route.largest)
        values = forms.values(raw, request.headers.get("content-type", "")) if raw else {}
        sent.update(_flat(values, ""))
        csrf = values.pop("csrf", "")
        if not isinstance(csrf, str) or not is_ours(services.vault, visit.seal, csrf) or _is_foreign(request):
            raise Stale
        return parse.filled(values, route.takes)

    # ── answers ──

    def _answered(self, visit: V, route: Route, answer: Answer) -> Response:
        if isinstance(answer, Page):
            html = self.render(visit, route, answer, self._common(visit, route))
            response: Response = HTMLResponse(html, answer.status, headers=HEADERS)
        elif isinstance(answer, Done):
            mark = f"{'&' if '?' in answer.path else '?'}done={answer.notice}" if answer.notice else ""
            response = RedirectResponse(f"{visit.base}{answer.path}{mark}", 303, headers={"cache-control": "no-store"})
        else:
            response = answer
        self._keep(visit, response)
        return response

    def _common(self, visit: V, route: Route) -> dict[str, Any]:
        """What every template may use."""
        words = route.section.words[visit.look.language]
        notice = getattr(getattr(words, "done", None), visit.asked("done"), "") if visit.request.method == "GET" else ""
        return {
            "visit": visit,
            "words": words,
            "base": visit.base,
            "look": visit.look,
            "languages": NAMES,
            "notice": notice if isinstance(notice, str) else "",
            "problem": visit.problem,
            "typed": visit.typed,
            "brought": route.takes.__struct_fields__,
            "csrf": token(self._services.vault, visit.seal),
        }

    def _keep(self, visit: V, response: Response) -> None:
        for name, value in visit.cookies.items():
            if value is None:
                response.delete_cookie(name, path=visit.base or "/", httponly=True, samesite="lax")
            else:
                response.set_cookie(name, value, path=visit.base or "/", httponly=True, samesite="lax", secure=visit.is_secure)

    def _sorry(self, request: Request, error: DomainError) -> Response:
        look = self.look(request)
        problem = self.problem(look, error)
        response = HTMLResponse(self.sorry(look, problem), problem.status, headers=HEADERS)
        if isinstance(error, (TooMany, Unavailable)):
            response.headers["retry-after"] = str(error.retry_after)
        return response

    def look(self, request: Request) -> Look:
        """By the visitor's choice, else by what the browser prefers. What answers a form has no other address to be read at."""
        asked = request.query_params.get("language", "") or request.cookies.get(LANGUAGE, "")
        here = request.url.path
        links = [(each, f"{here}?language={each}") for each in Language] if request.method == "GET" else []
        return Look(chosen(asked, request.headers.get("accept-language", "")), links)


def _flat(value: object, path: str) -> dict[str, str]:
    """The texts of a form by the names that its fields have: `a[b][0]`."""
    if isinstance(value, str):
        return {path: value}
    if isinstance(value, dict):
        pairs: Iterable[tuple[object, object]] = value.items()
    elif isinstance(value, list):
        pairs = enumerate(value)
    else:
        return {}
    flat: dict[str, str] = {}
    for key, item in pairs:
        flat |= _flat(item, f"{path}[{key}]" if path else str(key))
    return flat


async def _body(request: Request, largest: int) -> bytes:
    body = bytearray()
    try:
        async for chunk in request.stream():
            body += chunk
            if len(body) > largest:
                raise TooLarge
    except ClientDisconnect:
        raise Malformed("The form did not arrive whole.") from None
    return bytes(body)


def _is_foreign(request: Request) -> bool:
    """Browsers say when a form stands on another site."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")
