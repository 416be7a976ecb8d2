"""Counters and durations for Prometheus."""

from functools import cache

from prometheus_client import Counter, Histogram

REQUESTS = Counter("serai_requests_total", "Requests answered", ["dialect", "operation", "status"])
SECONDS = Histogram("serai_request_seconds", "Time to answer", ["dialect"], buckets=(0.001, 0.005, 0.02, 0.1, 0.5, 2, 10))


def observe(dialect: str, operation: str, status: int, seconds: float) -> None:
    """Count one answer; `seconds` it took."""
    _requests(dialect, operation, status).inc()
    _seconds(dialect).observe(seconds)


# Finding a labelled one takes a lock each time; there are as many as operations and statuses.
@cache
def _requests(dialect: str, operation: str, status: int) -> Counter:
    return REQUESTS.labels(dialect, operation, str(status))


@cache
def _seconds(dialect: str) -> Histogram:
    return SECONDS.labels(dialect)
