"""What must be known to talk to PayZone."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

PAYWALL_URL: Final = "https://payment.payzone.ma/pwthree/launch"
PAYWALL_API: Final = "https://payment.payzone.ma"
CONNECT2PAY: Final = "https://paiement.payzone.ma"
_MOST_KEYS: Final = 2
_PREFIX: Final = "SERAI_PAYZONE_"
_NEEDED: Final = {
    "paywall": ("MERCHANT_ACCOUNT", "PAYWALL_SECRET_KEY", "NOTIFICATION_KEY", "CALLER_NAME", "CALLER_PASSWORD"),
    "connect2pay": ("ORIGINATOR", "ORIGINATOR_PASSWORD"),
}


class BadConfig(ValueError):
    """A variable is missing or has a value that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """See docs/guides/configuration.md. `keys` are the notification keys, the one that signs first."""

    gateway: str = "sandbox"
    protocol: str = "paywall"
    keys: tuple[str, ...]
    body_signature: bool = False
    merchant_account: str = ""
    paywall_secret: str = ""
    caller_name: str = ""
    caller_password: str = ""
    paywall_url: str = PAYWALL_URL
    api_url: str = ""
    skin: str = "vps-1-vue"
    payment_method: str = "CREDIT_CARD"
    upper_signature: bool = True
    originator: str = ""
    originator_password: str = ""


def read(environ: Mapping[str, str], *, generated: Callable[[], str]) -> Config:
    """The configuration as the environment has it. `generated` gives a key that is kept. Raises BadConfig."""
    gateway = _choice(environ, "GATEWAY", "sandbox", "payzone")
    protocol = _choice(environ, "PROTOCOL", "paywall", "connect2pay")
    if gateway == "payzone":
        _check_needed(environ, protocol)
    default_api = PAYWALL_API if protocol == "paywall" else CONNECT2PAY
    return Config(
        gateway=gateway,
        protocol=protocol,
        keys=_keys(_value(environ, "NOTIFICATION_KEY") or generated()),
        body_signature=_choice(environ, "BODY_SIGNATURE", "off", "on") == "on" or gateway == "sandbox",
        merchant_account=_value(environ, "MERCHANT_ACCOUNT"),
        paywall_secret=_value(environ, "PAYWALL_SECRET_KEY"),
        caller_name=_value(environ, "CALLER_NAME"),
        caller_password=_value(environ, "CALLER_PASSWORD"),
        paywall_url=_url(environ, "PAYWALL_URL", PAYWALL_URL),
        api_url=_url(environ, "API_URL", default_api),
        skin=_value(environ, "SKIN") or "vps-1-vue",
        payment_method=environ.get(f"{_PREFIX}PAYMENT_METHOD", "CREDIT_CARD").strip(),
        upper_signature=_choice(environ, "COMMAND_SIGNATURE", "upper", "lower") == "upper",
        originator=_value(environ, "ORIGINATOR"),
        originator_password=_value(environ, "ORIGINATOR_PASSWORD"),
    )


def _value(environ: Mapping[str, str], name: str) -> str:
    return environ.get(_PREFIX + name, "").strip()


def _choice(environ: Mapping[str, str], name: str, *allowed: str) -> str:
    value = _value(environ, name) or allowed[0]
    if value not in allowed:
        raise BadConfig(f"{_PREFIX}{name} is '{value}'; it can be {' or '.join(allowed)}")
    return value


def _check_needed(environ: Mapping[str, str], protocol: str) -> None:
    missing = [_PREFIX + name for name in _NEEDED[protocol] if not _value(environ, name)]
    if missing:
        raise BadConfig(
            f"SERAI_PAYZONE_GATEWAY is payzone and {', '.join(missing)} {'is' if len(missing) == 1 else 'are'} not set"
        )


def _url(environ: Mapping[str, str], name: str, otherwise: str) -> str:
    value = (_value(environ, name) or otherwise).rstrip("/")
    if not value.startswith(("https://", "http://")):
        raise BadConfig(f"{_PREFIX}{name} is '{value}'; it must be an absolute URL")
    return value


def _keys(text: str) -> tuple[str, ...]:
    keys = tuple(key.strip() for key in text.split(",") if key.strip())
    if not 1 <= len(keys) <= _MOST_KEYS:
        raise BadConfig(f"{_PREFIX}NOTIFICATION_KEY has {len(keys)} keys; it can have one, or two during a rotation")
    return keys
