"""Folders for clusters."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from serai.kit.postgres import Cluster
from tests.kit.clusters import Owner, ask


@pytest.fixture
def base() -> Iterator[Path]:
    """An empty folder that every user may pass through (pytest's own is private)."""
    with tempfile.TemporaryDirectory(prefix="st-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        yield Path(name)


@pytest.fixture(scope="module")
def folder() -> Iterator[Path]:
    """A data folder with a table `kept`, stopped."""
    with tempfile.TemporaryDirectory(prefix="st-", dir="/tmp") as name:
        Path(name).chmod(0o711)
        with Cluster.start(Path(name, "data")) as cluster:
            ask(cluster.url, "create table kept (n int)")
        yield Path(name, "data")


@pytest.fixture
def owner(folder: Path) -> Iterator[Owner]:
    with Owner(folder) as started:
        yield started
