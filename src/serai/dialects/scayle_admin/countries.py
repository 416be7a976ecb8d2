"""Country codes: addresses have three letters here, shop countries two."""

from functools import cache

import pycountry

from serai.kit import checks


@cache
def alpha3(code: str | None) -> str | None:
    """`DE` → `DEU`"""
    found = pycountry.countries.get(alpha_2=code) if code else None
    return found.alpha_3 if found else None


def alpha2(text: str | None, *, field: str) -> str | None:
    """`DEU` or `DE` → `DE`. Raises Invalid."""
    return None if text is None else checks.any_country(text, field=field)
