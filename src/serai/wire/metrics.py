"""Counters and durations for Prometheus."""

from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate
from typing import Final

from prometheus_client import REGISTRY
from prometheus_client.core import CounterMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

BUCKETS: Final = (0.001, 0.005, 0.02, 0.1, 0.5, 2.0, 10.0)
"""Seconds."""
_NAMES: Final = (*(str(bound) for bound in BUCKETS), "+Inf")

# Plain figures: the client's own counters take a lock for each, and all answers are given by one thread.
_answered: dict[tuple[str, str, int], int] = {}
_seconds: dict[str, float] = {}
_within: dict[str, list[int]] = {}


def observe(dialect: str, operation: str, status: int, seconds: float) -> None:
    """Count one answer; `seconds` it took."""
    key = (dialect, operation, status)
    _answered[key] = _answered.get(key, 0) + 1
    if dialect not in _within:
        _seconds[dialect], _within[dialect] = 0.0, [0] * len(_NAMES)
    _seconds[dialect] += seconds
    _within[dialect][bisect_left(BUCKETS, seconds)] += 1


class _Answers(Collector):
    def collect(self) -> Iterator[Metric]:
        requests = CounterMetricFamily("serai_requests", "Requests answered", labels=["dialect", "operation", "status"])
        for (dialect, operation, status), count in _answered.items():
            requests.add_metric([dialect, operation, str(status)], count)
        yield requests
        times = HistogramMetricFamily("serai_request_seconds", "Time to answer", labels=["dialect"])
        for dialect, counts in _within.items():
            times.add_metric([dialect], list(zip(_NAMES, accumulate(counts), strict=True)), _seconds[dialect])
        yield times


REGISTRY.register(_Answers())
