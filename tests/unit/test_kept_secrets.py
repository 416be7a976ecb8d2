"""Secrets that are generated once, by whichever process comes first."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from threading import Barrier

import pytest

from serai import settings
from serai.settings import BadSetting


def _load(folder: Path) -> tuple[str, tuple[str, ...]]:
    loaded = settings.load({"SERAI_DATA_DIR": str(folder)})
    return loaded.secret_key, loaded.payzone.keys


def test_all_who_start_together_have_the_same_secrets(tmp_path: Path) -> None:
    together, rounds = 8, 60
    barrier = Barrier(together, timeout=20)

    def start(_: int) -> list[tuple[str, tuple[str, ...]]]:
        seen = []
        for n in range(rounds):
            barrier.wait()
            seen.append(_load(tmp_path / str(n)))
        return seen

    with ThreadPoolExecutor(together) as pool:
        by_process = list(pool.map(start, range(together)))

    for seen in zip(*by_process, strict=True):
        assert len(set(seen)) == 1
        assert len(seen[0][0]) == 64


def test_a_secret_is_its_owners_alone_and_stays(tmp_path: Path) -> None:
    first = _load(tmp_path)

    assert _load(tmp_path) == first
    assert sorted(path.name for path in tmp_path.iterdir()) == ["payzone.key", "secret.key"]
    assert {stat.S_IMODE(path.stat().st_mode) for path in tmp_path.iterdir()} == {0o600}


def test_an_empty_secret_is_no_secret(tmp_path: Path) -> None:
    (tmp_path / "secret.key").touch()

    with pytest.raises(BadSetting, match=r"secret\.key is empty"):
        _load(tmp_path)
