"""What the Storefront API's documents have and we do not serve yet: this set only shrinks."""

from serai.dialects.scayle_storefront import SCAYLE_STOREFRONT
from tests.contract import coverage

KNOWN_MISSING: set[str] = set()


def test_every_documented_operation_is_served_or_known_to_be_missing() -> None:
    assert coverage.missing(SCAYLE_STOREFRONT) == KNOWN_MISSING


def test_every_served_operation_is_in_the_list() -> None:
    assert coverage.undocumented(SCAYLE_STOREFRONT) == set()
