"""What is wrong with a field, in the reader's language: the core and the parser have one."""

import re
from pathlib import Path
from typing import Final

from serai.core.accounts import Language
from serai.web import words
from serai.web.words import Text

_WORDS: Final = words.read(Path(__file__).parent / "languages")
_NUMBER: Final = r"(?P<{}>[\d.,]+)"
_LEAST: Final = _NUMBER.format("least")
_MOST: Final = _NUMBER.format("most")

# What is said, and the word for it; the groups fill the word's braces.
_SAID: Final = tuple(
    (re.compile(said), name)
    for name, said in (
        ("required", r"(?:This field is required|Is needed|Is empty)\b.*"),
        ("length", rf"Must (?:have|be a text of|be) {_LEAST} to {_MOST} (?:printable )?characters\b.*"),
        ("longest", rf"(?:Must|May) have (?:at most )?{_MOST} (?:printable )?(?:ASCII )?characters\b.*"),
        ("bytes", rf"May have at most {_MOST} bytes\b.*"),
        ("most", rf"(?:May have|May be) (?:at most )?{_MOST}(?: (?:items|entries|conditions|images|in all))?\."),
        ("whole", rf"Must be a whole number from {_LEAST} to {_MOST}\b.*"),
        ("between", rf"Must be (?:a number )?from {_LEAST} to {_MOST}\b.*"),
        ("positive", r"Must be more than 0\b.*"),
        ("negative", r"Must not be negative\b.*"),
        ("decimals", rf"(?:May have|Must .* with) at most {_MOST} decimals\b.*"),
        ("number", r"(?:Must be a whole number\.|Expected `(?:int|float|decimal|number)`?.*)"),
        ("choice", r"(?:Must be one of\b.*|Invalid enum value\b.*)"),
        ("large", r"(?:Is|The order's total is) too large\b.*"),
        ("long", r"Is too long\b.*"),
        ("slug", r"May have lower-case letters, digits and single hyphens\b.*"),
        ("spaces", r"May not have spaces in it\."),
        ("email", r"Is not a valid e-mail address\."),
        ("phone", r"Is not a (?:possible )?phone number\b.*"),
        ("url", r"(?:Is not an absolute http or https URL|Must be an ASCII URL)\b.*"),
        ("domain", r"Is not a valid domain name\."),
        ("password", r"Is not the present password\."),
        ("delivery", r"Is not a country that is delivered to\."),
        ("colour", r"Must be a colour\b.*"),
        ("font", r"Must be a font's name\b.*"),
        ("picture", r"Must be a JPEG, PNG, GIF or WebP picture\."),
        ("future", r"(?:Must lie in the future|Must not be in the past)\."),
        ("order_of_dates", r"Must not be after the end date\."),
        ("unstorable", r"Has characters that cannot be stored\."),
        ("unknown", r"There is no such\b.*"),
    )
)


def said(fault: str, language: Language) -> str:
    """A fault with no word of its own is told as it is, behind a sentence of the language. Our own words stay."""
    if isinstance(fault, Text):
        return fault
    texts = _WORDS[language]
    for pattern, name in _SAID:
        if found := pattern.fullmatch(fault):
            text: str = getattr(texts, name)
            return text.format_map(found.groupdict())
    return fault if language is Language.EN else f"{texts.other} ({fault})"
