"""What SKALIA's documentation has and we do not serve yet: this set only shrinks."""

from serai.dialects.skalia import SKALIA
from tests.contract import coverage

KNOWN_MISSING: set[str] = set()


def test_every_documented_operation_is_served_or_known_to_be_missing() -> None:
    assert coverage.missing(SKALIA) == KNOWN_MISSING


def test_every_served_operation_is_in_the_list() -> None:
    assert coverage.undocumented(SKALIA) == set()
