"""Who is looking at what: so that two people who review at once do not do the same work. Kept in memory alone."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

LASTS = 60.0  # seconds after the last sign of somebody; a page shows one every fifteen


class Presence:
    """The last thing each person looked at."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._last: dict[str, tuple[str, float]] = {}
        self._lock = Lock()

    def seen(self, name: str, target: str) -> None:
        """Somebody looks at something now."""
        with self._lock:
            self._last[name] = (target, self._clock())

    def _here(self) -> dict[str, str]:
        with self._lock:
            now = self._clock()
            self._last = {name: held for name, held in self._last.items() if now - held[1] < LASTS}
            return {name: target for name, (target, _) in self._last.items()}

    def others(self, name: str) -> set[str]:
        """What all but one are looking at."""
        return {target for who, target in self._here().items() if who != name}

    def at(self, target: str, name: str) -> list[str]:
        """Who but one is looking at something."""
        return sorted(who for who, what in self._here().items() if what == target and who != name)
