"""Which of a thing's names an answer has: the one in the language asked for, else the plain one."""

from collections.abc import Mapping


def preferred(accept: str) -> str | None:
    """The language that `Accept-Language` likes best, as ISO 639-1; None when it names none."""
    best: tuple[float, str] | None = None
    for part in accept[:200].split(","):
        tag, _, weight = part.strip().partition(";q=")
        language = tag.strip().lower().split("-")[0]
        if len(language) != 2 or not language.isalpha() or not language.isascii():
            continue
        how_much = _weight(weight)
        if how_much > 0 and (best is None or how_much > best[0]):
            best = how_much, language
    return best[1] if best else None


def said(plain: str, names: Mapping[str, str], language: str | None) -> str:
    """`names` by locale (`ar_SA`); the first of the language, else the plain one."""
    if language is None:
        return plain
    return next((name for locale, name in sorted(names.items()) if locale.split("_")[0] == language and name), plain)


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0
