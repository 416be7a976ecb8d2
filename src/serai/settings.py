"""Everything that the environment decides, read once. The names are pinned in docs/guides/configuration.md."""

import os
import secrets
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from ipaddress import ip_network
from pathlib import Path
from typing import Final

from serai.payzone import config as payzone
from serai.wire.transport import Networks

DATABASE_URL: Final = "SERAI_DATABASE_URL"


class BadSetting(Exception):
    """A variable has a value that cannot be used; the message names it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """See the table in docs/guides/configuration.md; each field but the last is `SERAI_` and its name in capitals."""

    database_url: str | None
    valkey_url: str | None
    data_dir: Path
    secret_key: str
    base_url: str
    hosts: Mapping[str, str]
    admin_email: str | None
    admin_password: str | None
    rate_limits: bool
    trusted_proxies: Networks
    webhook_allow: Networks
    salla_webhook_seconds: int
    salla_webhook_retries: int
    salla_webhook_gap: int
    firebase_project: str | None
    firebase_certs_url: str | None
    payzone: payzone.Config
    clock: str
    traces: str | None
    """The protocol that traces are sent in; None: none are."""


def load(environ: Mapping[str, str] = os.environ) -> Settings:
    """The settings as the environment has them. Raises BadSetting. Makes the data folder and its secret when missing."""
    data_dir = Path(environ.get("SERAI_DATA_DIR", ".serai")).expanduser().absolute()
    return Settings(
        database_url=environ.get(DATABASE_URL) or None,
        valkey_url=environ.get("SERAI_VALKEY_URL") or None,
        data_dir=data_dir,
        secret_key=environ.get("SERAI_SECRET_KEY") or _kept_secret(data_dir),
        base_url=environ.get("SERAI_BASE_URL", "").rstrip("/"),
        hosts=_hosts(environ.get("SERAI_HOSTS", _DEFAULT_HOSTS)),
        admin_email=environ.get("SERAI_ADMIN_EMAIL") or None,
        admin_password=environ.get("SERAI_ADMIN_PASSWORD") or None,
        rate_limits=_choice(environ, "SERAI_RATE_LIMITS", "on", "off") == "on",
        trusted_proxies=_networks(environ, "SERAI_TRUSTED_PROXIES"),
        webhook_allow=_networks(environ, "SERAI_WEBHOOK_ALLOW"),
        salla_webhook_seconds=_number(environ, "SERAI_SALLA_WEBHOOK_SECONDS", 30, least=1, most=60),
        salla_webhook_retries=_number(environ, "SERAI_SALLA_WEBHOOK_RETRIES", 3, least=0, most=20),
        salla_webhook_gap=_number(environ, "SERAI_SALLA_WEBHOOK_GAP", 300, least=1, most=86_400),
        firebase_project=environ.get("SERAI_FIREBASE_PROJECT") or None,
        firebase_certs_url=environ.get("SERAI_FIREBASE_CERTS_URL") or None,
        payzone=_payzone(environ, data_dir),
        clock=_choice(environ, "SERAI_CLOCK", "system", "test"),
        traces=_traces(environ),
    )


_DEFAULT_HOSTS = (
    "skalia.localhost=skalia,salloq.localhost=salloq,devskin.localhost=devskin,salla.localhost=salla,scayle.localhost=scayle"
)
_DIALECTS = ("skalia", "salloq", "devskin", "salla", "scayle")


def _choice(environ: Mapping[str, str], name: str, *allowed: str) -> str:
    value = environ.get(name) or allowed[0]
    if value not in allowed:
        raise BadSetting(f"{name} is '{value}'; it can be {' or '.join(allowed)}")
    return value


def _number(environ: Mapping[str, str], name: str, otherwise: int, *, least: int, most: int) -> int:
    text = environ.get(name) or str(otherwise)
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise BadSetting(f"{name} is '{text}'; it can be a whole number from {least} to {most}")
    return int(text)


def _hosts(text: str) -> dict[str, str]:
    hosts: dict[str, str] = {}
    for part in filter(None, (p.strip() for p in text.split(","))):
        host, _, dialect = part.partition("=")
        host, dialect = host.strip().lower(), dialect.strip().lower()
        if not host or dialect not in _DIALECTS:
            raise BadSetting(f"SERAI_HOSTS maps '{host}' to '{dialect}'; it can be {', '.join(_DIALECTS)}")
        other = next((o for o, d in hosts.items() if d != dialect and (o == host or _may_both_fit(o, host))), None)
        if other is not None:
            raise BadSetting(f"SERAI_HOSTS is ambiguous: '{other}' is {hosts[other]}, '{host}' is {dialect}")
        hosts[host] = dialect
    return hosts


def _may_both_fit(one: str, other: str) -> bool:
    """Whether some host fits both patterns. A name without `*` is no rival: it wins over patterns."""
    return "*" in one and "*" in other and _overlap(one, other)


@cache
def _overlap(one: str, other: str) -> bool:
    if not one or not other:
        return not (one + other).strip("*")
    if one[0] == "*":
        return _overlap(one[1:], other) or _overlap(one, other[1:])
    if other[0] == "*":
        return _overlap(other, one)
    return one[0] == other[0] and _overlap(one[1:], other[1:])


def _networks(environ: Mapping[str, str], name: str) -> Networks:
    try:
        return tuple(ip_network(part.strip(), strict=False) for part in environ.get(name, "").split(",") if part.strip())
    except ValueError as error:
        raise BadSetting(f"{name}: {error}") from None


def _payzone(environ: Mapping[str, str], data_dir: Path) -> payzone.Config:
    try:
        return payzone.read(environ, generated=lambda: _kept_secret(data_dir, "payzone.key"))
    except payzone.BadConfig as error:
        raise BadSetting(str(error)) from None


def _traces(environ: Mapping[str, str]) -> str | None:
    """By OpenTelemetry's own variables; all others of them its libraries read by themselves."""

    def said(name: str) -> str:
        return (environ.get(f"OTEL_EXPORTER_OTLP_TRACES_{name}") or environ.get(f"OTEL_EXPORTER_OTLP_{name}", "")).strip()

    is_off = environ.get("OTEL_SDK_DISABLED", "").strip().lower() == "true"
    if is_off or not said("ENDPOINT") or environ.get("OTEL_TRACES_EXPORTER", "").strip() not in ("", "otlp"):
        return None
    return said("PROTOCOL") or "http/protobuf"


def _kept_secret(data_dir: Path, name: str = "secret.key") -> str:
    """Generated once; processes that start together agree on one."""
    path = data_dir / name
    try:
        data_dir.mkdir(parents=True, exist_ok=True, mode=0o711)  # the database's own user passes through
        if not path.exists():
            _place(path, secrets.token_urlsafe(48))
        kept = path.read_text().strip()
    except OSError as error:
        raise BadSetting(f"SERAI_DATA_DIR: {error}") from None
    if not kept:
        raise BadSetting(f"SERAI_DATA_DIR: {path} is empty; remove it if nothing was sealed with it, else put it back")
    return kept


def _place(path: Path, text: str) -> None:
    """Whoever comes first; the name appears with all of its content, so that nobody reads half a secret."""
    with tempfile.NamedTemporaryFile("w", dir=path.parent, prefix=f".{path.name}.") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(file.name, path)
