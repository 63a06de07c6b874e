"""Words of a text as the full text of a record sees them, in memory: PostgreSQL is given the words that FTS5 would find.

Case, accents, endings and what parts two words are thereby the same in both homes of a record, to the letter.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from walkback.record.home import Terms

TOKENIZE = "porter unicode61 remove_diacritics 2"  # as in the migrations
Tokens = list[list[str]]


class Analyser:
    """Takes texts apart by FTS5, in a database that holds nothing between two calls."""

    def __init__(self) -> None:
        self._db = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        self._db.execute(f"CREATE VIRTUAL TABLE texts USING fts5 (text, tokenize = '{TOKENIZE}')")
        self._db.execute("CREATE VIRTUAL TABLE words USING fts5vocab (texts, instance)")

    @contextmanager
    def _holding(self, texts: Sequence[str]) -> Iterator[sqlite3.Connection]:
        self._db.execute("BEGIN")
        try:
            self._db.executemany("INSERT INTO texts (rowid, text) VALUES (?, ?)", enumerate(texts))
            yield self._db
        finally:
            self._db.execute("ROLLBACK")

    def tokens(self, texts: Sequence[str]) -> Tokens:
        """The words of each text, in their order."""
        found: list[dict[int, str]] = [{} for _ in texts]
        with self._holding(texts) as db:
            for text, place, word in db.execute("SELECT doc, offset, term FROM words"):
                found[text][place] = word
        return [[held[place] for place in sorted(held)] for held in found]

    def marked(self, texts: Sequence[str], terms: Terms) -> list[str]:
        """Texts with what answers to the terms between \\x02 and \\x03; one that does not answer stays as it is."""
        out = list(texts)
        with self._holding(texts) as db:
            query = "SELECT rowid, highlight(texts, 0, char(2), char(3)) FROM texts WHERE texts MATCH ?"
            for n, text in db.execute(query, (terms.spelled,)):
                out[n] = text
        return out

    def close(self) -> None:
        self._db.close()
