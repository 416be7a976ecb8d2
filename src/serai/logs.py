"""JSON logs to stderr, one object a line, without secrets."""

import re
import sys
from collections.abc import Mapping, MutableMapping
from typing import Any

import msgspec
import structlog

# Anything that looks like one of our credentials, a bearer token, a secret in a URL, or a card number.
_SECRETS = re.compile(
    r"\b(ak_(?:live|test)_|dsk_live_)\w+|\beyJ[\w-]+\.[\w-]+\.[\w-]*|(?i:bearer)\s+\S+"
    r"|(?<=://)[^\s/@]+(?=@)|(?i:\b\w*(?:token|secret|password|api_?key|jwt)=)[^\s&\"']+|\b\d(?:[ -]?\d){12,18}\b"
)
_MAILBOX = re.compile(r"[^\s@<>\"'(),;:=]+(@[\w-]+(?:\.[\w-]+)+)")
_NAMES = re.compile(r"(?i)pass|secret|token|authorization|api[-_]?key|cookie")
_BLANK = "[redacted]"
_OURS = "request_id"
"""Made by us, and sometimes of digits alone: no card number."""


def redact(_: object, __: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Blank every value with a telling name, however deep, and whatever in a text looks like a credential or a mailbox."""
    for name, value in event.items():
        if name != _OURS:
            event[name] = _clean(name, value)
    return event


def _clean(name: str, value: object) -> object:
    if _NAMES.search(name):
        return _BLANK
    if isinstance(value, str):
        return _MAILBOX.sub(rf"{_BLANK}\1", _SECRETS.sub(_BLANK, value))
    if isinstance(value, Mapping):
        return {key: _clean(str(key), item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_clean("", item) for item in value]
    return value


def _json(event: Any, **_: Any) -> str:
    return msgspec.json.encode(event, enc_hook=str).decode()


def configure() -> None:
    """Once per process."""
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(serializer=_json),
        ],
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=True,
    )
