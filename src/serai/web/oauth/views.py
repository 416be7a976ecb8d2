"""The routes of `/oauth2/auth`. A form comes back to the URL it was shown at, so that the request is always read anew."""

from collections.abc import Mapping
from typing import Final
from urllib.parse import parse_qsl

import structlog
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from serai.core import accounts, apps, stores
from serai.core.accounts import Authenticated, Language
from serai.kit.errors import NotFound, TooMany, Unavailable
from serai.kit.limits import Window
from serai.kit.text import is_storable
from serai.web.oauth import asking as reading
from serai.web.oauth import pages, visits
from serai.web.oauth.asking import Asking, NoWayBack, Refusal
from serai.web.oauth.pages import Look
from serai.web.oauth.visits import SESSION, VISIT, Visits
from serai.web.oauth.words import WORDS, Words
from serai.web.words import chosen
from serai.wire.call import Services
from serai.wire.transport import Networks, caller, subscriber

_LARGEST: Final = 16 * 1024
_FORMS: Final = (Window(30, 60),)
_PATHS: Final = ("/oauth2/auth", "/oauth2/authorize")

log = structlog.get_logger("serai.oauth")


def routes(services: Services, *, trusted: Networks = ()) -> list[Route]:
    """The consent page at the root and below `/salla`, under both of its names."""
    desk = Desk(services, trusted)
    paths = [mount + path + end for mount in ("", "/salla") for path in _PATHS for end in ("", "/")]
    return [Route(pages.STYLE_PATH, pages.style), *(Route(path, desk.answer, methods=["GET", "POST"]) for path in paths)]


class Desk:
    """Answers one merchant's browser."""

    def __init__(self, services: Services, trusted: Networks) -> None:
        self._services = services
        self._trusted = trusted
        self._visits = Visits(services)

    async def answer(self, request: Request) -> Response:
        ip, is_safe, origin = caller(request.scope, {k.lower(): v for k, v in request.headers.items()}, self._trusted)
        exchange = Exchange(request, ip, secure=origin.startswith("https://"))
        look = exchange.look
        if not is_safe:
            return pages.message(look, look.words.not_safe, 403)
        if request.method == "POST" and not await self._may(exchange):
            return pages.message(look, look.words.too_many, 429)
        try:
            asking = await reading.read(self._services.database, exchange.query)
            return await (self._submitted if request.method == "POST" else self._shown)(exchange, asking)
        except NoWayBack as lost:
            return pages.message(look, str(getattr(look.words, lost.word)), 400)
        except Refusal as refusal:
            return pages.sent_to(refusal.url, 302)
        except Unavailable:
            return pages.message(look, look.words.unavailable, 503)

    async def _may(self, exchange: "Exchange") -> bool:
        """Whether this address has sent few enough forms, whoever it says it is."""
        services = self._services
        key = f"consent:{subscriber(exchange.ip)}"
        return not services.limits_on or (await services.limiter.hit(key, _FORMS)).allowed

    # ── showing ──

    async def _shown(self, exchange: "Exchange", asking: Asking) -> Response:
        who = await self._visits.who(exchange.request)
        return self._log_in(exchange, asking) if who is None else await self._consent(exchange, asking, who)

    def _log_in(
        self, exchange: "Exchange", asking: Asking, *, notice: str = "", email: str = "", status: int = 200
    ) -> Response:
        visit = self._visits.visit(exchange.request)
        csrf = self._visits.csrf("log in", visit)
        response = pages.log_in(exchange.look, asking, csrf=csrf, notice=notice, email=email, status=status)
        visits.keep(response, exchange.request, VISIT, visit, secure=exchange.secure)
        return response

    async def _consent(
        self, exchange: "Exchange", asking: Asking, who: Authenticated, *, notice: str = "", status: int = 200
    ) -> Response:
        own = await stores.many(self._services.database, [store.id for store in who.stores])
        csrf = self._visits.csrf(*_about(exchange, asking))
        return pages.consent(exchange.look, asking, csrf=csrf, user=who.user, stores=own, notice=notice, status=status)

    # ── what was pressed ──

    async def _submitted(self, exchange: "Exchange", asking: Asking) -> Response:
        form = await _form(exchange.request)
        press = form.get("do")
        csrf = form.get("csrf", "")
        who = await self._visits.who(exchange.request)
        if who is None:
            if not self._visits.is_ours(csrf, "log in", exchange.request.cookies.get(VISIT, "")) or _is_foreign(
                exchange.request
            ):
                return self._log_in(exchange, asking, notice=exchange.look.words.stale, status=403)
            return self._denied(exchange, asking) if press == "deny" else await self._logged_in(exchange, asking, form)
        if not self._visits.is_ours(csrf, *_about(exchange, asking)) or _is_foreign(exchange.request):
            return await self._consent(exchange, asking, who, notice=exchange.look.words.stale, status=403)
        if press == "allow":
            return await self._allowed(exchange, asking, who, form.get("store", ""))
        if press == "other":
            return await self._logged_out(exchange, who)
        return self._denied(exchange, asking)

    async def _logged_in(self, exchange: "Exchange", asking: Asking, form: Mapping[str, str]) -> Response:
        services, words, email = self._services, exchange.look.words, form.get("email", "")
        try:
            signed = await accounts.log_in(
                services.database,
                services.passwords,
                services.limiter,
                email=email,
                password=form.get("password", ""),
                ip=subscriber(exchange.ip),
            )
        except accounts.WrongCredentials:
            return self._log_in(exchange, asking, notice=words.wrong, email=email, status=403)
        except TooMany as many:
            response = self._log_in(exchange, asking, notice=words.too_many, email=email, status=429)
            response.headers["retry-after"] = str(many.retry_after)
            return response
        response = pages.sent_to(exchange.here, 303)
        visits.keep(response, exchange.request, SESSION, self._visits.session(signed), secure=exchange.secure)
        visits.forget(response, exchange.request, VISIT)
        return response

    async def _logged_out(self, exchange: "Exchange", who: Authenticated) -> Response:
        await self._services.database.write(lambda tx: accounts.log_out(tx, who.user.id, session=who.session))
        response = pages.sent_to(exchange.here, 303)
        visits.forget(response, exchange.request, SESSION)
        return response

    def _denied(self, exchange: "Exchange", asking: Asking) -> Response:
        return pages.sent_to(asking.refused("access_denied", exchange.english.denied), 302)

    async def _allowed(self, exchange: "Exchange", asking: Asking, who: Authenticated, store: str) -> Response:
        chosen_store = next((own.id for own in who.stores if str(own.id) == store), None)
        if chosen_store is None:
            return await self._consent(exchange, asking, who, notice=exchange.look.words.choose_store, status=400)
        given = apps.Consent(
            client_id=asking.app.client_id,
            store=chosen_store,
            user=who.user.id,
            scopes=asking.scopes,
            redirect_uri=asking.said_redirect,
            challenge=asking.challenge,
        )
        try:
            code, scopes = await self._services.database.write(lambda tx: apps.consent(tx, given))
        except NotFound:  # removed at this very moment
            raise NoWayBack("unknown_client") from None
        log.info("app allowed", app=asking.app.id, store=chosen_store)
        return pages.sent_to(asking.granted(code, scopes), 302)


