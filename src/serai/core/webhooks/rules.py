"""What an endpoint may be. Pure, but for looking up where a URL leads."""

import re
from collections.abc import Sequence
from typing import Final

from serai.core.webhooks import conditions, vocabulary
from serai.core.webhooks.model import Format
from serai.kit import addresses
from serai.kit.addresses import Blocked
from serai.kit.errors import Invalid
from serai.kit.outgoing import Outgoing

MOST_HEADERS: Final = 20
LONGEST_HEADER: Final = 2000
LONGEST_NAME: Final = 200
SHORTEST_SECRET: Final = 8
LONGEST_SECRET: Final = 256

_HEADER: Final = re.compile(r"[A-Za-z0-9!#$%&'*+.^_`|~-]{1,100}")


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


def checked_event(event: str) -> str:
    """What an app asks for. Raises Invalid (event)."""
    if event not in vocabulary.SUBSCRIBABLE:
        raise Invalid.one("event", f"Can be {', '.join(vocabulary.SUBSCRIBABLE)}.")
    return event


def checked_rule(rule: str | None, *, version: int) -> str | None:
    """Raises Invalid (rule). Without any text there is none."""
    if rule is None or not rule.strip():
        return None
    if version == 1:
        raise Invalid.one("rule", "Needs version 2.")
    conditions.parse(rule)
    return rule.strip()


def checked_version(version: int) -> int:
    """Raises Invalid (version)."""
    if version not in (1, 2):
        raise Invalid.one("version", "Can be 1 or 2.")
    return version


def checked_headers(headers: Sequence[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    """Raises Invalid naming each that cannot be sent."""
    if len(headers) > MOST_HEADERS:
        raise Invalid.one("headers", f"May be at most {MOST_HEADERS}.")
    wrong: dict[str, list[str]] = {}
    for i, (name, value) in enumerate(headers):
        if not _HEADER.fullmatch(name):
            wrong[f"headers.{i}.key"] = ["Is not the name of a header."]
        if len(value) > LONGEST_HEADER or not value.isascii() or not value.isprintable():
            wrong[f"headers.{i}.value"] = [f"Must have at most {LONGEST_HEADER} printable ASCII characters."]
    if wrong:
        raise Invalid(wrong)
    return tuple((name, value.strip()) for name, value in headers)


def checked_name(name: str | None) -> str | None:
    """Raises Invalid (name)."""
    if name is not None and len(name) > LONGEST_NAME:
        raise Invalid.one("name", f"May have at most {LONGEST_NAME} characters.")
    return name


def checked_secret(secret: str, *, least: int = SHORTEST_SECRET) -> str:
    """Raises Invalid (secret)."""
    if not least <= len(secret) <= LONGEST_SECRET or not secret.isprintable():
        raise Invalid.one("secret", f"Must have {least} to {LONGEST_SECRET} printable characters.")
    return secret
