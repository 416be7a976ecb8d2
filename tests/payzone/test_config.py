"""What the environment must have, and that what is missing is said."""

from pathlib import Path

import pytest

from serai import settings
from serai.kit.clock import Clock
from serai.payzone.config import BadConfig, Config, read
from serai.payzone.connect2pay import Connect2Pay
from serai.payzone.gateways import gateway
from serai.payzone.paywall import Paywall
from serai.payzone.sandbox import Sandbox

REAL = {
    "SERAI_PAYZONE_GATEWAY": "payzone",
    "SERAI_PAYZONE_MERCHANT_ACCOUNT": "A",
    "SERAI_PAYZONE_PAYWALL_SECRET_KEY": "b",
    "SERAI_PAYZONE_NOTIFICATION_KEY": "c",
    "SERAI_PAYZONE_CALLER_NAME": "d",
    "SERAI_PAYZONE_CALLER_PASSWORD": "e",
}


def made(**environ: str) -> Config:
    return read(environ, generated=lambda: "made up")


def test_the_sandbox_needs_nothing() -> None:
    config = made()

    assert (config.gateway, config.keys, config.body_signature) == ("sandbox", ("made up",), True)
    assert isinstance(gateway(config, Clock()), Sandbox)


def test_each_protocol_has_its_adapter() -> None:
    assert isinstance(gateway(made(**REAL), Clock()), Paywall)
    older = {"SERAI_PAYZONE_PROTOCOL": "connect2pay", "SERAI_PAYZONE_ORIGINATOR": "1", "SERAI_PAYZONE_ORIGINATOR_PASSWORD": "2"}
    assert isinstance(gateway(made(**(REAL | older)), Clock()), Connect2Pay)


@pytest.mark.parametrize("name", [name for name in REAL if name != "SERAI_PAYZONE_GATEWAY"])
def test_the_real_gateway_fails_closed_without(name: str) -> None:
    with pytest.raises(BadConfig, match=name):
        made(**{key: value for key, value in REAL.items() if key != name})


@pytest.mark.parametrize(
    "change",
    [
        {"SERAI_PAYZONE_GATEWAY": "paypal"},
        {"SERAI_PAYZONE_PROTOCOL": "soap"},
        {"SERAI_PAYZONE_BODY_SIGNATURE": "yes"},
        {"SERAI_PAYZONE_NOTIFICATION_KEY": "a,b,c"},
        {"SERAI_PAYZONE_NOTIFICATION_KEY": ","},
        {"SERAI_PAYZONE_API_URL": "pay.example"},
    ],
)
def test_nonsense_is_named(change: dict[str, str]) -> None:
    with pytest.raises(BadConfig, match=next(iter(change))):
        made(**change)


def test_the_body_signature_is_off_with_the_real_gateway() -> None:
    assert not made(**REAL).body_signature
    assert made(**REAL, SERAI_PAYZONE_BODY_SIGNATURE="on").body_signature


def test_the_generated_key_is_kept(tmp_path: Path) -> None:
    first, second = (settings.load({"SERAI_DATA_DIR": str(tmp_path)}) for _ in range(2))

    assert first.payzone.keys == second.payzone.keys
    assert (tmp_path / "payzone.key").stat().st_mode & 0o777 == 0o600
    assert first.payzone.keys != (first.secret_key,)
    with pytest.raises(settings.BadSetting, match="SERAI_PAYZONE_GATEWAY"):
        settings.load({"SERAI_DATA_DIR": str(tmp_path), "SERAI_PAYZONE_GATEWAY": "cash"})
