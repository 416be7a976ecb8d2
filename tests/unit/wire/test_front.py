"""X-01: a mapped host beats a prefix, a prefix beats the rules of the root; in `/api/v1` the credential decides."""

from collections.abc import Mapping
from pathlib import Path

import httpx
import pytest
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse
from starlette.routing import Route

from serai import settings
from serai.front import Front
from tests.unit.wire import toys

HOSTS = {
    "salla.example": "salla",
    "scayle.example": "scayle",
    "[::1]": "salloq",
    "*.shop.example": "devskin",
    "special.shop.example": "salloq",
}
KEY, BEARER = {"X-API-Key": "dsk_live_x"}, {"Authorization": "Bearer x"}
DIALECTS = (
    toys.dialect("skalia", "/api/v1", "GET /products", "GET /products/{id}", "GET /stores"),
    toys.dialect("salloq", "/api", "GET /products", "GET /v1x"),
    toys.dialect("devskin", "/api/v1", "GET /products", "GET /revenue", "GET /analytics/overview"),
    toys.dialect("salla", "", "GET /admin/v2/products", "GET /oauth2/user/info", "GET /exchange-authority/v1/token"),
    toys.dialect("scayle-storefront", "", "GET /v1/products", "GET /v2/products"),
    toys.dialect("scayle-admin", "/api/admin/v1", "GET /products"),
)


async def _page(request: Request) -> PlainTextResponse:
    return PlainTextResponse(f"page {request.url.path}")


def _front(*without: str) -> Front:
    served = {dialect.name: toys.app(dialect) for dialect in DIALECTS if dialect.name not in without}
    return Front(served, Starlette(routes=[Route("/{path:path}", _page)]), hosts=HOSTS)


async def _get(url: str, headers: Mapping[str, str], front: Front | None = None) -> httpx.Response:
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app=front or _front())) as client:
        return await client.get(url if "://" in url else f"http://anything.test{url}", headers=headers)


async def _answering(url: str, headers: Mapping[str, str] | None = None, front: Front | None = None) -> tuple[str, str, str]:
    """(dialect, mount, path within it) of the operation that answered."""
    answer = await _get(url, headers or {}, front)
    assert answer.status_code == 200, answer.text
    echo = answer.json()
    return echo["dialect"], echo["mount"], echo["path"]


@pytest.mark.parametrize(
    ("path", "dialect", "inside"),
    [
        ("/skalia/api/v1/products", "skalia", "/products"),
        ("/salloq/api/products", "salloq", "/products"),
        ("/devskin/api/v1/products", "devskin", "/products"),
        ("/salla/admin/v2/products", "salla", "/admin/v2/products"),
        ("/salla/oauth2/user/info", "salla", "/oauth2/user/info"),
        ("/scayle/v1/products", "scayle-storefront", "/v1/products"),
        ("/scayle/api/admin/v1/products", "scayle-admin", "/products"),
    ],
)
async def test_a_prefix_chooses_its_dialect_whatever_the_credential(path: str, dialect: str, inside: str) -> None:
    mount = "/" + path.split("/")[1]

    for headers in ({}, KEY, BEARER):
        assert await _answering(path, headers) == (dialect, mount, inside)


@pytest.mark.parametrize(
    ("path", "dialect"),
    [
        ("/api/products", "salloq"),
        ("/api/v1x", "salloq"),
        ("/api/admin/v1/products", "scayle-admin"),
        ("/admin/v2/products", "salla"),
        ("/oauth2/user/info", "salla"),
        ("/exchange-authority/v1/token", "salla"),
        ("/v1/products", "scayle-storefront"),
        ("/v2/products", "scayle-storefront"),
    ],
)
async def test_at_the_root_the_longest_path_wins(path: str, dialect: str) -> None:
    assert (await _answering(path))[:2] == (dialect, "")


@pytest.mark.parametrize(
    ("path", "headers", "dialect"),
    [
        ("/api/v1/products", BEARER, "skalia"),
        ("/api/v1/products", KEY, "devskin"),
        ("/api/v1/products", {**KEY, **BEARER}, "skalia"),
        ("/api/v1/products", {}, "skalia"),
        ("/api/v1/stores", {}, "skalia"),
        ("/api/v1/revenue", {}, "devskin"),
        ("/api/v1/analytics/overview", {}, "devskin"),
    ],
)
async def test_in_api_v1_the_credential_decides_and_without_one_who_owns_the_path(
    path: str, headers: Mapping[str, str], dialect: str
) -> None:
    assert (await _answering(path, headers))[0] == dialect


async def test_what_nobody_owns_in_api_v1_is_skalias_to_refuse() -> None:
    answer = await _get("/api/v1/nothing", {})

    assert (answer.status_code, answer.json()["error"]) == (404, "UnknownRoute")


