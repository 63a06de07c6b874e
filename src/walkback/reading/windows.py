"""Cut a text into windows of word pieces, each piece with its exact place in the text."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tokenizers import Tokenizer
from tokenizers.models import WordPiece
from tokenizers.normalizers import BertNormalizer
from tokenizers.pre_tokenizers import BertPreTokenizer

from walkback.core.quotes import quote_flags
from walkback.core.text import lines

MAX_PIECES = 254  # 256 with the two special pieces; the longest window the model was trained on
CLS, SEP = 101, 102
SPECIAL, OUTSIDE, QUOTED = 0, 1, 2  # the quote flag of a piece


@dataclass(frozen=True, slots=True)
class Window:
    """Word pieces of whole paragraphs, in text order; the first and the last piece are special."""

    ids: tuple[int, ...]
    offsets: tuple[tuple[int, int], ...]  # code points into the text, end exclusive; (0, 0) for special pieces
    paragraphs: tuple[int, ...]  # number of the paragraph of each piece; -1 for special pieces
    quoted: tuple[int, ...]  # SPECIAL, OUTSIDE or QUOTED
    words: tuple[int, ...]  # number of the word of each piece, in text order; a special piece is one of its own

    def __len__(self) -> int:
        return len(self.ids)

    def span(self, first: int, last: int) -> tuple[int, int]:
        """Code points covered by the pieces first..last (both included)."""
        return self.offsets[first][0], self.offsets[last][1]

    def whole(self, first: int, last: int) -> tuple[int, int]:
        """The first and the last piece of the words that the pieces first..last stand in."""
        return bisect_left(self.words, self.words[first]), bisect_right(self.words, self.words[last]) - 1


@lru_cache(maxsize=4)
def tokenizer(vocabulary: Path) -> Tokenizer:
    """The uncased BERT word-piece tokenizer over one vocabulary file (a piece a line)."""
    pieces = {piece: n for n, piece in enumerate(vocabulary.read_text(encoding="utf-8").splitlines())}
    made = Tokenizer(WordPiece(pieces, unk_token="[UNK]", max_input_chars_per_word=100))
    made.normalizer = BertNormalizer(lowercase=True)
    made.pre_tokenizer = BertPreTokenizer()
    return made


Piece = tuple[int, int, int, int, int]  # id, start, end, paragraph number, word number


def _units(text: str, spans: Iterable[tuple[int, int]], pieces: Tokenizer, limit: int) -> Iterable[list[Piece]]:
    """One list of pieces a paragraph; a paragraph over the limit is cut, at a sentence end where there is one."""
    words = 0
    for number, (start, end) in enumerate(spans):
        encoding = pieces.encode(text[start:end], add_special_tokens=False)
        rest: list[Piece] = [
            (piece, start + a, start + b, number, words + (word or 0))
            for piece, (a, b), word in zip(encoding.ids, encoding.offsets, encoding.word_ids, strict=True)
        ]
        words = rest[-1][4] + 1 if rest else words
        while len(rest) > limit:
            cut = limit
            for k in range(limit, limit // 2, -1):
                if text[rest[k - 1][1] : rest[k - 1][2]] in '.!?”"' and text[rest[k][1]].isupper():
                    cut = k
                    break
            yield rest[:cut]
            rest = rest[cut:]
        if rest:
            yield rest


def windows(
    text: str,
    pieces: Tokenizer,
    *,
    spans: Sequence[tuple[int, int]] | None = None,
    limit: int = MAX_PIECES,
) -> list[Window]:
    """Windows that cover the given spans of the text (its paragraphs, unless told), in order, nothing left out."""
    flags = quote_flags(text)
    packed: list[list[Piece]] = []
    for unit in _units(text, lines(text) if spans is None else spans, pieces, limit):
        if packed and len(packed[-1]) + len(unit) <= limit:
            packed[-1].extend(unit)
        else:
            packed.append(list(unit))
    return [
        Window(
            ids=(CLS, *(p[0] for p in window), SEP),
            offsets=((0, 0), *((p[1], p[2]) for p in window), (0, 0)),
            paragraphs=(-1, *(p[3] for p in window), -1),
            quoted=(SPECIAL, *(QUOTED if flags[p[1]] else OUTSIDE for p in window), SPECIAL),
            words=(window[0][4] - 1, *(p[4] for p in window), window[-1][4] + 1),
        )
        for window in packed
    ]
