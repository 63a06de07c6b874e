"""A clock that goes only where it is slept."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from threading import Lock


@dataclass
class Clock:
    """now() is its moment, sleep() moves it on and keeps how long."""

    at: datetime = datetime(2031, 3, 5, 9, 0, tzinfo=UTC)
    slept: list[float] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def now(self) -> datetime:
        return self.at

    def sleep(self, seconds: float) -> None:
        with self._lock:
            self.slept.append(round(seconds, 1))
            self.at += timedelta(seconds=seconds)
