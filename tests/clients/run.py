"""Running a script of a published client and reading what it found out."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, Final

import httpx

from tests.clients import installed

HERE: Final = Path(__file__).parent
SECONDS: Final = 120


async def node(script: str, arguments: dict[str, Any], *, preload: str = "", **environment: str) -> Any:
    """What `scripts/<script>` printed on its last line, as JSON. It gets `arguments` as JSON, and the installed packages."""
    return await _run(_node(script, arguments, preload), environment)


@asynccontextmanager
async def app(
    script: str, arguments: dict[str, Any], *, preload: str = "", **environment: str
) -> AsyncIterator[httpx.AsyncClient]:
    """A merchant's or a developer's own web server for the block: the script prints its port as its first line."""
    process = await asyncio.create_subprocess_exec(
        *_node(script, arguments, preload), stdout=asyncio.subprocess.PIPE, env={**_kept(), **environment}
    )
    try:
        assert process.stdout is not None
        port = int(await asyncio.wait_for(process.stdout.readline(), SECONDS))
        async with httpx.AsyncClient(base_url=f"http://127.0.0.1:{port}", timeout=SECONDS) as client:
            yield client
    finally:
        process.kill()
        await process.communicate()


async def python(script: str, arguments: dict[str, Any]) -> Any:
    """The same with the Python that has the PyPI clients."""
    return await _run([str(installed.python()), str(HERE / "scripts" / script), json.dumps(arguments)], {})


def _node(script: str, arguments: dict[str, Any], preload: str) -> list[str]:
    before = ["--require", str(_beside_packages(preload))] if preload else []
    return [str(installed.node()), *before, str(_beside_packages(script)), json.dumps(arguments)]


def _kept() -> dict[str, str]:
    """Our own settings are none of a client's."""
    return {name: value for name, value in os.environ.items() if not name.startswith(("SERAI_", "PYTHON"))}


def _beside_packages(script: str) -> Path:
    """A copy of the script where Node looks for the packages that it imports."""
    place = installed.node_modules() / script
    part = place.with_name(f"{os.getpid()}-{script}")
    shutil.copy(HERE / "scripts" / script, part)
    return part.replace(place)


async def _run(command: list[str], environment: dict[str, str]) -> Any:
    process = await asyncio.create_subprocess_exec(
        *command, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE, env={**_kept(), **environment}
    )
    try:
        out, err = await asyncio.wait_for(process.communicate(), SECONDS)
    except TimeoutError:
        process.kill()
        raise
    if process.returncode:
        raise AssertionError(f"exit code {process.returncode}\n{out.decode()}\n{err.decode()}")
    return json.loads(out.decode().strip().splitlines()[-1])
