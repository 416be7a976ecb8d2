"""The dialects whose documents are here as pairs."""

from typing import Final

from tests.contract.examples.devskin import DEVSKIN
from tests.contract.examples.pairs import Examples
from tests.contract.examples.salla import SALLA
from tests.contract.examples.salloq import SALLOQ
from tests.contract.examples.scayle_admin import SCAYLE_ADMIN
from tests.contract.examples.scayle_storefront import SCAYLE_STOREFRONT
from tests.contract.examples.skalia import SKALIA

EVERY: Final[dict[str, Examples]] = {
    examples.name: examples for examples in (SKALIA, SALLOQ, DEVSKIN, SALLA, SCAYLE_STOREFRONT, SCAYLE_ADMIN)
}
EACH: Final = [(name, pair) for name, examples in EVERY.items() for pair in examples.pairs]
