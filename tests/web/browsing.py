"""A browser without scripts: it reads a page's form and sends it."""

from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import parse_qs, urlencode, urlsplit

import httpx

from serai.core.apps import Registered

CALLBACK = "https://app.example/callback"


class Form(HTMLParser):
    """A page: its fields by name (radio buttons: the one that is checked), its buttons, its tags, its words."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.fields: dict[str, str] = {}
        self.choices: list[str] = []
        self.buttons: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.words = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append((tag, values))
        name, value = values.get("name") or "", values.get("value") or ""
        if tag == "button":
            self.buttons.append(value)
        elif tag == "input" and values.get("type") == "radio":
            self.choices.append(value)
            if "checked" in values:
                self.fields[name] = value
        elif tag == "input":
            self.fields[name] = value

    def handle_data(self, data: str) -> None:
        self.words += data


@dataclass
class Merchant:
    """Somebody at the consent page."""

    browser: httpx.AsyncClient
    email: str
    password: str
    where: str = ""
    seen: list[httpx.Response] = field(default_factory=list)

    async def open(self, where: str, **headers: str) -> httpx.Response:
        self.where = where
        self.seen.append(await self.browser.get(where, headers=headers))
        return self.seen[-1]

    async def press(self, button: str, **changed: str) -> httpx.Response:
        """Fill in the form last seen, change fields, press a button; a redirect to the page itself is followed."""
        page = Form(self.seen[-1].text)
        assert button in page.buttons
        answer = await self.browser.post(self.where, data={**page.fields, **changed, "do": button})
        if answer.status_code == 303:
            return await self.open(answer.headers["location"])
        self.seen.append(answer)
        return answer

    async def log_in(self) -> httpx.Response:
        return await self.press("log-in", email=self.email, password=self.password)

    async def agree(self, where: str, **choice: str) -> dict[str, str]:
        """All the way: what the app gets at its callback."""
        answer = await self.open(where)
        if "log-in" in Form(answer.text).buttons:
            await self.log_in()
        return arrived(await self.press("allow", **choice))


def arrived(answer: httpx.Response) -> dict[str, str]:
    """The parameters at the app's callback."""
    assert answer.status_code == 302, answer.text
    url = urlsplit(answer.headers["location"])
    assert url._replace(query="").geturl() == CALLBACK
    return {name: values[0] for name, values in parse_qs(url.query, keep_blank_values=True, strict_parsing=True).items()}


def url(app: Registered, path: str = "/salla/oauth2/auth", **changed: str | None) -> str:
    """An authorization request; None leaves a parameter out."""
    values = {
        "client_id": app.app.client_id,
        "redirect_uri": CALLBACK,
        "response_type": "code",
        "scope": "offline_access orders.read",
        "state": "Zx9-._~",
        **changed,
    }
    return f"{path}?{urlencode({name: value for name, value in values.items() if value is not None})}"
