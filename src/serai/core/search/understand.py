"""What somebody's words mean in a shop: a category, values of attributes, or just words. Pure."""

from collections.abc import Iterable, Sequence
from typing import Final

import msgspec

from serai.core.navigation import Node, Tree
from serai.core.search.model import GroupCount, ValueCount
from serai.core.search.wording import asked_words, words_of

SHORTEST: Final = 3
"""Letters of a word that may stand for a longer one."""


class Meant(msgspec.Struct, frozen=True):
    """A value that some of the words name."""

    group: GroupCount
    value: ValueCount
    words: tuple[str, ...]


class Understood(msgspec.Struct, frozen=True):
    """`categories` the likeliest first, of what `values` leave of the words. `rest`: what those leave."""

    values: tuple[Meant, ...]
    categories: tuple[Node, ...]
    rest: tuple[str, ...]


def understand(term: str, tree: Tree, groups: Iterable[GroupCount]) -> Understood:
    """Values are named word by word, the longest first; a category by a word that its name has or begins with."""
    words = asked_words(term)
    values, rest = _values(words, groups)
    return Understood(tuple(values), tuple(_categories(rest or words, tree)), tuple(rest))


def _values(words: Sequence[str], groups: Iterable[GroupCount]) -> tuple[list[Meant], list[str]]:
    rest = list(words)
    named = [(words_of(value.label), group, value) for group in groups for value in group.values]
    found = []
    for own, group, value in sorted(named, key=lambda each: (-len(each[0]), -each[2].products, each[2].id)):
        if own and all(word in rest for word in own):
            rest = [word for word in rest if word not in own]
            found.append(Meant(group, value, tuple(own)))
    return found, rest


def _categories(words: Sequence[str], tree: Tree) -> list[Node]:
    if not words:
        return []
    found: list[tuple[int, int, Node]] = []
    for root in tree.children(None):
        for node in tree.below(root.id):
            name = words_of(tree.name(node))
            if node.is_visible and not node.is_excluded_from_search and _is_named(words, name):
                found.append((abs(len(" ".join(name)) - len(" ".join(words))), len(tree.rootline(node)), node))
    return [node for _, _, node in sorted(found, key=lambda each: (each[0], each[1], each[2].id))]


def _is_named(words: Sequence[str], name: Sequence[str]) -> bool:
    return all(any(_is_like(word, own) for own in name) for word in words)


def _is_like(word: str, own: str) -> bool:
    """The word begins the other one, or is its plural."""
    if word == own or len(word) < SHORTEST:
        return word == own
    return own.startswith(word) or word in (f"{own}s", f"{own}es")


def is_name(term: str, tree: Tree, node: Node) -> bool:
    """Whether the term is just the category's name."""
    return all(any(_is_like(word, own) for word in asked_words(term)) for own in words_of(tree.name(node)))
