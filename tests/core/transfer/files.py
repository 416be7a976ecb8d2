"""Files into stores and out again."""

import csv
from collections.abc import Iterable
from dataclasses import dataclass, field
from io import BytesIO, StringIO
from pathlib import Path

from serai.core import transfer
from serai.core.stores import StoreId
from serai.core.transfer import Fault
from serai.kit.db import Database

SAMPLES = Path(__file__).parents[2] / "data" / "shopify"
NAMES = ("apparel", "home-and-garden", "jewelery")
HEADER = "Handle,Title,Type,Option1 Name,Option1 Value,Variant SKU,Variant Inventory Qty,Variant Price,Image Src,Image Position"


@dataclass
class Outcome:
    lines: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    failed: int = 0
    stopped: str = ""
    faults: list[Fault] = field(default_factory=list)

    @property
    def counts(self) -> tuple[int, int, int, int]:
        """created, updated, unchanged, failed"""
        return self.created, self.updated, self.unchanged, self.failed


def file(*lines: str, header: str = HEADER) -> bytes:
    return "".join(f"{line}\r\n" for line in (header, *lines)).encode()


def sample(name: str) -> bytes:
    return (SAMPLES / f"{name}.csv").read_bytes()


def rows(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(content.decode(), newline="")))


def many(count: int, *, first: int = 1) -> Iterable[str]:
    """Lines of products with one variant each."""
    return (f"pot-{n},Pot {n},Pots,,,SKU-{n},{n % 7},10,," for n in range(first, first + count))


async def load(database: Database, store: StoreId, content: bytes, *, dry_run: bool = False) -> Outcome:
    outcome = Outcome()
    source = BytesIO(content)
    async for step in transfer.load(database, store, source, transfer.survey(source), dry_run=dry_run):
        for name in ("lines", "created", "updated", "unchanged", "failed"):
            setattr(outcome, name, getattr(outcome, name) + getattr(step, name))
        outcome.stopped = step.stopped
        outcome.faults += step.faults
    return outcome


async def dump(database: Database, store: StoreId) -> bytes:
    return b"".join([piece async for piece in transfer.dump(database, store)])
