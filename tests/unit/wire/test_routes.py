import pytest
from hypothesis import given
from hypothesis import strategies as st

from serai.app import DIALECTS
from serai.wire.errors import MethodNotAllowed, UnknownRoute
from serai.wire.operation import Operation
from serai.wire.routes import Routes
from tests.unit.wire.toys import operations

ROUTES = Routes(
    operations(
        "GET /products",
        "POST /products",
        "GET /products/{id}",
        "DELETE /products/{id}",
        "GET /products/search",
        "GET /products/{id}/images/{image:int}",
        "GET /products/search/{term}/recent",
        "GET /",
    )
)


def matched(method: str, path: str) -> tuple[str, list[str]]:
    operation, values = ROUTES.match(method, path)
    return operation.name, values


@pytest.mark.parametrize(
    ("method", "path", "name", "values"),
    [
        ("GET", "/products", "GET /products", []),
        ("POST", "/products", "POST /products", []),
        ("GET", "/products/7", "GET /products/{id}", ["7"]),
        ("GET", "/products/7/images/2", "GET /products/{id}/images/{image:int}", ["7", "2"]),
        ("GET", "/products/é ü", "GET /products/{id}", ["é ü"]),
        ("GET", "/", "GET /", []),
    ],
)
def test_a_path_finds_its_operation(method: str, path: str, name: str, values: list[str]) -> None:
    assert matched(method, path) == (name, values)


def test_a_fixed_segment_beats_a_parameter() -> None:
    assert matched("GET", "/products/search") == ("GET /products/search", [])


def test_a_fixed_segment_that_leads_nowhere_is_left_again() -> None:
    assert matched("GET", "/products/search/images/2") == ("GET /products/{id}/images/{image:int}", ["search", "2"])
    assert matched("GET", "/products/search/images/recent")[0] == "GET /products/search/{term}/recent"


def test_head_is_served_by_get() -> None:
    assert matched("HEAD", "/products/7") == ("GET /products/{id}", ["7"])


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("PUT", "/products", ("GET", "POST")),
        ("POST", "/products/7", ("DELETE", "GET")),
        ("OPTIONS", "/products/search", ("GET",)),
        ("get", "/products", ("GET", "POST")),
    ],
)
def test_another_method_is_told_which_ones_there_are(method: str, path: str, allowed: tuple[str, ...]) -> None:
    with pytest.raises(MethodNotAllowed) as caught:
        ROUTES.match(method, path)
    assert caught.value.allowed == allowed


@pytest.mark.parametrize("path", ["/product", "/products/", "/products//", "//products", "/products/7/", "/Products", "/a"])
def test_other_paths_have_no_operation(path: str) -> None:
    with pytest.raises(UnknownRoute):
        ROUTES.match("GET", path)
    assert not ROUTES.has(path)


def test_two_operations_at_one_place_are_refused() -> None:
    with pytest.raises(ValueError, match=r"GET /a/\{other\}"):
        Routes(operations("GET /a/{one}", "GET /a/{other}"))


def test_names_of_parameters_do_not_matter_to_the_tree() -> None:
    routes = Routes(operations("GET /a/{one}", "GET /a/{other}/b"))

    assert routes.match("GET", "/a/1")[1] == ["1"]
    assert routes.match("GET", "/a/1/b")[1] == ["1"]


@pytest.mark.parametrize("dialect", DIALECTS, ids=lambda d: d.name)
@given(data=st.data())
def test_every_path_of_a_dialect_finds_itself(dialect: object, data: st.DataObject) -> None:
    made: tuple[Operation, ...] = dialect.operations  # type: ignore[attr-defined]  # hypothesis hands the record over untyped
    operation = data.draw(st.sampled_from(made))
    value = data.draw(st.text(alphabet="0123456789", min_size=1, max_size=9))
    path = "/".join(value if part.startswith("{") else part for part in operation.path.split("/"))

    found, values = Routes(made).match(operation.method, path)

    assert found is operation
    assert values == [value] * len(operation.parameters)


def test_a_path_of_a_thousand_segments_is_no_work() -> None:
    with pytest.raises(UnknownRoute):
        ROUTES.match("GET", "/products" * 1000)