async def test_without_devskin_api_v1_is_skalias() -> None:
    assert (await _answering("/api/v1/products", KEY, _front("devskin")))[0] == "skalia"


# ── hosts ──


@pytest.mark.parametrize(
    ("url", "dialect"),
    [
        ("http://salla.example/admin/v2/products", "salla"),
        ("http://SALLA.Example:8000/admin/v2/products", "salla"),
        ("http://scayle.example/v1/products", "scayle-storefront"),
        ("http://scayle.example/api/admin/v1/products", "scayle-admin"),
        ("http://a.shop.example/api/v1/products", "devskin"),
        ("http://a.b.shop.example:9/api/v1/revenue", "devskin"),
        ("http://special.shop.example/api/products", "salloq"),
        ("http://[::1]:8000/api/products", "salloq"),
    ],
)
async def test_a_mapped_host_chooses_its_dialect_whatever_the_credential(url: str, dialect: str) -> None:
    for headers in ({}, BEARER, KEY):
        assert (await _answering(url, headers))[:2] == (dialect, "")


@pytest.mark.parametrize("path", ["/skalia/api/v1/products", "/api/v1/products", "/healthz", "/"])
async def test_on_a_mapped_host_there_is_nothing_else(path: str) -> None:
    answer = await _get(f"http://salla.example{path}", BEARER)

    assert (answer.status_code, answer.json()["error"]) == (404, "UnknownRoute")


async def test_a_host_that_only_ends_like_a_mapped_one_is_none() -> None:
    assert (await _answering("http://evilsalla.example/api/products"))[0] == "salloq"
    assert (await _answering("http://shop.example/api/v1/products", KEY))[0] == "devskin"
    assert (await _answering("http://shop.example/skalia/api/v1/products", KEY))[0] == "skalia"


# ── the rest ──


@pytest.mark.parametrize("path", ["/", "/docs", "/dashboard", "/apix/products", "/v3/products", "/admin/v3", "/skaliax"])
async def test_what_no_dialect_claims_is_a_page(path: str) -> None:
    assert (await _get(path, {})).text == f"page {path}"


async def test_a_dialect_that_is_not_served_is_not_found() -> None:
    answer = await _get("/salla/admin/v2/products", {}, _front("salla"))

    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/json"
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize(
    "path", ["/skalia", "/skalia/", "/skalia/api", "/skalia/api/v1", "/skalia/api/v1x/products", "/skalia/products"]
)
async def test_a_prefix_without_its_base_is_the_dialects_own_404(path: str) -> None:
    answer = await _get(path, {})

    assert (answer.status_code, answer.json()["error"]) == (404, "UnknownRoute")


# ── the map itself ──


def _load(tmp_path: Path, hosts: str) -> Mapping[str, str]:
    return settings.load({"SERAI_DATA_DIR": str(tmp_path), "SERAI_HOSTS": hosts}).hosts


def test_the_map_is_read(tmp_path: Path) -> None:
    assert _load(tmp_path, " API.Salla.dev = salla , *.storefront.example=scayle,,") == {
        "api.salla.dev": "salla",
        "*.storefront.example": "scayle",
    }
    assert _load(tmp_path, "a.example=salla,a.example=salla") == {"a.example": "salla"}


@pytest.mark.parametrize(
    "hosts",
    [
        "a.example=salla,a.example=salloq",
        "A.example=salla,a.Example=salloq",
        "*.example=salla,shop.*=salloq",
        "*.example=salla,*.shop.example=scayle",
        "a*=salla,*b=skalia",
        "*=salla,*.*=skalia",
    ],
)
def test_a_map_that_could_mean_two_dialects_is_refused(tmp_path: Path, hosts: str) -> None:
    with pytest.raises(settings.BadSetting, match="SERAI_HOSTS"):
        _load(tmp_path, hosts)


@pytest.mark.parametrize(
    "hosts",
    [
        "*.example=salla,shop.example=salloq",
        "*.a.example=salla,*.b.example=salloq",
        "a*=salla,b*=skalia",
        "*.a=salla,*.*.a=salla",
    ],
)
def test_a_name_beside_a_pattern_and_patterns_apart_are_clear(tmp_path: Path, hosts: str) -> None:
    assert len(_load(tmp_path, hosts)) == 2


@pytest.mark.parametrize("hosts", ["a.example", "a.example=", "a.example=magento", "=salla"])
def test_what_names_no_host_or_dialect_is_refused(tmp_path: Path, hosts: str) -> None:
    with pytest.raises(settings.BadSetting, match="SERAI_HOSTS"):
        _load(tmp_path, hosts)
