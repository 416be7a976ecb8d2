"""Each dialect against its own OpenAPI document: whatever the document allows or forbids, the answer is a documented one.

Requests are generated from the document, right ones and wrong ones, with a real credential and, half of the time, real ids.
"""

import re
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest
import requests
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.checks import CHECKS, load_all_checks

from serai.app import DIALECTS, compose
from serai.kit.clock import Clock
from serai.kit.db import Database, connect
from serai.settings import Settings
from serai.wire import openapi
from serai.wire.call import Services
from serai.wire.dialect import Dialect
from serai.wire.operation import Operation
from serai.wire.schemas import is_written
from tests.chaos.figures import FULL, figure
from tests.conftest import clone, make_services
from tests.contract.ground import credential
from tests.contract.walk import NAMES, OPERATIONS, Shop, open_shop
from tests.factories import Make

ORIGIN = "http://testserver"
RIGHT, WRONG = GenerationMode.POSITIVE, GenerationMode.NEGATIVE

load_all_checks()
ALWAYS = [
    "not_a_server_error",
    "status_code_conformance",
    "content_type_conformance",
    "response_headers_conformance",
    "response_schema_conformance",
]
CHECKED = {RIGHT: CHECKS.get_by_names(ALWAYS), WRONG: CHECKS.get_by_names([*ALWAYS, "negative_data_rejection"])}


def schema_of(dialect: Dialect) -> Any:
    """Without its security: the credential is ours to send. test_isolation takes it away."""
    document = openapi.document(dialect, server=ORIGIN)
    del document["security"], document["components"]["securitySchemes"]
    for operation in (operation for item in document["paths"].values() for operation in item.values()):
        operation.pop("security", None)
    rejections = {"expected-statuses": ["4XX"]}
    config = schemathesis.Config.from_dict({"checks": {"negative_data_rejection": rejections}})
    return schemathesis.openapi.from_dict(document, config=config)


def can_be_wrong(dialect: Dialect, operation: Operation) -> bool:
    """Whether a request can break the document: an operation may take nothing, or text of any kind."""
    paths = (openapi.parameter_schema(dialect, kind) for _, kind in operation.parameters)
    anything = is_written(operation.body) or operation.query is not None or openapi.takes_key(operation)
    return anything or any(schema["type"] != "string" or "pattern" in schema for schema in paths)


SCHEMAS = {d.name: schema_of(d) for d in DIALECTS}
AWAY = {"log_in_with_firebase"}
"""Answers 503, as documented, where no Firebase project is configured."""
SENSIBLE = {"email": "who{}@example.com", "url": "https://example.com/{}", "phone": "+2126123456{}", "shipping_country": "MA"}
CASES = [
    pytest.param(dialect, operation, mode, id=f"{name} {word}")
    for (dialect, operation), name in zip(OPERATIONS, NAMES, strict=True)
    for mode, word in ((RIGHT, "right"), (WRONG, "wrong"))
    if operation.name not in AWAY and (mode is RIGHT or can_be_wrong(dialect, operation))
]


@pytest.fixture(scope="module")
async def committed_once(server_url: str) -> AsyncIterator[Database]:
    """For the whole module: a statement that fails here must not spoil the transaction of the next request."""
    async with clone(server_url) as url, connect(url, Clock(), size=4) as made:
        yield made


@pytest.fixture
def services(committed_once: Database) -> Services:
    return make_services(committed_once)


@pytest.fixture
async def http(config: Settings, services: Services) -> AsyncIterator[httpx.AsyncClient]:
    transport = httpx.ASGITransport(app=compose(config, services))
    async with httpx.AsyncClient(transport=transport, base_url=ORIGIN) as made:
        yield made


Opened = dict[str, tuple[Shop, dict[str, str]]]


@pytest.fixture(scope="module")
def opened() -> Opened:
    """By dialect: a shop that nobody changes, and a credential for it."""
    return {}


