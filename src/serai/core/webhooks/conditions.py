"""Rules: an endpoint is told only of what its rule holds for, such as ``total > 100 AND city = `الرياض` ``. Pure.

`AND` binds tighter than `OR`. Source: docs/dialects/salla.md, "Webhooks".
"""

import operator
import re
from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

import msgspec

from serai.kit.errors import Invalid

LONGEST: Final = 1000
MOST: Final = 50
"""Conditions of one rule."""

Fact = str | int | Decimal | bool | None

_TOKEN: Final = re.compile(
    r"""\s*(?: (?P<op>!=|>=|<=|==|=|>|<) | `(?P<tick>[^`]*)` | '(?P<one>[^']*)' | "(?P<two>[^"]*)"
            | (?P<word>[^\s=<>!`'"]+) )""",
    re.VERBOSE,
)
_NUMBER: Final = re.compile(r"[+-]?[0-9]{1,30}(?:\.[0-9]{1,30})?")
_OPERATORS: Final[Mapping[str, Callable[[Any, Any], bool]]] = {  # of two numbers or two texts
    "=": operator.eq,
    "!=": operator.ne,
    ">": operator.gt,
    "<": operator.lt,
    ">=": operator.ge,
    "<=": operator.le,
}


class Condition(msgspec.Struct, frozen=True):
    """`attribute op value`; the operator is a key of the table above, the value as it was written."""

    attribute: str
    op: str
    value: str


Rule = tuple[tuple[Condition, ...], ...]
"""It holds when, in one of them, all hold."""


class _Token(msgspec.Struct, frozen=True):
    kind: str
    text: str

    def is_word(self, *words: str) -> bool:
        return self.kind == "word" and self.text.upper() in words


def parse(text: str) -> Rule:
    """The rule that the text says. Raises Invalid (rule) where it says none."""
    if len(text) > LONGEST:
        raise Invalid.one("rule", f"May have at most {LONGEST} characters.")
    tokens = _tokens(text)
    rule = tuple(tuple(_condition(part) for part in _split(group, "AND")) for group in _split(tokens, "OR"))
    if sum(map(len, rule)) > MOST:
        raise Invalid.one("rule", f"May have at most {MOST} conditions.")
    return rule


def holds(rule: Rule, facts: Mapping[str, Fact]) -> bool:
    """Whether the rule holds for these facts. A condition on what is not among them is false, whatever it says."""
    return any(all(_is_met(condition, facts) for condition in group) for group in rule)


def _is_met(condition: Condition, facts: Mapping[str, Fact]) -> bool:
    if condition.attribute not in facts:
        return False
    fact, compare = facts[condition.attribute], _OPERATORS[condition.op]
    if fact is None:
        return condition.op == "!="
    found, wanted = _comparable(fact), _number_of(condition.value)
    if isinstance(found, Decimal) and wanted is not None:
        return compare(found, wanted)
    if isinstance(found, Decimal):
        return condition.op == "!="
    return compare(found, condition.value.strip().casefold())


def _comparable(fact: str | int | Decimal | bool) -> Decimal | str:
    if isinstance(fact, bool):
        return "true" if fact else "false"
    if isinstance(fact, str):
        number = _number_of(fact)
        return fact.strip().casefold() if number is None else number
    return Decimal(fact)


def _number_of(text: str) -> Decimal | None:
    return Decimal(text.strip()) if _NUMBER.fullmatch(text.strip()) else None


def _tokens(text: str) -> list[_Token]:
    tokens: list[_Token] = []
    place, end = 0, len(text.rstrip())
    while place < end:
        found = _TOKEN.match(text, place)
        if found is None or found.lastgroup is None:
            raise _wrong(text[place : place + 20])
        tokens.append(_Token("text" if found.lastgroup in ("tick", "one", "two") else found.lastgroup, found[found.lastgroup]))
        place = found.end()
    return tokens


def _split(tokens: Sequence[_Token], word: str) -> list[list[_Token]]:
    parts: list[list[_Token]] = [[]]
    for token in tokens:
        if token.is_word(word):
            parts.append([])
        else:
            parts[-1].append(token)
    return parts


def _condition(tokens: Sequence[_Token]) -> Condition:
    """Attribute, operator, and a value that is one text or some bare words."""
    if len(tokens) < 3 or tokens[0].kind != "word" or tokens[1].kind != "op":
        raise _wrong(" ".join(token.text for token in tokens))
    op = "=" if tokens[1].text == "==" else tokens[1].text
    value = tokens[2:]
    if any(token.kind == "op" for token in value) or (len(value) > 1 and any(token.kind == "text" for token in value)):
        raise _wrong(" ".join(token.text for token in tokens))
    return Condition(tokens[0].text, op, " ".join(token.text for token in value))


def _wrong(part: str) -> Invalid:
    said = f"Cannot be read at '{part[:60]}'." if part else "Has a condition missing."
    return Invalid.one("rule", f"{said} A condition is an attribute, =, !=, > or <, and a value; AND and OR join them.")
