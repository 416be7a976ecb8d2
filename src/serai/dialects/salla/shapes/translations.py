"""`translations`: what things are called in other languages (§4.5)."""

from collections.abc import Mapping

from msgspec import Struct

from serai.core.stores import ShopCountry
from serai.kit.errors import Invalid

_LONGEST = 255
_LONGEST_TEXT = 100_000


class TranslationIn(Struct, frozen=True, kw_only=True):
    """`description` is for products."""

    name: str | None = None
    description: str | None = None


TranslationsIn = dict[str, TranslationIn]


def translations_out(names: Mapping[str, str]) -> dict[str, dict[str, str]]:
    """By language: {"ar": {"name": …}}."""
    return {locale.split("_")[0]: {"name": name} for locale, name in sorted(names.items())}


def names_in(translations: TranslationsIn, before: Mapping[str, str], home: ShopCountry) -> dict[str, str]:
    """Names by locale, beside those there are. A language that has no locale yet gets the store's country."""
    for language, said in translations.items():
        if said.name is not None and not 1 <= len(said.name) <= _LONGEST:
            raise Invalid.one(f"translations.{language[:20]}.name", f"Must have 1 to {_LONGEST} characters.")
    return _put({language: said.name for language, said in translations.items()}, before, home)


def descriptions_in(translations: TranslationsIn, before: Mapping[str, str], home: ShopCountry) -> dict[str, str]:
    """The same of descriptions."""
    for language, said in translations.items():
        if len(said.description or "") > _LONGEST_TEXT:
            raise Invalid.one(f"translations.{language[:20]}.description", f"May have at most {_LONGEST_TEXT} characters.")
    return _put({language: said.description for language, said in translations.items()}, before, home)


def _put(texts: Mapping[str, str | None], before: Mapping[str, str], home: ShopCountry) -> dict[str, str]:
    after = dict(before)
    for language, text in texts.items():
        if len(language) != 2 or not (language.isascii() and language.isalpha() and language.islower()):
            raise Invalid.one("translations", f"'{language[:20]}' is not an ISO 639-1 language.")
        if text is not None:
            own = next((locale for locale in after if locale.split("_")[0] == language), f"{language}_{home.country}")
            after[own] = text
    return after
