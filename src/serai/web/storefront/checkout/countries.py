"""Where a shop delivers to, by the names that its shoppers know."""

from serai.core.content import Shown
from serai.kit.text import fold
from serai.web.names import countries


def offered(shop: Shown, *, also: str | None = None) -> list[tuple[str, str]]:
    """(code, name) of what its shipping zones have, in the order of the names; every country where there are none."""
    names = countries(shop.language)
    codes = {code for zone in shop.zones for code in zone.countries} or set(names)
    codes |= {also} if also else set()
    return sorted(((code, names.get(code, code)) for code in codes), key=lambda pair: fold(pair[1]))


def first(shop: Shown, *wanted: str | None) -> str:
    """The first of the wanted ones that is delivered to, else any."""
    codes = [code for code, _ in offered(shop)]
    return next((code for code in wanted if code in codes), codes[0])
