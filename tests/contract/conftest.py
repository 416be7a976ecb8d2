"""What the contract tests of every dialect share."""

from collections.abc import Iterator

import asyncpg
import pytest

from tests.contract.ground import ground  # noqa: F401 - a fixture for all

pytest.register_assert_rewrite("tests.contract.projections", "tests.contract.wires")


@pytest.fixture
def statements(connection: asyncpg.Connection) -> Iterator[list[str]]:
    """Every statement that is sent, as it is sent."""
    sent: list[str] = []

    def note(record: asyncpg.connection.LoggedQuery) -> None:
        sent.append(record.query)

    connection.add_query_logger(note)
    yield sent
    connection.remove_query_logger(note)
