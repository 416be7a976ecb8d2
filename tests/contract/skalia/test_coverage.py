"""What SKALIA's documentation has and we do not serve yet: this set only shrinks."""

from serai.dialects.skalia import SKALIA
from tests.contract import coverage

KNOWN_MISSING = {
    "GET /apps",
    "POST /apps",
    "DELETE /apps/{appId}",
    "POST /stores/{storeId}/app-installs",
    "DELETE /stores/{storeId}/app-installs/{clientId}",
}


def test_every_documented_operation_is_served_or_known_to_be_missing() -> None:
    assert coverage.missing(SKALIA) == KNOWN_MISSING


def test_every_served_operation_is_in_the_list() -> None:
    assert coverage.undocumented(SKALIA) == set()
