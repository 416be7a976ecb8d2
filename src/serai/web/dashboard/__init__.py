"""The merchant's dashboard at `/dashboard`: server-rendered, without scripts, in the merchant's language."""

from pathlib import Path

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route as Way

from serai.web.dashboard.desk import MOUNT, STYLE, Dashboard
from serai.web.dashboard.entry import views as entry
from serai.web.dashboard.sections import SECTIONS
from serai.web.pages import style_sheet
from serai.wire.call import Services
from serai.wire.transport import Networks

_STYLE = style_sheet(Path(__file__).parent / "static" / "dashboard.css")


def routes(services: Services, *, trusted: Networks = ()) -> list[Way]:
    """Every page, and their style sheet. Whoever asks for the bare root is sent here."""
    desk = Dashboard(services, trusted)
    sections = (entry.section(desk), *SECTIONS)
    pages = [way for section in sections for way in desk.paths(section.routes, MOUNT)]
    return [Way("/", _here), Way(STYLE, _STYLE), *pages]


def _here(_: Request) -> Response:
    return RedirectResponse(MOUNT, 307)
