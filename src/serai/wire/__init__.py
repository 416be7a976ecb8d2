"""The HTTP kernel: operations, routing, parsing, limits, idempotency, documents. Knows no commerce and no dialect."""
