"""The pages themselves."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from msgspec import Struct
from starlette.responses import HTMLResponse, RedirectResponse, Response

from serai.core.accounts import Language, User
from serai.core.stores import Store
from serai.web.oauth.asking import Asking
from serai.web.oauth.words import WORDS, Words
from serai.web.pages import style_sheet, templates

STYLE_PATH: Final = "/oauth2/auth/style.css"
_HERE: Final = Path(__file__).parent
style: Final = style_sheet(_HERE / "static" / "oauth.css")
_TEMPLATES: Final = templates(_HERE / "templates", style=STYLE_PATH)
_PRIVATE: Final = {"cache-control": "no-store", "pragma": "no-cache", "referrer-policy": "no-referrer"}


class Look(Struct, frozen=True):
    """How a page looks to whoever asked: its language, and where the same page is in the others."""

    language: Language
    links: Sequence[tuple[Language, str]]

    @property
    def words(self) -> Words:
        return WORDS[self.language]


def log_in(look: Look, asking: Asking, *, csrf: str, notice: str = "", email: str = "", status: int = 200) -> HTMLResponse:
    """Asks for e-mail and password."""
    return _page("log_in.html", look, status, asking, csrf=csrf, notice=notice, email=email)


def consent(
    look: Look, asking: Asking, *, csrf: str, user: User, stores: Sequence[Store], notice: str = "", status: int = 200
) -> HTMLResponse:
    """Asks whether the app may, and in which store."""
    scopes = [look.words.scope(scope) for scope in asking.scopes] or [look.words.nothing]
    who = user.email or user.display_name
    host = urlsplit(asking.redirect_uri).netloc
    return _page(
        "consent.html", look, status, asking, csrf=csrf, notice=notice, scopes=scopes, stores=stores, who=who, host=host
    )


def message(look: Look, text: str, status: int) -> HTMLResponse:
    """A page that only says something, for which there is no way back."""
    return _page("message.html", look, status, None, text=text)


def sent_to(url: str, status: int) -> Response:
    """To the app, or to this page again. The URL is one that was checked, and is written as it is."""
    return _Unchanged(url, status, headers=_PRIVATE)


class _Unchanged(RedirectResponse):
    """Starlette quotes the URL anew; a registered one is sent to the letter."""

    def __init__(self, url: str, status: int, headers: dict[str, str]) -> None:
        super().__init__("/", status, headers=headers)
        self.headers["location"] = url


def _page(template: str, look: Look, status: int, asking: Asking | None, **values: Any) -> HTMLResponse:
    """Browsers follow the form's redirect only to where `form-action` allows."""
    forms = "'none'" if asking is None else f"'self' {_origin(asking.redirect_uri)}"
    headers = {
        **_PRIVATE,
        "content-security-policy": (
            f"default-src 'none'; style-src 'self'; img-src data:; base-uri 'none'; frame-ancestors 'none'; form-action {forms}"
        ),
        "content-language": look.language.value,
        "vary": "accept-language, cookie",
        "x-content-type-options": "nosniff",
        "x-frame-options": "DENY",
    }
    app = None if asking is None else asking.app
    text = _TEMPLATES.get_template(template).render(values, look=look, words=look.words, app=app, all=WORDS)
    return HTMLResponse(text, status, headers=headers)


def _origin(url: str) -> str:
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc}"
