"""Every error is said on the pages, in each of their languages."""

from collections.abc import Callable

import pytest

from serai.core.accounts import Language
from serai.kit.errors import DomainError
from serai.web.dashboard.desk import Dashboard
from serai.web.desk import Desk
from serai.web.storefront.desk import Storefront
from serai.web.visit import Look, Problem, Visit
from tests.architecture.test_problems import ERRORS, sample

Said = Callable[[Desk[Visit], Look, DomainError], Problem]


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("family", [Dashboard, Storefront])
@pytest.mark.parametrize("kind", ERRORS, ids=lambda kind: kind.__qualname__)
def test_every_error_can_be_said(kind: type[DomainError], family: type[Dashboard | Storefront], language: Language) -> None:
    said = family.problem(None, Look(language), sample(kind))  # type: ignore[arg-type] - the words are all it needs

    assert 400 <= said.status < 600
    assert said.text
    assert "{" not in said.text
