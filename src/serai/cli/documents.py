"""OpenAPI documents on stdout."""

import sys

import msgspec

from serai.app import DIALECTS
from serai.cli import Failed
from serai.wire import openapi as documents


def openapi(name: str) -> int:
    """Print the dialect's document."""
    dialect = next((d for d in DIALECTS if d.name == name), None)
    if dialect is None:
        raise Failed(f"there is no dialect '{name}'; there are {', '.join(d.name for d in DIALECTS)}")
    sys.stdout.write(msgspec.json.format(msgspec.json.encode(documents.document(dialect)), indent=2).decode() + "\n")
    return 0
