"""Files and folders to documents; bad input to troubles."""

from __future__ import annotations

import csv
import gzip
import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from walkback.core.errors import InputError
from walkback.core.text import Document
from walkback.sources import files
from walkback.sources.documents import LONGEST
from walkback.sources.files import Trouble, count, read_file, read_text, walk

TEXT = """Port Alma puts off its bridge

March 3, 2031

The bridge will not open on Friday, the mayor said.

He said no."""
PAGE = """<html><head><meta property='article:published_time' content='2031-03-04'></head><body><article>
<h1>A bridge stays shut</h1>
<p>The bridge will not open on Friday, Mayor Ines Oduber said, because the lamps have not arrived.</p>
<p>She put the opening off to the spring, when the days are longer than now.</p></article></body></html>"""


def jsonl(path: Path, *rows: Any) -> Path:
    lines = [row if isinstance(row, str) else json.dumps(row) for row in rows]
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def documents(*paths: Path) -> list[Document]:
    found = list(walk(paths))
    assert not [item for item in found if isinstance(item, Trouble)]
    return [item for item in found if isinstance(item, Document)]


def trouble(path: Path) -> Trouble:
    (found,) = walk([path])
    assert isinstance(found, Trouble)
    assert found.reason and found.hint
    return found


def test_a_text_file(tmp_path: Path) -> None:
    (tmp_path / "bridge.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    (document,) = documents(tmp_path / "bridge.txt")
    assert document.text == TEXT
    assert (document.published, document.published_basis) == (date(2031, 3, 3), "dateline")
    assert document.title == "Port Alma puts off its bridge"
    assert [document.quote(span) for span in document.furniture] == ["March 3, 2031"]


def test_a_page(tmp_path: Path) -> None:
    (tmp_path / "bridge.html").write_text(PAGE, encoding="utf-8")
    (tmp_path / "bridge.htm.gz").write_bytes(gzip.compress(PAGE.encode()))
    one, other = documents(tmp_path)
    assert one == other
    assert (one.published, one.published_basis, one.title) == (date(2031, 3, 4), "page", "A bridge stays shut")


def test_a_folder_is_read_in_order_whatever_it_is_called(tmp_path: Path) -> None:
    ids = []
    for name in ("one", "two"):
        folder = tmp_path / name
        (folder / "b" / ".hidden").mkdir(parents=True)
        for place, text in {"z.txt": "Last.", "b/a.md": "First, by folder.", "a.txt": "Second."}.items():
            (folder / place).write_text(text, encoding="utf-8")
        for passed in ("b/.hidden/c.txt", ".d.txt", "photo.jpg", "notes.docx"):
            (folder / passed).write_bytes(b"\xff\xd8 nothing to read")
        ids.append([document.doc_id for document in documents(folder)])
    assert ids[0] == ids[1]
    assert [doc_id.rpartition("-")[0] for doc_id in ids[0]] == ["a", "z", "a"]


def test_fields_of_json_lines(tmp_path: Path) -> None:
    rows = [
        {
            "doc_id": "d1",
            "dct": "2031-03-04",
            "text": "Verbatim \r\n text.",
            "title": " A  title ",
            "outlet": "Courier",
        },
        {
            "id": 7,
            "published": "2031-03-05T10:00:00Z",
            "body": "Two.",
            "source": {"name": "Wire"},
            "url": "https://a.example",
        },
        {"date": None, "content": TEXT},
    ]
    one, two, three = documents(jsonl(tmp_path / "news.jsonl", *rows))
    assert one == Document("d1", "Verbatim \r\n text.", date(2031, 3, 4), "given", "A title", "Courier")
    assert two == Document("7", "Two.", date(2031, 3, 5), "given", None, "Wire", "https://a.example")
    assert (three.published, three.published_basis, len(three.doc_id)) == (date(2031, 3, 3), "dateline", 16)


def test_a_story_gives_each_of_its_documents(tmp_path: Path) -> None:
    story = {"case": "bridge", "docs": [{"doc_id": "a", "text": "One."}, {"doc_id": "b", "text": "Two."}]}
    assert [document.doc_id for document in documents(jsonl(tmp_path / "s.jsonl", story))] == ["a", "b"]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
def test_csv(tmp_path: Path, delimiter: str, encoding: str) -> None:
    with (tmp_path / "news.csv").open("w", encoding=encoding, newline="") as stream:
        writer = csv.writer(stream, delimiter=delimiter)
        writer.writerows(
            [
                ["Title", "Text", "Date", "ID", "Source", "extra"],
                ["Café", "One,\r\ntwo; three.", "2031-03-04", 1, "Wire"],
            ]
        )
        writer.writerow([])
        writer.writerow(["Long", "word " * 60_000, "", "2", "Wire", ""])
    one, two = documents(tmp_path / "news.csv")
    assert one == Document("1", "One,\ntwo; three.", date(2031, 3, 4), "given", "Café", "Wire")
    assert len(two.text) == 300_000
    assert encoding == "utf-16" or count([tmp_path / "news.csv"]) in (2, 3)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("{broken", "not JSON"),
        ("[1]", "not an object"),
        ("[" * 100_000, "not JSON"),
        ('{"n": ' + "1" * 5000 + "}", "not JSON"),
        ({"title": "x"}, "no text"),
        ({"text": 5}, "no text"),
        ({"text": ""}, "no text"),
        ({"text": "   "}, "empty"),
        ({"text": "x", "dct": "tomorrow"}, "'tomorrow'"),
        ({"text": "x", "dct": "03/04/2031"}, "03/04/2031"),
        ({"docs": [5]}, "not an object"),
        ({"docs": []}, "without documents"),
        ({"text": "x" * (LONGEST + 1)}, "5,000,001 characters"),
    ],
)
def test_a_bad_line_is_named_and_the_rest_is_read(tmp_path: Path, line: Any, reason: str) -> None:
    path = jsonl(tmp_path / "news.jsonl", {"id": "a", "text": "One."}, "", line, {"id": "b", "text": "Two."})
    first, bad, last = walk([path])
    assert isinstance(first, Document) and isinstance(last, Document) and isinstance(bad, Trouble)
    assert bad.source == f"{path} line 3"
    assert reason in bad.reason and bad.hint


