"""Reading a callback in either of its two forms: the gateway's header, or the documentation's body."""

from collections.abc import Mapping, Sequence

from serai.core.billing.errors import BadSignature
from serai.core.billing.gateway import Notice
from serai.payzone import bodies, charges, seed_form, signatures


def read(keys: Sequence[str], body: bytes, headers: Mapping[str, str], *, body_signature: bool) -> Notice:
    """What it says. A header that is there must be right, whatever the body has. Raises BadSignature."""
    given = headers.get(signatures.HEADER)
    if given is not None:
        return _by_header(keys, body, given)
    if not body_signature:
        raise BadSignature
    return seed_form.read(keys, _document(body))


def _by_header(keys: Sequence[str], body: bytes, given: str) -> Notice:
    if not signatures.matches(keys, body, given):
        raise BadSignature
    data = _document(body)
    if seed_form.is_one(data):  # the documentation's fields, signed by the header and by the body
        return seed_form.read(keys, data)
    try:
        outcome = charges.outcome(data)
    except ValueError:
        raise BadSignature from None
    return Notice(order_number=outcome.order_number, outcome=outcome)


def _document(body: bytes) -> dict[str, object]:
    try:
        return bodies.document(body)
    except ValueError:
        raise BadSignature from None
