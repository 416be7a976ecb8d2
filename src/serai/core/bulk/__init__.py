"""What a client sends in bulk: many requests in one, carried out in the background as if they had come one by one.

Owns `bulk_requests`, `bulk_operations` and the queue of those that wait. Knows nothing of what they say: whoever works
here hands over what carries out one of them.
"""

from serai.core.bulk.accept import accept
from serai.core.bulk.carry_out import BulkOver, Carry, Tell, cancel, carry_out
from serai.core.bulk.model import Bulk, BulkId, Done, NewBulk, Operation, Outcome, Progress, Status
from serai.core.bulk.read import after, get, operation

__all__ = [
    "Bulk",
    "BulkId",
    "BulkOver",
    "Carry",
    "Done",
    "NewBulk",
    "Operation",
    "Outcome",
    "Progress",
    "Status",
    "Tell",
    "accept",
    "after",
    "cancel",
    "carry_out",
    "get",
    "operation",
]