@pytest.fixture
async def allowed(
    opened: Opened, dialect: Dialect, operation: Operation, mode: GenerationMode, services: Services
) -> tuple[Shop, dict[str, str]]:
    """A shop and a credential that may do everything in it; one of the test's own where something may be written."""
    may_write = operation.writes and (mode is RIGHT or dialect.forms)
    if may_write or operation.public:
        return await _allowed(dialect, services)
    if dialect.name not in opened:
        opened[dialect.name] = await _allowed(dialect, services)
    return opened[dialect.name]


async def _allowed(dialect: Dialect, services: Services) -> tuple[Shop, dict[str, str]]:
    shop = await open_shop(Make(services))
    return shop, await credential(Make(services), dialect, shop, services)


@pytest.mark.chaos
@pytest.mark.parametrize(("dialect", "operation", "mode"), CASES)
@settings(
    max_examples=figure(200, 4),
    deadline=None,
    database=None,
    derandomize=not FULL,
    suppress_health_check=list(HealthCheck),
)
@given(data=st.data())
async def test_every_answer_is_a_documented_one(
    dialect: Dialect,
    operation: Operation,
    mode: GenerationMode,
    http: httpx.AsyncClient,
    allowed: tuple[Shop, dict[str, str]],
    data: st.DataObject,
) -> None:
    shop, headers = allowed
    made = SCHEMAS[dialect.name].find_operation_by_id(operation.name)
    fixed = data.draw(st.sampled_from(starts(operation, made.path, dialect, shop, mode)))
    case = data.draw(made.as_strategy(generation_mode=mode, **fixed))
    if mode is RIGHT:
        case.body = sensible(case.body, dialect, shop)

    answer = await send(http, case, openapi.addresses(dialect, ORIGIN)[0], headers)

    # A lenient wire takes texts for numbers, and members that it does not know.
    case.validate_response(answer, checks=CHECKED[RIGHT if dialect.forms else mode])


def starts(operation: Operation, path: str, dialect: Dialect, shop: Shop, mode: GenerationMode) -> list[dict[str, Any]]:
    """What is given beforehand: nothing, or the ids of real things, where that leaves something to generate."""
    names = re.findall(r"\{(\w+)\}", path)
    if not names or (mode is WRONG and operation.body is None and operation.query is None):
        return [{}]
    kinds = (kind for _, kind in operation.parameters)
    ids = {name: written(dialect, kind, shop) for name, kind in zip(names, kinds, strict=True)}
    return [{}, {"path_parameters": ids}]


def written(dialect: Dialect, kind: str, shop: Shop) -> str | int:
    """The shop's thing of that kind as this dialect writes its id."""
    number = shop.ids.get(kind, 1)
    prefixes = {"product": "prod", "customer": "cust", "variant": "var"}
    return f"{prefixes.get(kind, kind)}_{number}" if dialect.name == "skalia" else number


def sensible(value: Any, dialect: Dialect, shop: Shop, name: str = "") -> Any:
    """About the shop's own things and in amounts that money has: what a schema cannot say would always be 404 or 422."""
    kind = re.sub(r"_?[iI]d$", "", name)
    if kind != name and kind in shop.ids:
        return written(dialect, kind, shop)
    if isinstance(value, dict):
        return {key: sensible(item, dialect, shop, key) for key, item in value.items()}
    if isinstance(value, list):
        return [sensible(item, dialect, shop, name) for item in value]
    if name in ("qty", "quantity"):
        return 1 + len(str(value)) % 3
    if isinstance(value, float):
        return round(abs(value) % 10_000 + 0.01, 2)
    if isinstance(value, str) and name in SENSIBLE:
        return SENSIBLE[name].format(len(value))
    return value


async def send(http: httpx.AsyncClient, case: Case, base: str, headers: dict[str, str]) -> httpx.Response:
    """The case as bytes on the wire."""
    prepared = requests.Request(**case.as_transport_kwargs(base_url=base)).prepare()
    given_headers = {name: value for name, value in prepared.headers.items() if name.lower() not in headers}
    return await http.request(
        str(prepared.method), str(prepared.url), headers={**given_headers, **headers}, content=prepared.body
    )
