"""What all pages have in common: how their templates are read, and how their style sheets are served."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Final

import jinja2
from starlette.requests import Request
from starlette.responses import Response

_SHARED: Final = Path(__file__).parent / "templates"
STYLE_HEADERS: Final = {"cache-control": "public, max-age=300", "x-content-type-options": "nosniff"}


def templates(*own: Path, style: str) -> jinja2.Environment:
    """A section's templates, the nearest folder first, over the shared `page.html`; `style` is its style sheet's path.

    What is put in is escaped, and a name that nobody gave is an error.
    """
    made = jinja2.Environment(
        loader=jinja2.FileSystemLoader([*own, _SHARED]),
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    made.globals["style"] = style
    return made


def style_sheet(file: Path, headers: Mapping[str, str] = STYLE_HEADERS) -> Callable[[Request], Response]:
    """Answers with the file as it was when the program began."""
    content = file.read_bytes()

    def answer(_: Request) -> Response:
        return Response(content, headers=headers, media_type="text/css")

    return answer
