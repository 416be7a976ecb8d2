"""Numbers in the environment, and what becomes of Salla's."""

from pathlib import Path

import pytest

from serai import settings
from serai.core.webhooks import Format
from serai.worker import wires


def test_salla_s_webhooks_as_they_are_set(tmp_path: Path) -> None:
    names = {"SECONDS": "5", "RETRIES": "2", "GAP": "10"}
    environ = {"SERAI_DATA_DIR": str(tmp_path), **{f"SERAI_SALLA_WEBHOOK_{name}": value for name, value in names.items()}}

    policy = wires(settings.load(environ))[Format.SALLA].policy

    assert (policy.seconds, policy.attempts) == (5, (0, 10, 20))


@pytest.mark.parametrize("text", ["-1", "0", "many", "61", "٣", "1.5"])
def test_a_number_that_is_none(tmp_path: Path, text: str) -> None:
    with pytest.raises(settings.BadSetting, match="SERAI_SALLA_WEBHOOK_SECONDS"):
        settings.load({"SERAI_DATA_DIR": str(tmp_path), "SERAI_SALLA_WEBHOOK_SECONDS": text})
