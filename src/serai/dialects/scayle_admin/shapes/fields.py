"""Kinds of fields that several nouns have."""

from datetime import datetime
from typing import Annotated, Any, Final

import msgspec

LARGEST: Final = 2**53 - 1

Text = Annotated[str, msgspec.Meta(max_length=2048)]
Id = Annotated[int, msgspec.Meta(ge=0, le=LARGEST)]
"""An id, or a figure that is never below zero."""
Minor = Annotated[int, msgspec.Meta(ge=0, le=LARGEST, description="Minor units of the currency.")]
Moment = Annotated[datetime, msgspec.Meta(tz=True)]
Data = dict[str, Any]
"""A client's own object."""
Ignored = Any
"""What a client may send, since it reads it here, and nobody looks at."""
