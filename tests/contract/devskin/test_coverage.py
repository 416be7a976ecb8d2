"""Everything that DevSkin's documentation has is served."""

from serai.dialects.devskin import DEVSKIN
from tests.contract import coverage


def test_every_documented_operation_is_served() -> None:
    assert coverage.missing(DEVSKIN) == set()


def test_every_served_operation_is_in_the_list() -> None:
    assert coverage.undocumented(DEVSKIN) == set()
