"""A record in a database of PostgreSQL: the home for a newsroom of several."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from walkback.core.errors import RecordError, StorageError
from walkback.record import postgres_schema
from walkback.record.home import Connection, Piece, Searched, Server, Terms
from walkback.record.postgres import MARK
from walkback.record.schema import APPLICATION
from walkback.record.tokens import Analyser

MOST_WORDS, MOST_PLACES, LONGEST, MOST_BYTES = 16_383, 255, 2_000, 1_000_000  # what a tsvector can hold
K1, B = 1.2, 0.75  # of BM25, as FTS5 has them
WATCHING = APPLICATION + 1
AT_ONCE = 5_000  # texts
OWN = ("search", "search_sizes")  # tables of full text that hold nothing of the record's own


class PostgresHome:
    """A record's database, open."""

    def __init__(self, server: Server, *, create: bool = False) -> None:
        self.server = server
        self._postgres = postgres_schema.connect(server, create=create)
        self._analyser: Analyser | None = None

    @property
    def connection(self) -> Connection:
        return self._postgres

    @property
    def shown(self) -> str:
        return str(self.server)

    @property
    def name(self) -> str:
        return str(self.server)

    def close(self) -> None:
        if self._analyser:
            self._analyser.close()
        self._postgres.close()

    def begin(self, *, patience: float) -> None:
        """Take the one place of a writer, before anything is read in the transaction; readers are never kept waiting."""
        db = self._postgres
        db.execute("BEGIN")
        db.script(f"SET LOCAL lock_timeout = {int(patience * 1000)}")
        db.execute(f"SELECT {postgres_schema.LOCK.format(APPLICATION)}")

    def settle(self) -> None:
        """Enter the words of what was said: triggers wrote the text."""
        query = f"SELECT rowid, text FROM search_statements WHERE words IS NULL LIMIT {AT_ONCE}"
        left = True
        while left and (rows := self._postgres.execute(query).fetchall()):
            left = len(rows) == AT_ONCE
            self._postgres.execute(
                "UPDATE search_statements s SET words = CAST(n.words AS tsvector), size = n.size FROM "
                "unnest(CAST(? AS bigint[]), CAST(? AS text[]), CAST(? AS integer[])) AS n (number, words, size) "
                "WHERE s.rowid = n.number",
                ([row[0] for row in rows], *self._vectors([row[1] for row in rows])),
            )

    def fault(self, error: BaseException) -> StorageError | None:
        """Faults of the server come as clear lines already."""
        return error if isinstance(error, StorageError) else None

    def columns(self, table: str) -> list[str]:
        rows = self._postgres.execute(
            "SELECT attname FROM pg_attribute WHERE attrelid = CAST(? AS regclass) AND attnum > 0 AND NOT attisdropped ORDER BY attnum",
            (table,),
        )
        return [row[0] for row in rows if not (table.startswith("search") and row[0] in ("rowid", "words", "size"))]

    def tables(self) -> dict[str, list[str]]:
        rows = self._postgres.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = current_schema() ORDER BY 1"
        ).fetchall()
        return {name: self.columns(name) for (name,) in rows if name not in OWN}

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        self._postgres.execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")
        try:
            yield
        finally:
            self._postgres.rollback()

    def stream(self, query: str) -> Iterator[tuple[Any, ...]]:
        return self._postgres.stream(query)

    def fill(self, table: str, columns: Sequence[str], rows: Iterable[tuple[Any, ...]]) -> int:
        return self._postgres.fill(table, columns, rows)

    def index(self, table: Searched, rows: Sequence[tuple[int, str]]) -> None:
        if not rows:
            return
        text = ", text" if table == "search_statements" else ", label" if table == "search_matters" else ""
        values = ([number for number, _ in rows], *self._vectors([held for _, held in rows]))
        self._postgres.execute(
            f"INSERT INTO {table} (rowid, words, size{text}) SELECT n.number, CAST(n.words AS tsvector), n.size{', n.text' if text else ''} "
            "FROM unnest(CAST(? AS bigint[]), CAST(? AS text[]), CAST(? AS integer[])"
            f"{', CAST(? AS text[])' if text else ''}) AS n (number, words, size{', text' if text else ''})",
            (*values, [held for _, held in rows]) if text else values,
        )

    def unindex(self, table: Searched, rows: Sequence[tuple[int, str]]) -> None:
        self._postgres.execute(
            f"DELETE FROM {table} WHERE rowid = ANY (CAST(? AS bigint[]))", ([number for number, _ in rows],)
        )

    def _words(self, texts: Sequence[str]) -> list[list[str]]:
        """The words of texts, each cut to what a tsvector can hold."""
        if self._analyser is None:
            self._analyser = Analyser()
        return [[_cut(word) for word in held] for held in self._analyser.tokens(texts)]

    def _vectors(self, texts: Sequence[str]) -> tuple[list[str], list[int]]:
        held = self._words(texts)
        return [_vector(words) for words in held], [len(words) for words in held]

    def _asked(self, terms: Terms) -> list[tuple[list[str], bool]]:
        """The words of each phrase, with whether the last is only a beginning; phrases without any are left out."""
        words = self._words([phrase for phrase, _ in terms.phrases])
        return [(held, begins) for held, (_, begins) in zip(words, terms.phrases, strict=True) if held]

    def matching(self, table: Searched, terms: Terms) -> Piece:
        asked = self._asked(terms)
        query = (" | " if terms.any else " & ").join(f"({_phrase(*one)})" for one in asked)
        return (f"{table}.words @@ ?", (query,)) if asked else ("false", ())

    def rank(self, table: Searched, terms: Terms) -> Piece:
        """BM25 as FTS5 counts it: a word's weight follows from how many texts have it, a text's from its length."""
        asked = self._asked(terms)
        texts, total = self._postgres.execute(
            "SELECT texts, words FROM search_sizes WHERE name = ?", (table,)
        ).fetchone()
        if not asked or not texts:
            return f"{table}.rowid * 0", ()
        size = f"{K1} * ({1 - B} + {B} * {table}.size / CAST({total / texts!r} AS double precision))"
        sums, values = [], list[object]()
        for words, begins in asked:
            query = f"SELECT count(*) FROM {table} WHERE words @@ ?"
            hits = self._postgres.execute(query, (_phrase(words, begins),)).fetchone()[0]
            weight = math.log((texts - hits + 0.5) / (hits + 0.5))
            times, value = _times(table, words, begins)
            weight = weight if weight > 0 else 1e-6
            score = f"CAST({weight!r} AS double precision) * ((f.n * {K1 + 1}) / (f.n + {size}))"
            sums.append(f"(SELECT {score} FROM (SELECT {times} OFFSET 0) AS f (n))")
            values += [_phrase(words, begins), value]
        return f"-({' + '.join(sums)})", tuple(values)

    def marking(self, table: Searched, text: str) -> str:
        return text

    def marked(self, texts: Sequence[str], terms: Terms) -> list[str]:
        if self._analyser is None:
            self._analyser = Analyser()
        return self._analyser.marked(texts, terms)

    def alive(self) -> bool:
        return self._postgres.alive()

    def warm(self) -> None:
        """A server keeps its own memory warm."""

    def roomy(self) -> None:
        self._postgres.script("SET work_mem = '64MB'")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """By a lock of this connection, which falls with it."""
        lock = postgres_schema.LOCK.format(WATCHING).replace("_xact_lock", "_lock").replace("advisory", "try_advisory")
        if not self._postgres.execute(f"SELECT {lock}").fetchone()[0]:
            raise RecordError(f"{self.server} is being watched already", hint="one run does for all feeds")
        try:
            yield
        finally:
            if self.alive():
                self._postgres.execute(f"SELECT {lock.replace('try_advisory_lock', 'advisory_unlock')}")


