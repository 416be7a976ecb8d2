"""Who may import whom: the contracts of pyproject.toml hold, and each of them does notice what it forbids."""

import os
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any, Final

import pytest

ROOT: Final = Path(__file__).parents[2]
CONTRACTS: Final[list[dict[str, Any]]] = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"][
    "contracts"
]
_LINT: Final = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports(no_cache=True, no_logo=True))"


def lint(folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the contracts in a folder that has a pyproject.toml, on the package `serai` in it (or the installed one)."""
    return subprocess.run(
        [sys.executable, "-c", _LINT],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(folder), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_product_keeps_its_layers() -> None:
    done = lint(ROOT)

    assert done.returncode == 0, done.stdout + done.stderr


# ── each contract notices ──

# Contract → a module and a line in it that breaks this contract and no other.
BREACHES: Final = {
    "Layers of the product": [
        ("kit/text.py", "from serai.wire import app"),
        ("wire/app.py", "import serai.dialects.skalia"),
        ("web/__init__.py", "from serai.dialects import skalia"),
        ("core/orders/__init__.py", "import serai.front"),
        ("front/__init__.py", "import serai.cli"),
        ("wire/app.py", "import serai.telemetry"),
    ],
    "Layers of the core": [
        ("core/accounts/__init__.py", "from serai.core import orders"),
        ("core/catalog/__init__.py", "import serai.core.customers"),
        ("core/vouchers/__init__.py", ""),
    ],
    "Dialects do not know each other": [("dialects/salloq/__init__.py", "from serai.dialects.skalia import shapes")],
    "wire knows no commerce": [("wire/app.py", "from serai.core import orders")],
    "core knows no HTTP": [
        ("core/orders/__init__.py", "from starlette.requests import Request"),
        ("kit/text.py", "import jinja2"),
    ],
    "only kit speaks to the driver": [
        ("core/orders/__init__.py", "import asyncpg"),
        ("dialects/skalia/shapes.py", "import asyncpg"),
        ("telemetry/__init__.py", "import asyncpg"),
    ],
    "only telemetry speaks to OpenTelemetry": [
        ("kit/text.py", "from opentelemetry import trace"),
        ("app/__init__.py", "import opentelemetry.sdk"),
    ],
}


@pytest.fixture(scope="module")
def toy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A tree of empty modules with the product's shape, under the product's contracts."""
    folder = tmp_path_factory.mktemp("toy")
    shutil.copy(ROOT / "pyproject.toml", folder)
    layers = [name.strip() for contract in CONTRACTS for layer in contract.get("layers", ()) for name in layer.split("|")]
    packages = [name if name.startswith("serai.") else f"serai.core.{name}" for name in layers]
    for name in [*packages, "serai.dialects.skalia", "serai.dialects.salloq"]:
        package = folder / name.replace(".", "/")
        package.mkdir(parents=True, exist_ok=True)
    for package in [path for path in (folder / "serai").rglob("*") if path.is_dir()]:
        (package / "__init__.py").touch()
    for module in ("__init__.py", "kit/text.py", "wire/app.py", "dialects/skalia/shapes.py"):
        (folder / "serai" / module).touch()
    return folder


def test_a_tree_without_imports_keeps_every_contract(toy: Path) -> None:
    done = lint(toy)

    assert done.returncode == 0, done.stdout + done.stderr
    assert f"Contracts: {len(CONTRACTS)} kept, 0 broken." in done.stdout


def test_every_contract_has_a_breach_here() -> None:
    assert set(BREACHES) == {contract["name"] for contract in CONTRACTS}


@pytest.mark.parametrize(("contract", "module", "line"), [(c, m, line) for c, found in BREACHES.items() for m, line in found])
def test_a_breach_is_noticed(toy: Path, tmp_path: Path, contract: str, module: str, line: str) -> None:
    tree = tmp_path / "tree"
    shutil.copytree(toy, tree)
    path = tree / "serai" / module
    path.parent.mkdir(exist_ok=True)
    path.write_text(line + "\n")

    done = lint(tree)

    assert done.returncode != 0
    broken = {line.removesuffix(" BROKEN") for line in done.stdout.splitlines() if line.endswith(" BROKEN")}
    assert broken == {contract}, done.stdout
