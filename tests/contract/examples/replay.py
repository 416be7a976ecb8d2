"""Sends the requests of a dialect in the order of their files and keeps what came back."""

import dataclasses
import json
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta
from typing import Any

import httpx

from serai.app import compose
from serai.core.webhooks import Courier, fan_out, hex_of
from serai.kit.clock import FrozenClock
from serai.kit.db import connect
from serai.kit.idtokens import IdTokens
from serai.kit.outgoing import Outgoing
from serai.kit.signing_keys import SigningKeys
from serai.settings import Settings
from serai.wire import metrics
from serai.worker import WIRES
from tests.conftest import client, clone, make_services
from tests.contract.examples.compare import Difference, differences
from tests.contract.examples.messages import Message, read
from tests.contract.examples.pairs import Examples, Ground
from tests.core.webhooks.conftest import Receiver, Sent
from tests.kit.hostile import answer
from tests.unit.test_idtokens import PEM, PROJECT

Seen = tuple[str, str, int]


@dataclasses.dataclass(frozen=True)
class Replayed:
    """One pair: what differed, and which operations answered with which status. `broken` kept it from being sent."""

    found: tuple[Difference, ...] = ()
    seen: tuple[Seen, ...] = ()
    broken: Exception | None = None


class Replays:
    """Every dialect's pairs, replayed at most once. `seeded` is the template of a database with the demo stores."""

    def __init__(self, url: str, seeded: str, config: Settings) -> None:
        self.url, self.seeded, self.config = url, seeded, config
        self._kept: dict[str, dict[str, Replayed]] = {}

    async def of(self, examples: Examples) -> dict[str, Replayed]:
        if examples.name not in self._kept:
            with _watched():  # what leads to a pair is none of its evidence, nor of the test that asks first
                self._kept[examples.name] = await self._replay(examples)
        return self._kept[examples.name]

    async def _replay(self, examples: Examples) -> dict[str, Replayed]:
        kept = {}
        async with self._ground(examples, template=self.seeded) as ground:
            for pair in examples.pairs:
                if pair not in examples.empty:
                    kept[pair] = await replay(examples, pair, ground)
        for pair in examples.empty:
            async with self._ground(examples) as ground:
                kept[pair] = await replay(examples, pair, ground)
        return kept

    @asynccontextmanager
    async def _ground(self, examples: Examples, **template: str) -> AsyncIterator[Ground]:
        clock = FrozenClock(examples.at)
        async with clone(self.url, **template) as url, connect(url, clock, size=10) as database:
            made = make_services(database, limits_on=True)
            signing = httpx.MockTransport(lambda _: httpx.Response(200, json={"one": PEM}))
            keys = SigningKeys("https://keys.example", clock, transport=signing)
            extras = {"idtokens": IdTokens(PROJECT, keys, clock), "outgoing": Outgoing(resolve=answer)}
            services = dataclasses.replace(made, extras={**made.extras, **extras})
            async with client(compose(self.config, services), "") as http:
                yield Ground(database, services, clock, http, Receiver(), dict(examples.values))


async def replay(examples: Examples, pair: str, ground: Ground) -> Replayed:
    """The pair's exchange, compared. What goes wrong is kept, so that the pairs after it are still replayed."""
    if pair in examples.times:
        ground.clock.at = datetime.fromisoformat(examples.times[pair])
    try:
        if pair in examples.before:
            await examples.before[pair](ground)
        with _watched() as seen:
            found = await (_delivered if pair in examples.deliveries else _answered)(examples, pair, ground)
    except Exception as wrong:  # noqa: BLE001 - the pair's own test raises it
        return Replayed(broken=wrong)
    return Replayed(tuple(found), tuple(seen))


async def _answered(examples: Examples, pair: str, ground: Ground) -> list[Difference]:
    asked = read(examples.folder / f"{pair}.request.http", ground.values)
    content = asked.body.encode() or None
    said = await ground.http.request(asked.method, examples.mount + asked.target, headers=dict(asked.headers), content=content)
    got = Message(f"HTTP/1.1 {said.status_code} -", tuple(said.headers.items()), said.text)
    _capture(examples, pair, ground, got)
    return differences(read(examples.folder / f"{pair}.response.http", ground.values), got)


async def _delivered(examples: Examples, pair: str, ground: Ground) -> list[Difference]:
    """The request is what the server sends; the response is what its receiver says, after which it is not sent again."""
    said = read(examples.folder / f"{pair}.response.http", ground.values)
    ground.receiver.says = lambda _: said.status
    before = len(ground.receiver.sent)
    await examples.deliveries[pair](ground)
    await _work(ground)
    event = read(examples.folder / f"{pair}.request.http", {**ground.values, "signature": ""})
    sent = _of_event(ground.receiver.sent[before:], json.loads(event.body)["event"])
    signature = hex_of(ground.values["webhook_secret"], sent.body)
    printed = read(examples.folder / f"{pair}.request.http", {**ground.values, "signature": signature})
    await _sent_once(ground)
    return differences(printed, Message("POST / HTTP/1.1", tuple(sent.headers.items()), sent.body.decode()))


async def _work(ground: Ground) -> None:
    while await fan_out(ground.database, WIRES):
        pass
    await Courier(ground.database, ground.services.vault, ground.receiver, WIRES).settle()


def _of_event(sent: list[Sent], event: str) -> Sent:
    for one in sent:
        if json.loads(one.body)["event"] == event:
            return one
    raise LookupError(f"no {event} among {[json.loads(one.body)['event'] for one in sent]}")


async def _sent_once(ground: Ground) -> None:
    count, at = len(ground.receiver.sent), ground.clock.at
    ground.clock.at = at + timedelta(days=3)
    await _work(ground)
    ground.clock.at = at
    if len(ground.receiver.sent) != count:
        raise ValueError("the delivery was sent again after its receiver's answer")


def _capture(examples: Examples, pair: str, ground: Ground, answer: Message) -> None:
    """Later pairs name these values."""
    for name, path in examples.captured.get(pair, {}).items():
        found: Any = json.loads(answer.body)
        for part in path.split("."):
            found = found[int(part) if part.isdigit() else part]
        ground.values[name] = str(found)


@contextmanager
def _watched() -> Iterator[list[Seen]]:
    """Notes the operations that answer meanwhile, in place of whoever else counts them."""
    seen: list[Seen] = []
    observe = metrics.observe
    metrics.observe = lambda dialect, operation, status, _: seen.append((dialect, operation, status))
    try:
        yield seen
    finally:
        metrics.observe = observe