class Exchange:
    """One request to the page."""

    def __init__(self, request: Request, ip: str, *, secure: bool) -> None:
        self.request = request
        self.ip = ip
        self.secure = secure
        self.query: bytes = request.scope["query_string"]
        values, _ = reading.parameters(self.query)
        asked = values.get("ui_locales", b"").decode("latin-1")
        language = chosen(asked, request.headers.get("accept-language", ""))
        self.look = Look(language, [(each, self._in(each)) for each in Language])

    @property
    def english(self) -> Words:
        """What apps are told: RFC 6749 has only ASCII there."""
        return WORDS[Language.EN]

    @property
    def here(self) -> str:
        """The same page again, to the letter."""
        return f"{self.request.url.path}?{_printable(self.query)}"

    def _in(self, language: Language) -> str:
        rest = [part for part in self.query.split(b"&") if part and not part.startswith(b"ui_locales=")]
        return f"?{_printable(b'&'.join([*rest, f'ui_locales={language}'.encode()]))}"


def _printable(query: bytes) -> str:
    """The query as it came, but for what may not stand in a header: that is written in per cent."""
    return "".join(chr(byte) if 0x21 <= byte < 0x7F else f"%{byte:02X}" for byte in query)


def _about(exchange: Exchange, asking: Asking) -> tuple[str, ...]:
    """What a consent form stands for: this session, this app, to do this, from here to there."""
    session = exchange.request.cookies.get(SESSION, "")
    return ("consent", session, asking.app.client_id, " ".join(asking.scopes), asking.redirect_uri)


def _is_foreign(request: Request) -> bool:
    """Browsers say when a form stands on another site."""
    return request.headers.get("sec-fetch-site", "same-origin") not in ("same-origin", "none")


async def _form(request: Request) -> dict[str, str]:
    """The fields of a form; nothing of one that is too large, or has what cannot be stored."""
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _LARGEST:
            return {}
    try:
        pairs = parse_qsl(body.decode("ascii"), keep_blank_values=True, errors="strict", max_num_fields=20)
    except ValueError:
        return {}
    return {name: value for name, value in pairs if is_storable(value)}