def test_a_line_too_long_is_skipped_unread(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("walkback.sources.rows._LONGEST_LINE", 200)
    path = jsonl(tmp_path / "n.jsonl", {"text": "x" * 5000}, {"text": "One."})
    bad, good = walk([path])
    assert isinstance(bad, Trouble) and isinstance(good, Document)


def test_a_file_of_rubble_is_given_up(tmp_path: Path) -> None:
    found = list(walk([jsonl(tmp_path / "n.jsonl", *["rubble"] * 5000)]))
    assert len(found) == 101 and all(isinstance(item, Trouble) for item in found)


def test_a_truncated_archive_gives_what_it_holds(tmp_path: Path) -> None:
    rows = "".join(json.dumps({"id": str(n), "text": f"Number {n * 7919}."}) + "\n" for n in range(5000))
    (tmp_path / "n.jsonl.gz").write_bytes(gzip.compress(rows.encode())[:-2000])
    *good, bad = walk([tmp_path / "n.jsonl.gz"])
    assert len(good) > 1000 and all(isinstance(item, Document) for item in good)
    assert isinstance(bad, Trouble) and "cut short" in bad.reason
    assert count([tmp_path / "n.jsonl.gz"]) >= 1


@pytest.mark.parametrize(
    ("name", "raw", "reason"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\n", "empty"),
        ("a.txt", bytes(range(256)) * 9, "no text"),
        ("a.txt", b"%PDF-1.4", "PDF"),
        ("a.txt", b"word " * 5_000_000, "25,000,000"),
        ("a.txt.gz", b"not compressed", "damaged"),
        ("a.html", b"<html><body></body></html>", "no article"),
        ("a.jsonl", b"", "empty"),
        ("a.csv", b"", "empty"),
        ("a.csv", b"a,b\n1,2\n", "no column"),
        ("a.csv", bytes(range(256)) * 9, "no text"),
        ("a.docx", b"PK", "not a kind of file"),
        (".gz", b"x", "not a kind of file"),
    ],
)
def test_bad_files_are_troubles(tmp_path: Path, name: str, raw: bytes, reason: str) -> None:
    (tmp_path / name).write_bytes(raw)
    found = trouble(tmp_path / name)
    assert found.source == str(tmp_path / name) or found.source == f"{tmp_path / name} line 1"
    assert reason.replace("25,000,000", "bytes") in found.reason
    assert count([tmp_path / name]) >= 0


def test_missing_and_unreadable_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert "no such file" in trouble(tmp_path / "none.txt").reason
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")

    def refuse(*_: Any, **__: Any) -> None:
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(files, "_opened", refuse)
    assert trouble(tmp_path / "a.txt").reason == "Permission denied"


def test_a_csv_that_breaks_off_says_where(tmp_path: Path) -> None:
    (tmp_path / "n.csv").write_bytes(b'text\nOne.\n"' + b"x" * (LONGEST + 10))
    good, bad = walk([tmp_path / "n.csv"])
    assert isinstance(good, Document) and isinstance(bad, Trouble)
    assert bad.source.endswith("n.csv line 3")


def test_half_characters_are_stored_as_one_mark_each(tmp_path: Path) -> None:
    (document,) = documents(jsonl(tmp_path / "n.jsonl", '{"text": "a\\ud800b\\u0000c"}'))
    assert document.text == "a\ufffdb\ufffdc"


def test_count_is_about_right(tmp_path: Path) -> None:
    jsonl(tmp_path / "a.jsonl", *[{"text": "x"}] * 5)
    (tmp_path / "b.jsonl.gz").write_bytes(gzip.compress(b'{"text": "x"}\n{"text": "y"}'))
    (tmp_path / "c.csv").write_text('text\n"a\nb"\nc\n', encoding="utf-8")
    (tmp_path / "d.txt").write_text("x", encoding="utf-8")
    assert count([tmp_path]) == 5 + 2 + 2 + 1
    assert count([tmp_path / "none.txt"]) == 0


def test_read_text_takes_what_is_given_first() -> None:
    document = read_text(PAGE, doc_id="d", published=date(2031, 3, 9), title="T", outlet="O", url="https://u.example")
    assert (document.doc_id, document.published, document.published_basis) == ("d", date(2031, 3, 9), "given")
    assert (document.title, document.outlet, document.url) == ("T", "O", "https://u.example")
    assert read_text(PAGE).published == date(2031, 3, 4)
    undated = read_text("The mayor said no.")
    assert (undated.published, undated.published_basis) == (None, "unknown")


@pytest.mark.parametrize("text", ["", " \n", "<html></html>", "x" * (LONGEST + 1)])
def test_read_text_refuses_with_a_hint(text: str) -> None:
    with pytest.raises(InputError) as caught:
        read_text(text)
    assert caught.value.hint


def test_read_file(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TEXT, encoding="utf-8")
    assert read_file(tmp_path / "a.txt") == documents(tmp_path / "a.txt")[0]
    assert read_file(tmp_path / "a.txt", published=date(2031, 3, 9)).published_basis == "given"
    assert read_file(jsonl(tmp_path / "one.jsonl", {"id": "a", "text": "One."})).doc_id == "a"


@pytest.mark.parametrize("name", ["none.txt", "many.jsonl", "bad.jsonl", "empty.txt"])
def test_read_file_refuses_with_a_hint(tmp_path: Path, name: str) -> None:
    jsonl(tmp_path / "many.jsonl", {"text": "One."}, {"text": "Two."})
    jsonl(tmp_path / "bad.jsonl", "rubble")
    (tmp_path / "empty.txt").write_bytes(b"")
    with pytest.raises(InputError) as caught:
        read_file(tmp_path / name)
    assert caught.value.hint and name in str(caught.value)


@given(raw=st.binary(max_size=400), name=st.sampled_from(["a.txt", "a.html", "a.jsonl", "a.csv", "a.jsonl.gz"]))
def test_walk_never_raises(tmp_path_factory: pytest.TempPathFactory, raw: bytes, name: str) -> None:
    path = tmp_path_factory.mktemp("x") / name
    path.write_bytes(raw)
    for item in walk([path]):
        assert isinstance(item, Document | Trouble)
    assert count([path]) >= 0


def test_a_text_with_fields_at_its_head(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(
        "title: Ferry to sail\noutlet: The Senn Post\npublished: 2031-04-02\n\n\nThe ferry will sail on Friday.\n",
        "utf-8",
    )
    found = files.read_file(tmp_path / "a.txt")
    assert (found.title, found.outlet, found.published) == ("Ferry to sail", "The Senn Post", date(2031, 4, 2))
    assert (found.text.strip(), found.published_basis) == ("The ferry will sail on Friday.", "page")
    assert files.read_file(tmp_path / "a.txt", published=date(2031, 4, 3)).published == date(2031, 4, 3)


@pytest.mark.parametrize(
    "text",
    [
        "Title: the race for it\n\nIt was won on Friday.",
        "outlet: A\nThe ferry will sail.\npublished: 2031-04-02\n\nIt sails.",
        "outlet: A\npublished: 2031-04-02\n\n",
        "outlet: A\noutlet: B\n\nThe ferry will sail.",
    ],
)
def test_what_is_no_head_is_text(text: str) -> None:
    found = files.read_text(text)
    assert (found.text.strip(), found.outlet) == (text.strip(), None)


def test_a_head_with_a_day_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("outlet: A\npublished: next week\n\nThe ferry will sail.\n", "utf-8")
    with pytest.raises(InputError, match="published: next week"):
        files.read_file(tmp_path / "a.txt")
    (trouble,) = files.walk([tmp_path])
    assert isinstance(trouble, files.Trouble) and "YYYY-MM-DD" in trouble.hint
