"""COVERAGE.md of each dialect is the one that `make docs` writes."""

import pytest

from serai.app import DIALECTS
from tests.contract import conformance, coverage


@pytest.mark.parametrize(("path", "text"), coverage.files().items(), ids=[d.name for d in DIALECTS])
def test_the_coverage_page_is_up_to_date(path, text) -> None:
    assert path.read_text() == text, "run `make docs`"


@pytest.mark.parametrize(("path", "text"), conformance.files().items(), ids=lambda x: getattr(x, "name", ""))
def test_the_conformance_matrix_is_up_to_date(path, text) -> None:
    assert path.read_text() == text, "run `make docs`"
