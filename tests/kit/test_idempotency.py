"""One effect for a request that comes twice. Two requests at once are two real connections."""

from datetime import UTC, datetime, timedelta

import msgspec
import pytest

from serai.kit import idempotency
from serai.kit.crypto import Vault
from serai.kit.db import Clash, Database, Tx
from serai.kit.errors import KeyReused, KeyRunning, NotFound
from serai.kit.idempotency import Kept, Request

VAULT = Vault("a secret for tests")
NOW = datetime(2026, 4, 8, 10, 0, 0, tzinfo=UTC)
ASKED = Request("user:1", "skalia POST /orders", "key-1", idempotency.digest(b"/orders", b'{"a": 1}'))
ANSWER = Kept(201, b'{"number": "ORD-2026-000001", "email": "jane@example.com"}')


async def _carry_out(database: Database, request: Request = ASKED) -> Kept | None:
    """Do the work and keep the answer, or return what was kept."""
    async with database.begin() as tx:
        kept = await idempotency.begin(tx, VAULT, request)
        if kept is None:
            await idempotency.keep(tx, VAULT, request, ANSWER, now=NOW)
        return kept


async def test_the_second_time_gets_the_first_answer(database: Database) -> None:
    assert await _carry_out(database) is None
    assert await _carry_out(database) == ANSWER


@pytest.mark.parametrize("change", [{"owner": "user:2"}, {"route": "skalia POST /refunds"}, {"key": "key-2"}])
async def test_another_owner_route_or_key_is_another_request(database: Database, change: dict[str, str]) -> None:
    await _carry_out(database)

    assert await _carry_out(database, msgspec.structs.replace(ASKED, **change)) is None


async def test_the_same_key_with_another_body_is_refused(database: Database) -> None:
    await _carry_out(database)

    with pytest.raises(KeyReused):
        await _carry_out(database, msgspec.structs.replace(ASKED, digest=idempotency.digest(b"/orders", b'{"a": 2}')))
    assert await database.value("select count(*) from idempotency_keys") == 1


def test_parts_of_a_digest_do_not_run_into_each_other() -> None:
    assert idempotency.digest(b"ab", b"c") != idempotency.digest(b"a", b"bc")
    assert idempotency.digest(b"ab", b"") != idempotency.digest(b"ab")


async def test_of_two_at_once_one_is_told_that_the_other_runs(committed: Database) -> None:
    async with committed.begin() as first:
        assert await idempotency.begin(first, VAULT, ASKED) is None
        await idempotency.keep(first, VAULT, ASKED, ANSWER, now=NOW)

        with pytest.raises(KeyRunning):
            await _carry_out(committed)

    assert await _carry_out(committed) == ANSWER


async def test_other_keys_do_not_wait(committed: Database) -> None:
    async with committed.begin() as first:
        await idempotency.begin(first, VAULT, ASKED)

        assert await _carry_out(committed, msgspec.structs.replace(ASKED, key="key-2")) is None


async def test_work_that_is_rolled_back_keeps_nothing(committed: Database) -> None:
    async def work(tx: Tx) -> None:
        await idempotency.begin(tx, VAULT, ASKED)
        await idempotency.keep(tx, VAULT, ASKED, ANSWER, now=NOW)
        raise NotFound("order")

    with pytest.raises(NotFound):
        await committed.write(work)
    assert await committed.value("select count(*) from idempotency_keys") == 0
    assert await _carry_out(committed) is None


async def test_keeping_twice_is_a_clash_on_the_key(database: Database) -> None:
    await idempotency.keep(database, VAULT, ASKED, ANSWER, now=NOW)

    with pytest.raises(Clash) as caught:
        async with database.begin() as tx:
            await idempotency.keep(tx, VAULT, ASKED, ANSWER, now=NOW)
    assert caught.value.constraint == idempotency.CONSTRAINT


async def test_an_answer_is_sealed_at_rest(database: Database) -> None:
    await _carry_out(database)

    answer = await database.value("select answer from idempotency_keys")
    assert b"jane@example.com" not in answer
    assert VAULT.open(answer, purpose="idempotency") == ANSWER.answer


async def test_an_answer_sealed_with_another_secret_is_not_given(database: Database) -> None:
    await _carry_out(database)

    with pytest.raises(KeyReused):
        await idempotency.recall(database, Vault("another"), ASKED)


async def test_old_answers_are_forgotten(database: Database) -> None:
    await _carry_out(database)

    assert await database.run(idempotency.FORGET, NOW) == 0
    assert await database.run(idempotency.FORGET, NOW + timedelta(seconds=1)) == 1
    assert await _carry_out(database) is None
