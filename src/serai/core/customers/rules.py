"""What makes a customer legal. Pure."""

import unicodedata

from serai.kit.errors import Invalid

LONGEST_NAME = 200
LONGEST_PHONE = 40
MOST_TAGS = 50


def parts(name: str) -> tuple[str, str]:
    """(first, last) split at the last space: joining them again gives the name (X-13)."""
    first, _, last = name.rpartition(" ")
    return (first, last) if first else (last, "")


def joined(first: str, last: str) -> str:
    return f"{first} {last}".strip()


def check(*, first: str, last: str, phone: str | None, tags: tuple[str, ...], whole: bool) -> None:
    """Raises Invalid naming every field that is wrong. `whole`: the name came as one text."""
    wrong: dict[str, list[str]] = {}
    if not joined(first, last) or len(joined(first, last)) > LONGEST_NAME:
        wrong["name" if whole else "first_name"] = [f"Must have 1 to {LONGEST_NAME} characters."]
    if phone is not None and (len(phone) > LONGEST_PHONE or any(unicodedata.category(c) == "Cc" for c in phone)):
        wrong["phone"] = [f"Must have at most {LONGEST_PHONE} characters."]
    if len(tags) > MOST_TAGS:
        wrong["tags"] = [f"May have at most {MOST_TAGS}."]
    if wrong:
        raise Invalid(wrong)
