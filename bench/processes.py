"""What a process and all that descend from it use. Linux only."""

from collections.abc import Iterator
from pathlib import Path


def tree(root: int) -> list[int]:
    """The process and its descendants."""
    parents = {int(path.name): _parent(path) for path in Path("/proc").iterdir() if path.name.isdigit()}
    found = [root]
    for pid in found:
        found += [child for child, parent in parents.items() if parent == pid]
    return found


def pss(pid: int) -> int:
    """Kilobytes of memory, shared pages counted by share."""
    lines = _text(Path(f"/proc/{pid}/smaps_rollup")).splitlines()
    return next((int(line.split()[1]) for line in lines if line.startswith("Pss:")), 0)


def cpu(*roots: int) -> float:
    """Seconds that the processes and their living descendants have computed: what a busy machine does not change."""
    return sum(_nanoseconds(pid) for root in roots for pid in tree(root)) / 1e9


def _nanoseconds(pid: int) -> int:
    return sum(int(_text(task / "schedstat").split()[0]) for task in _tasks(pid))


def _tasks(pid: int) -> Iterator[Path]:
    folder = Path(f"/proc/{pid}/task")
    return (task for task in (folder.iterdir() if folder.is_dir() else ()) if _text(task / "schedstat"))


def _parent(process: Path) -> int:
    stat = _text(process / "stat")
    return int(stat.rsplit(")", 1)[1].split()[1]) if stat else 0


def _text(file: Path) -> str:
    """Empty when the process is gone."""
    try:
        return file.read_text()
    except OSError:
        return ""
