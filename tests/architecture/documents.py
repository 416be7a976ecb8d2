"""The OpenAPI documents as files."""

from pathlib import Path

from serai.app import DIALECTS
from serai.wire import openapi

FOLDER = Path(__file__).parents[2] / "docs" / "openapi"


def files() -> dict[Path, str]:
    """What `make docs` writes: path → text."""
    return {FOLDER / f"{d.name}.json": openapi.dump(openapi.document(d)) for d in DIALECTS}
