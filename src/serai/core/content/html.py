"""HTML that visitors of a storefront may be shown: an explicit list, everything else is dropped."""

from typing import Final

import nh3

TAGS: Final = set(
    "a abbr b blockquote br caption cite code col colgroup dd del div dl dt em figcaption figure h1 h2 h3 h4 h5 h6 hr i img "  # noqa: SIM905 - one line reads better
    "ins li mark ol p pre q s small span strong sub sup table tbody td tfoot th thead time tr u ul".split()
)
ATTRIBUTES: Final = {
    "a": {"href", "title", "target"},
    "img": {"src", "alt", "title", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "time": {"datetime"},
    "*": {"dir", "lang"},
}
SCHEMES: Final = {"http", "https", "mailto", "tel"}


def safe(html: str) -> str:
    """No script, style, event handler, frame, form or `javascript:` address. What is safe already comes back as it was."""
    return nh3.clean(
        html,
        tags=TAGS,
        clean_content_tags={"script", "style"},
        attributes=ATTRIBUTES,
        url_schemes=SCHEMES,
        link_rel="noopener noreferrer",
        strip_comments=True,
    )
