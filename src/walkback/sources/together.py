"""Many addresses fetched at once, each host by one thread, the answers handed over as they come."""

from __future__ import annotations

import queue
from collections.abc import Callable, Iterator, Mapping, Sequence
from threading import Event, Thread
from typing import TypeVar

from walkback.sources.addresses import host_of
from walkback.sources.fetching import Fetched, FetchError, Wanted

K = TypeVar("K")
Answer = Fetched | FetchError


def together(
    get: Callable[[Wanted], Fetched], wanted: Mapping[K, Wanted], *, workers: int = 8
) -> Iterator[tuple[K, Answer]]:
    """Each key with its answer, as they come. Few are held in memory: who takes them slowly slows the fetching.

    Addresses of one host are fetched one after the other, in their order.
    """
    hosts: dict[str, list[tuple[K, Wanted]]] = {}
    for key, each in wanted.items():
        hosts.setdefault(host_of(each.address), []).append((key, each))
    todo: queue.SimpleQueue[Sequence[tuple[K, Wanted]]] = queue.SimpleQueue()
    for batch in hosts.values():
        todo.put(batch)
    done: queue.Queue[tuple[K, Answer]] = queue.Queue(maxsize=workers)
    stop = Event()

    def hand(item: tuple[K, Answer]) -> None:
        while not stop.is_set():
            try:
                return done.put(item, timeout=0.5)
            except queue.Full:
                continue

    def work() -> None:
        while not stop.is_set():
            try:
                batch = todo.get_nowait()
            except queue.Empty:
                return
            for key, each in batch:
                if stop.is_set():
                    return
                hand((key, _answer(get, each)))

    for _ in range(min(workers, len(hosts))):
        Thread(target=work, daemon=True).start()
    try:
        for _ in wanted:
            yield done.get()
    finally:
        stop.set()


def _answer(get: Callable[[Wanted], Fetched], wanted: Wanted) -> Answer:
    try:
        return get(wanted)
    except FetchError as error:
        return error
    except Exception as error:  # one address must not end the others
        return FetchError(f"{type(error).__name__}: {error}"[:300], hint="it is a fault of walkback: report it")
