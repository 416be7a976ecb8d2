"""The documentation pages: whole, well-formed, and loading nothing from elsewhere."""

import ast
import json
import re
from collections.abc import AsyncIterator
from html.parser import HTMLParser

import httpx
import pytest

from serai.app import DIALECTS
from serai.front import Front
from serai.web.docs import samples
from serai.web.docs.samples import Ask
from tests.conftest import client

PAGES = ["/docs", *(f"/docs/{d.name}{rest}" for d in DIALECTS for rest in ("", "/changelog"))]
VOID = {"meta", "link", "input", "br", "hr", "img"}
every_dialect = pytest.mark.parametrize("dialect", DIALECTS, ids=[d.name for d in DIALECTS])


class Page(HTMLParser):
    """Fails on a tag that is not closed in its order; gathers ids, addresses and text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.open, self.ids, self.links, self.loads, self.words = [], [], [], [], []
        self.feed(html)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs) -> None:
        given = dict(attrs)
        assert not any(name.startswith("on") or name == "style" for name in given)
        self.ids += [given["id"]] if "id" in given else []
        self.links += [given["href"]] if tag == "a" else []
        self.loads += [value for name, value in given.items() if name == "src" or (tag == "link" and name == "href")]
        assert tag not in ("script", "style", "iframe")
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data) -> None:
        self.words.append(data)


@pytest.fixture
async def http(front: Front) -> AsyncIterator[httpx.AsyncClient]:
    async with client(front, "") as made:
        yield made


@pytest.mark.parametrize("path", PAGES)
async def test_pages_are_well_formed_and_load_nothing_from_elsewhere(http, path) -> None:
    answer = await http.get(path)

    page = Page(answer.text)

    assert answer.status_code == 200
    assert page.loads == ["data:,", "/docs/docs.css"]
    assert len(page.ids) == len(set(page.ids))
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    assert "unsafe" not in answer.headers["content-security-policy"]


@pytest.mark.parametrize("path", PAGES)
async def test_every_link_inside_the_pages_leads_somewhere(http, path) -> None:
    page = Page((await http.get(path)).text)

    for link in page.links:
        if link.startswith("#"):
            assert link[1:] in page.ids
        else:
            assert (await http.get(link)).status_code == 200


async def test_the_style_is_served_from_here_and_loads_nothing(http) -> None:
    style = await http.get("/docs/docs.css")

    assert style.headers["content-type"].startswith("text/css")
    assert not re.search(r"url\(|@import|//", style.text)
    assert "prefers-color-scheme: dark" in style.text


@every_dialect
async def test_a_reference_has_every_operation_with_samples_in_four_languages(http, dialect) -> None:
    html = (await http.get(f"/docs/{dialect.name}")).text

    for operation in dialect.operations:
        [article] = re.findall(rf'<article id="{operation.name}">(.*?)</article>', html, re.DOTALL)
        assert f">{operation.method}</span>" in article
        assert re.sub(r":\w+\}", "}", operation.path) in article
        for language in ("cURL", "JavaScript", "Python", "PHP"):
            assert f'aria-label="{language}"' in article


@every_dialect
async def test_a_reference_explains_authentication_errors_paging_and_limits(http, dialect) -> None:
    page = Page((await http.get(f"/docs/{dialect.name}")).text)

    assert {"authentication", "errors", "paging", "limits"} <= set(page.ids)


@every_dialect
async def test_the_documents_are_served_with_this_hosts_address(http, dialect) -> None:
    document = (await http.get(f"/docs/{dialect.name}/openapi.json", headers={"host": "shop.example:8443"})).json()
    collection = (await http.get(f"/docs/{dialect.name}/postman.json")).json()

    assert document["servers"][0]["url"].startswith("http://shop.example:8443/")
    assert collection["info"]["name"] == dialect.title


async def test_a_host_that_is_none_does_not_reach_the_page(http) -> None:
    answer = await http.get(f"/docs/{DIALECTS[0].name}", headers={"host": "evil'><script>"})

    assert "evil" not in answer.text


async def test_an_unknown_dialect_is_not_found(http) -> None:
    assert (await http.get("/docs/nothing")).status_code == 404
    assert (await http.get("/docs/nothing/openapi.json")).status_code == 404


AWKWARD = Ask("POST", "https://shop.example/o'clock", {"X-Api-Key": "k"}, {"say": 'it\'s "so" \\ 50 %', "n": None, "yes": True})


def test_samples_survive_quotes_in_what_they_send() -> None:
    by_language = {sample.language: sample.code for sample in samples.of(AWKWARD)}

    call = ast.parse(by_language["Python"]).body[1].value
    sent = next(ast.literal_eval(word.value) for word in call.keywords if word.arg == "json")
    body = re.search(r"JSON\.stringify\((.*)\),\n", by_language["JavaScript"], re.DOTALL)
    assert sent == AWKWARD.body
    assert json.loads(body[1]) == AWKWARD.body
    assert "o'\\''clock" in by_language["cURL"]
    assert "o\\'clock" in by_language["PHP"]