def _times(table: str, words: list[str], begins: bool) -> tuple[str, object]:
    """How often a phrase stands in a row: by words alone where it is one, which most are, since that is ten times as quick."""
    if len(words) > 1:
        value: object = words
        held = f"search_times({table}.words, CAST(? AS text[]), {str(begins).lower()})"
    else:
        same = "starts_with(u.word, ?)" if begins else "u.word = ?"
        held = f"(SELECT coalesce(sum(cardinality(u.places)), 0) FROM unnest({table}.words) AS u (word, places, weights) WHERE {same})"
        if not begins:  # as many words as there are different ones: each stands there once
            held = f"CASE WHEN length({table}.words) = {table}.size THEN 1 ELSE {held} END"
        value = words[0]
    return f"CASE WHEN {table}.words @@ ? THEN CAST({held} AS double precision) ELSE 0 END", value


def _cut(word: str) -> str:
    """A word no longer than a tsvector takes, and free of the sign that texts with NUL are kept by."""
    word = word.replace(MARK, "\ufffd")
    if len(word) * 4 <= LONGEST:
        return word
    return word.encode()[:LONGEST].decode(errors="ignore")


def _quoted(word: str) -> str:
    return "'" + word.replace("\\", "\\\\").replace("'", "''") + "'"


def _vector(words: Sequence[str]) -> str:
    """Words with their places as a tsvector is written. It holds the first 16,383 words, and 255 places of each."""
    places: dict[str, list[int]] = {}
    size = 0
    for n, word in enumerate(words[:MOST_WORDS], 1):
        if word not in places:
            size += len(word.encode()) + 8
            if size > MOST_BYTES:
                break
        held = places.setdefault(word, [])
        if len(held) < MOST_PLACES:
            held.append(n)
    return " ".join(f"{_quoted(word)}:{','.join(map(str, held))}" for word, held in places.items())


def _phrase(words: Sequence[str], begins: bool) -> str:
    """Words that stand together as a tsquery is written."""
    return " <-> ".join(map(_quoted, words)) + (":*" if begins else "")
