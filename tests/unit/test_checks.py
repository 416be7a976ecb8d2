"""Values as they are kept, or why not."""

import pytest

from serai.core.content.html import safe
from serai.dialects.skalia import ids, problems
from serai.kit import checks
from serai.kit.errors import Invalid, NotFound


def test_kept_forms() -> None:
    assert checks.email(" Jane@EXAMPLE.com ", field="f") == "Jane@example.com"
    assert checks.email_key("Jane@EXAMPLE.com") == "jane@example.com"
    assert checks.phone("+212 612-345678", field="f") == "+212612345678"
    assert checks.hostname("Shop.Example.com.", field="f") == "shop.example.com"
    assert checks.words("  two words ", field="f", least=1, most=20) == "two words"


@pytest.mark.parametrize("text", ["", "a", "a@", "@b.co", "a b@c.co", "a@b", "a@b..co", "a@b.co\n.x", "a@b.co, c@d.co"])
def test_no_addresses(text: str) -> None:
    with pytest.raises(Invalid):
        checks.email(text, field="f")


@pytest.mark.parametrize(
    "text",
    ["", "x", "/x", "//a.example", "ftp://a.example", "javascript:x", "http://", "http://a b", "http://[x", "http://a\n"],
)
def test_no_urls(text: str) -> None:
    with pytest.raises(Invalid):
        checks.url(text, field="f")


@pytest.mark.parametrize("code", ["", "ma", "MAR", "XX", "M1", "Morocco"])
def test_no_countries(code: str) -> None:
    with pytest.raises(Invalid):
        checks.country(code, field="f")


@pytest.mark.parametrize(
    "text",
    ["", "store", "store_", "store_0", "store_01", "store_-1", "store_1x", "prod_1", "store_٣", "store_9007199254740993", "1"],
)
def test_no_ids(text: str) -> None:
    with pytest.raises(NotFound):
        ids.store(text)


def test_ids_come_back() -> None:
    for what in ids.PREFIXES:
        assert ids.read(what, ids.write(what, 2**53)) == 2**53


def test_paths_in_this_wires_words() -> None:
    assert problems.field("public_slug") == "publicSlug"
    assert problems.field("variants.0.compare_at_price") == "variants.0.compareAtPrice"
    assert problems.field("photo_url") == "photoURL"
    assert problems.field("colors.primary") == "item.colors.primary"
    assert problems.field("publicSlug") == "publicSlug"


@pytest.mark.parametrize(
    ("dirty", "clean"),
    [
        ("<p>ok <b>bold</b></p>", "<p>ok <b>bold</b></p>"),
        ("<svg onload=x()><p>a</p></svg>", "<p>a</p>"),
        ('<a href="jAvAsCrIpT:x()">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<a href="data:text/html,x">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<p style="position:fixed">a</p>', "<p>a</p>"),
        ("<form action=/x><input name=a></form>", ""),
        ("<!-- c --><p>a</p>", "<p>a</p>"),
        ("<scr<script>ipt>x()</script>", "ipt&gt;x()"),
    ],
)
def test_html(dirty: str, clean: str) -> None:
    assert safe(dirty) == clean
    assert safe(clean) == clean
