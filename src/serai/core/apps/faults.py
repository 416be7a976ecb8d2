"""Why no tokens are given: RFC 6749 §5.2. Returned, not raised: what a refusal changes must be committed."""

from enum import StrEnum

from msgspec import Struct


class GrantError(StrEnum):
    """The words of the RFC."""

    INVALID_REQUEST = "invalid_request"
    INVALID_CLIENT = "invalid_client"
    INVALID_GRANT = "invalid_grant"
    UNAUTHORIZED_CLIENT = "unauthorized_client"
    UNSUPPORTED_GRANT_TYPE = "unsupported_grant_type"
    INVALID_SCOPE = "invalid_scope"


class Fault(Struct, frozen=True):
    """`reason` is a sentence for whoever writes the client."""

    error: GrantError
    reason: str


BAD_CODE = Fault(GrantError.INVALID_GRANT, "The authorization code is invalid, expired, used or was given to another client.")
BAD_REFRESH = Fault(
    GrantError.INVALID_GRANT,
    "The refresh token is invalid, expired, used, revoked or was given to another client. The merchant must reconnect.",
)
"""What is wrong exactly is nobody's business: a code that exists looks like one that does not."""
