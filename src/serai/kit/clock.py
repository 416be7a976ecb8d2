"""One source of time for the whole process; tests and `SERAI_CLOCK=test` move it."""

from datetime import UTC, datetime, timedelta


class Clock:
    """The system's time, in UTC, plus a shift that only a test clock ever has. It keeps ticking when shifted."""

    def __init__(self) -> None:
        self._shift = timedelta()

    def now(self) -> datetime:
        now = datetime.now(UTC)
        return now + self._shift if self._shift else now

    def advance(self, seconds: float) -> None:
        self._shift += timedelta(seconds=seconds)


class FrozenClock(Clock):
    """Stands still until moved; for tests."""

    def __init__(self, at: datetime) -> None:
        super().__init__()
        self.at = at

    def now(self) -> datetime:
        return self.at

    def advance(self, seconds: float) -> None:
        self.at += timedelta(seconds=seconds)
