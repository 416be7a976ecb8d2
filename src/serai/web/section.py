"""A section: a few pages that belong together, in a folder of their own with their templates and words."""

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from msgspec import Struct

from serai.core.accounts import Language
from serai.web import words
from serai.web.visit import Answer, Visit
from serai.web.words import Words

V = TypeVar("V", bound=Visit)
F = TypeVar("F", bound=Struct)
Show = Callable[[V], Awaitable[Answer]]
Act = Callable[[V, F], Awaitable[Answer]]

LARGEST_FORM: Final = 512 * 1024
"""Bytes of a form without files."""


class Form(Struct, frozen=True):
    """What a form brings that brings nothing but what was pressed."""


class Route(Struct, frozen=True, kw_only=True):
    """`show` answers a GET. With `act` it is a form, and `show` shows it once more when it was refused."""

    path: str
    section: "Section[Any]"
    show: Show[Any]
    act: Act[Any, Any] | None = None
    takes: type[Struct] = Form
    largest: int = LARGEST_FORM
    is_open: bool = False


class Section(Generic[V]):
    """`folder` holds `templates/` and `languages/`. Paths are relative to where the pages are mounted."""

    def __init__(self, folder: Path) -> None:
        self.templates = folder / "templates"
        self.words: Mapping[Language, Words] = words.read(folder / "languages")
        self.routes: list[Route] = []

    def page(self, path: str, *, is_open: bool = False) -> Callable[[Show[V]], Show[V]]:
        """`is_open`: for those too who have not logged in."""

        def add(show: Show[V]) -> Show[V]:
            self.routes.append(Route(path=path, section=self, show=show, is_open=is_open))
            return show

        return add

    def form(
        self,
        path: str,
        takes: type[F] = Form,  # type: ignore[assignment]
        *,
        again: Show[V],
        largest: int = LARGEST_FORM,
        is_open: bool = False,
    ) -> Callable[[Act[V, F]], Act[V, F]]:
        """What the form at `path` does; `takes` says what it must bring, and `again` shows it once more when it was refused."""

        def add(act: Act[V, F]) -> Act[V, F]:
            made = Route(path=path, section=self, show=again, act=act, takes=takes, largest=largest, is_open=is_open)
            self.routes.append(made)
            return act

        return add
