"""What is said about a product, as the words it can be found by."""

import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Final

from serai.core.catalog import Full
from serai.kit.text import fold

LONGEST: Final = 5_000
"""Characters of a description that can be searched."""
LONGEST_WORD: Final = 40
_WORD: Final = re.compile(r"[^\W_]+")
_NUMBER: Final = re.compile(r"[^\W_]+(?:[-_./][^\W_]+)+")


SHORT: Final = 60
"""Characters of texts that many products have, such as names of categories and values: their words are remembered."""


def words_of(text: str) -> list[str]:
    """The words of a text as they are compared: folded, without punctuation; a number such as AB-12 also as one word."""
    return list(_short(text) if len(text) <= SHORT else _split(text))


def _split(text: str) -> tuple[str, ...]:
    folded = fold(text)
    joined = [re.sub(r"[\W_]", "", found) for found in _NUMBER.findall(folded)]
    return tuple(word[:LONGEST_WORD] for word in (*_WORD.findall(folded), *joined))


_short = lru_cache(maxsize=10_000)(_split)


def asked_words(term: str) -> list[str]:
    """The words that somebody typed, at most ten."""
    return [word[:LONGEST_WORD] for word in _WORD.findall(fold(term))][:10]


def _join(texts: Iterable[str | None]) -> str:
    return " ".join(dict.fromkeys(word for text in texts if text for word in words_of(text)))


def stems_of(term: str) -> list[str]:
    """The beginnings of the words that somebody typed, which their other forms have too."""
    return [word[: max(3, len(word) - 2)] if len(word) > 4 else word for word in asked_words(term)]


def letters(word: str) -> str:
    """A word's letters in the order of the alphabet: the same for two words that differ by letters that changed places."""
    return "".join(sorted(word))


def together(*texts: str) -> str:
    """Each word once."""
    return " ".join(dict.fromkeys(word for text in texts for word in text.split()))


def title(product: Full) -> str:
    """Names in every language, the brand, and the numbers it goes by."""
    brand = () if product.brand is None else (product.brand.name, *product.brand.names.values())
    codes = [code for v in product.variants for code in (v.sku, v.barcode)]
    keys = [key for key in (product.reference_key, product.master.reference_key) if key != product.slug]
    return _join((product.name, *product.own_names.values(), *brand, *keys, *codes))


def about(product: Full) -> str:
    """Its categories and the kinds of it."""
    steps = [step for category in product.categories for step in category.path]
    names = [name for step in steps for name in (step.name, *step.names.values())]
    return _join((*names, product.product_type))


def facts(product: Full) -> str:
    """What its attributes, options and tags say, the variants' too."""
    groups = [*product.attributes, *product.master.attributes, *(a for v in product.variants for a in v.attributes)]
    values = [text for a in groups for value in a.values for text in (value.value, *value.labels.values())]
    options = [text for v in product.named for text in (v.name, *v.options)]
    return _join((*values, *options, *product.tags))


def body(product: Full) -> str:
    """The descriptions."""
    return _join((product.description[:LONGEST], *(text[:LONGEST] for text in product.own_descriptions.values())))
