"""What the pages say, in each of their languages."""

from collections.abc import Iterable, Mapping
from importlib.resources import files
from typing import Final

import msgspec

from serai.core.accounts import Language


class Words(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One language; `direction` is the writing's. Texts in braces are filled in by name."""

    direction: str
    name: str
    log_in_title: str
    log_in_note: str
    email: str
    password: str
    log_in: str
    wrong: str
    too_many: str
    stale: str
    consent_title: str
    about: str
    may: str
    nothing: str
    store: str
    choose_store: str
    no_stores: str
    allow: str
    deny: str
    goes_to: str
    signed_in: str
    other: str
    read: str
    write: str
    offline_access: str
    refused_title: str
    unknown_client: str
    bad_redirect: str
    not_safe: str
    unavailable: str
    denied: str
    language: str
    nouns: Mapping[str, str]

    def scope(self, scope: str) -> str:
        """`orders.read_write` → what it lets an app do."""
        if scope == "offline_access":
            return self.offline_access
        noun, _, what = scope.partition(".")
        return (self.read if what == "read" else self.write).format(noun=self.nouns[noun])


def _read(language: Language) -> Words:
    text = files(__package__).joinpath("languages", f"{language}.toml").read_bytes()
    return msgspec.toml.decode(text, type=Words)


WORDS: Final[Mapping[Language, Words]] = {language: _read(language) for language in Language}


def chosen(asked: str, accepted: str) -> Language:
    """The first language that we speak: of `ui_locales` (between spaces), else the best of `Accept-Language`; English."""
    return _first(asked.split()) or _first(_by_weight(accepted)) or Language.EN


def _first(tags: Iterable[str]) -> Language | None:
    for tag in tags:
        short = tag.split("-", maxsplit=1)[0].strip().lower()
        if short in tuple(Language):
            return Language(short)
    return None


def _by_weight(accepted: str) -> list[str]:
    weighted: list[tuple[float, str]] = []
    for part in accepted[:500].split(","):
        tag, _, weight = part.partition(";q=")
        try:
            weighted.append((-float(weight or 1), tag))
        except ValueError:
            continue
    return [tag for _, tag in sorted(weighted, key=lambda pair: pair[0])]
