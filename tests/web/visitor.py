"""Somebody at the dashboard or in a storefront, with a browser without scripts: reads pages, fills in their forms, presses."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

import httpx

VOID = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})


@dataclass
class Filled:
    """A form of a page: where it goes, its fields with what they hold, its buttons (name and value)."""

    action: str
    method: str
    fields: list[tuple[str, str]] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    buttons: list[tuple[str, str]] = field(default_factory=list)

    @property
    def names(self) -> set[str]:
        return {name for name, _ in self.fields} | set(self.files)


class Seen(HTMLParser):
    """A page: its forms, its links, its texts; `faults` are tags that do not fit together and ids that come twice."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.forms: list[Filled] = []
        self.links: list[str] = []
        self.words = ""
        self.title = ""
        self.faults: list[str] = []
        self._open: list[str] = []
        self._ids: set[str] = set()
        self._area: str | None = None
        self._select: tuple[str, list[str]] | None = None
        self.feed(html)
        self.close()
        self.faults += [f"<{tag}> stays open" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        if tag not in VOID:
            self._open.append(tag)
        if "id" in values:
            if values["id"] in self._ids:
                self.faults.append(f"the id {values['id']} comes twice")
            self._ids.add(values["id"])
        if tag == "a" and "href" in values:
            self.links.append(values["href"])
        elif tag == "form":
            self.forms.append(Filled(values.get("action", ""), values.get("method", "get").lower()))
        elif self.forms and "form" in self._open:
            self._field(tag, values, {name for name, _ in attrs})

    def _field(self, tag: str, values: dict[str, str], named: set[str]) -> None:
        form, name = self.forms[-1], values.get("name", "")
        kind = values.get("type", "text")
        if tag == "button":
            form.buttons.append((name, values.get("value", "")))
        elif tag == "textarea":
            self._area = name
            form.fields.append((name, ""))
        elif tag == "select":
            self._select = (name, [])
        elif tag == "option" and self._select is not None:
            select, options = self._select
            options.append(values.get("value", ""))
            if "selected" in named or len(options) == 1:
                form.fields = [pair for pair in form.fields if pair[0] != select] + [(select, values.get("value", ""))]
        elif tag == "input" and name:
            if kind == "file":
                form.files.append(name)
            elif kind not in ("checkbox", "radio") or "checked" in named:
                form.fields.append((name, values.get("value", "on" if kind == "checkbox" else "")))

    def handle_endtag(self, tag: str) -> None:
        if tag in VOID:
            return
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> ends what it did not begin")
        if tag == "textarea" and self._area is not None:
            name, value = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, value.removeprefix("\n"))
            self._area = None
        elif tag == "select":
            self._select = None

    def handle_data(self, data: str) -> None:
        if self._area is not None:
            name, value = self.forms[-1].fields[-1]
            self.forms[-1].fields[-1] = (name, value + data)
        elif self._open and self._open[-1] == "title":
            self.title += data
        else:
            self.words += data


@dataclass
class Visitor:
    """`where` is the address of the page last seen, `seen` what it was. Every page must be whole HTML."""

    browser: httpx.AsyncClient
    where: str = ""
    answer: httpx.Response | None = None

    @property
    def page(self) -> Seen:
        assert self.answer is not None
        seen = Seen(self.answer.text)
        assert seen.faults == [], self.where
        return seen

    @property
    def words(self) -> str:
        return " ".join(self.page.words.split())

    async def open(self, where: str, **headers: str) -> httpx.Response:
        """The page at `where`, after its redirects."""
        self.where = urljoin(self.where or "/", where)
        self.answer = await self.browser.get(self.where, headers=headers)
        return await self._followed()

    async def press(
        self,
        to: str = "",
        *,
        button: tuple[str, str] | None = None,
        files: dict[str, tuple[str, bytes]] | None = None,
        **typed: str,
    ) -> httpx.Response:
        """Fill in the page's form that goes to a path ending with `to` (none: to the page itself), and send it.

        A field named with brackets is typed as `**{"items[0][name]": "x"}`; one that the form does not have is an error.
        """
        form = self.form(to)
        unknown = typed.keys() - form.names - {name for name, _ in form.buttons}
        assert not unknown or any(name in self._boxes() for name in unknown), f"the form has no {sorted(unknown)}"
        fields = [(name, typed.get(name, value)) for name, value in form.fields]
        fields += [(name, value) for name, value in typed.items() if name not in {n for n, _ in form.fields}]
        fields += [button] if button else []
        self.where = urljoin(self.where, form.action) if form.action else self.where
        sent: dict[str, list[str]] = {}
        for name, value in fields:
            sent.setdefault(name, []).append(value)
        if form.method == "get":
            self.answer = await self.browser.get(self.where, params=fields)
        else:
            self.answer = await self.browser.post(self.where, data=sent, files=files)
        return await self._followed()

    def form(self, to: str = "") -> Filled:
        """The first form that goes there."""
        path = urlsplit(self.where).path
        for form in self.page.forms:
            target = urlsplit(urljoin(self.where, form.action) if form.action else self.where).path
            if target.endswith(to) if to else (not form.action or target == path) and not target.endswith("/log-out"):
                return form
        raise AssertionError(f"no form to {to or 'the page itself'} on {self.where}")

    def _boxes(self) -> set[str]:
        """Names of check boxes, which a form lacks while they are not ticked."""
        assert self.answer is not None
        names: set[str] = set()

        class Boxes(HTMLParser):
            def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
                values = dict(attrs)
                if tag == "input" and values.get("type") in ("checkbox", "radio"):
                    names.add(values.get("name") or "")

        Boxes().feed(self.answer.text)
        return names

    async def _followed(self) -> httpx.Response:
        assert self.answer is not None
        for _ in range(5):
            if self.answer.status_code != 303:
                break
            self.where = urljoin(self.where, self.answer.headers["location"])
            self.answer = await self.browser.get(self.where)
        return self.answer
