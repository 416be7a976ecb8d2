"""What the pages say, in each of their languages."""

from collections.abc import Mapping
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
