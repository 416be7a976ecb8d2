"""What may be said of an app. Pure."""

import re
from typing import Final, TypeVar
from urllib.parse import urlsplit

from serai.core.apps import scopes
from serai.core.apps.app import NewApp
from serai.kit import checks
from serai.kit.errors import Invalid

T = TypeVar("T")

_MOST_REDIRECTS: Final = 20
_LONGEST_DESCRIPTION: Final = 2000
_HOST: Final = re.compile(r"[A-Za-z0-9._:\[\]-]+")
_LIFE: Final = (60, 10 * 366 * 86_400)


def checked(new: NewApp) -> NewApp:
    """The description as it is kept. Raises Invalid, naming every field that cannot be."""
    faults = checks.Faults()
    kept = NewApp(
        name=faults.of(lambda: checks.words(new.name, field="name", least=1, most=100)) or "",
        redirect_uris=faults.of(lambda: _redirects(new.redirect_uris)) or (),
        scopes=faults.of(lambda: scopes.checked(new.scopes)) or (),
        description=faults.of(lambda: _description(new.description)) or "",
        mode=new.mode,
        profile=new.profile,
        webhook_url=new.webhook_url and faults.of(lambda: checks.url(new.webhook_url or "", field="webhook_url")),
        webhook_strategy=new.webhook_strategy,
        access_seconds=faults.of(lambda: _life(new.access_seconds, field="access_seconds")) or 0,
        refresh_seconds=new.refresh_seconds and faults.of(lambda: _life(new.refresh_seconds or 0, field="refresh_seconds")),
    )
    faults.settle()
    return kept


def _redirects(uris: tuple[str, ...]) -> tuple[str, ...]:
    """Raises Invalid. No fragment (RFC 6749 §3.1.2), and nobody's name and password."""
    if len(uris) > _MOST_REDIRECTS:
        raise Invalid.one("redirect_uris", f"At most {_MOST_REDIRECTS}.")
    for place, uri in enumerate(uris):
        field = f"redirect_uris.{place}"
        parts = urlsplit(checks.url(uri, field=field))
        if "#" in uri or "\\" in uri or not uri.isascii() or not _HOST.fullmatch(parts.netloc):
            raise Invalid.one(field, "Must be an ASCII URL of a plain host, without fragment, user name and backslash.")
    return tuple(dict.fromkeys(uris))


def _description(text: str) -> str:
    if len(text) > _LONGEST_DESCRIPTION:
        raise Invalid.one("description", f"At most {_LONGEST_DESCRIPTION} characters.")
    return text.strip()


def _life(seconds: int, *, field: str) -> int:
    least, most = _LIFE
    if not least <= seconds <= most:
        raise Invalid.one(field, f"Must be from {least} to {most} seconds.")
    return seconds
