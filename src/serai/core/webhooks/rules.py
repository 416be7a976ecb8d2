"""What an endpoint may be. Pure, but for looking up where a URL leads."""

from collections.abc import Sequence
from typing import Final

from serai.core.webhooks import vocabulary
from serai.core.webhooks.model import Format
from serai.kit import addresses
from serai.kit.addresses import Blocked
from serai.kit.errors import Invalid
from serai.kit.outgoing import Outgoing

SHORTEST_SECRET: Final = 8
LONGEST_SECRET: Final = 256


async def check_url(outgoing: Outgoing, url: str) -> None:
    """Raises Invalid (url) when it leads anywhere but to the public internet. Asks the name server: before a transaction."""
    try:
        await outgoing.check(url)
    except Blocked as blocked:
        raise Invalid.one("url", str(blocked)) from None


def checked_url(url: str) -> str:
    """Raises Invalid (url) for what has not the form of a URL that could be called."""
    try:
        addresses.target(url)
    except Blocked as blocked:
        raise Invalid.one("url", str(blocked)) from None
    return url


def checked_events(format_: Format, events: Sequence[str]) -> tuple[str, ...]:
    """The events once each, in the order of the vocabulary. Raises Invalid (events) naming each that does not exist."""
    known = vocabulary.words(format_)
    wrong = {f"events.{i}": [f"Can be {', '.join(known)}."] for i, event in enumerate(events) if event not in known}
    if wrong:
        raise Invalid(wrong)
    if not events:
        raise Invalid.one("events", "Must name at least one event.")
    return tuple(word for word in known if word in events)


def checked_secret(secret: str) -> str:
    """Raises Invalid (secret)."""
    if not SHORTEST_SECRET <= len(secret) <= LONGEST_SECRET or not secret.isprintable():
        raise Invalid.one("secret", f"Must have {SHORTEST_SECRET} to {LONGEST_SECRET} printable characters.")
    return secret
