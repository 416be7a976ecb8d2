"""Text as people search and address it. Folding is done here, not in PostgreSQL, whose C collation folds ASCII only."""

import re
import unicodedata

# Arabic letters that are written interchangeably, and digits of both Arabic sets.
_ARABIC = str.maketrans(
    "أإآٱىیکةؤئ٠١٢٣٤٥٦٧٨٩۰۱۲۳۴۵۶۷۸۹",
    "ااااييكهوي01234567890123456789",
    "ـ",
)
_NOT_SLUG = re.compile(r"[^a-z0-9]+")
_CONTROL = re.compile(r"[\x00\ud800-\udfff]")
_LATIN = str.maketrans({"æ": "ae", "œ": "oe", "ø": "o", "ß": "ss", "ð": "d", "þ": "th", "ł": "l", "đ": "d", "ı": "i"})


class _WithoutMarks(dict[int, int | None]):
    """A table for `str.translate` that drops combining characters; it fills itself as it meets them."""

    def __missing__(self, code: int) -> int | None:
        self[code] = kept = None if unicodedata.combining(chr(code)) else code
        return kept


_UNMARKED = _WithoutMarks()


def fold(text: str) -> str:
    """Lower-cased, without accents or Arabic diacritics, spaces single: two texts that a reader takes for the same match."""
    if text.isascii():
        return " ".join(text.lower().split())
    bare = unicodedata.normalize("NFKD", text.translate(_ARABIC)).translate(_UNMARKED)
    return " ".join(bare.casefold().translate(_ARABIC).split())


def slug(text: str) -> str:
    """ASCII words joined by hyphens, at most 80 characters; empty when the text has no Latin letter or digit."""
    return _NOT_SLUG.sub("-", fold(text).translate(_LATIN)).strip("-")[:80].strip("-")


def like(text: str) -> str:
    """A `like` pattern that finds the folded text anywhere, with the wildcards in it escaped."""
    escaped = fold(text).replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def prefix(text: str) -> str:
    """A `like` pattern that finds what begins with exactly this text."""
    escaped = text.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"{escaped}%"


def is_storable(text: str) -> bool:
    """False for text that PostgreSQL cannot hold: NUL, or half a surrogate pair."""
    return _CONTROL.search(text) is None
